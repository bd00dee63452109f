// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ConflictAsker } from '../../dialogs/nameconflicts';
import { isConflict, numberedName } from '../../dialogs/nameconflicts';
import { Declined } from '../../drive/exposure/consent';
import type { INoticeGroup } from '../../drive/context';
import { S3Error } from '../../s3/errors';
import { S3Location } from '../../s3/location';
import { SMALL_AT_ONCE } from '../../s3/transport/batcher';
import { isOutage } from '../../s3/uploads/outages';
import type { IEntry } from './batchentry';
import { leftOf, outcomeOf, entryPath, resultOf } from './batchentry';
import type { Task } from '../tasks/task';
import type { IUploadDrive, IUploadMore, IUploadResult } from './types';

/**
 * The number of files sent concurrently; each may send several parts.
 */
const AT_ONCE = 3;

/** The maximum size of a small file (bytes). */
const SMALL = 2 ** 16;

/**
 * The number of suffixes tried to find a free name.
 */
const TRIES = 100;

/**
 * Runs one batch of uploads.
 */
export class Batch {
  constructor(options: Batch.IOptions) {
    this._options = options;
    this._entries = options.entries;
    this._folders = [...(options.more.emptyFolders ?? [])];
    const add = (sum: number, number: number) => sum + number;
    this._total = this._entries
      .map(({ item }) => item.file.size)
      .reduce(add, 0);
    this._sent = this._entries.map(({ sent }) => sent).reduce(add, 0);
  }

  /** Upload all files. Failures are reported to the task; never rejects. */
  async run(task: Task): Promise<void> {
    this._task = task;
    this._gathering = this._options.drive.groupNotices();
    this._report();
    this._options.more.unreadable?.forEach(failure => task.fail(failure));
    await this._lookAtTrees();
    await this._lookAtNames();
    const isSmall = ({ item }: IEntry) => item.file.size <= SMALL;
    await Promise.all([
      this._uploadAll(this._entries.filter(isSmall), SMALL_AT_ONCE),
      this._uploadAll(
        this._entries.filter(entry => !isSmall(entry)),
        AT_ONCE
      )
    ]);
    await this._makeFolders();
    this._gathering?.end();
    const isCancelled = task.signal.aborted;
    const { trans } = this._options;
    task.conclude(outcomeOf(this._entries, this._made, isCancelled, trans));
  }

  /** The result of each file. */
  results(): IUploadResult[] {
    return this._entries.map(resultOf);
  }

  /** The files that are not done, for a retry. */
  left(): IEntry[] {
    return leftOf(this._entries);
  }

  /** What is not done besides files, for a retry. */
  leftMore(): IUploadMore {
    const { base } = this._options.more;
    return { base, emptyFolders: this._folders };
  }

  /** The paths of failed files, which may have stored parts. */
  failedPaths(): string[] {
    return this._entries
      .filter(({ error }) => error !== undefined)
      .map(entryPath);
  }

  /**
   * Find out which whole folders are new here. Nothing needs to be looked up
   * for the files in them.
   */
  private async _lookAtTrees(): Promise<void> {
    const { drive, more } = this._options;
    for (const tree of more.trees ?? []) {
      try {
        await drive.get(tree, { content: false });
      } catch (error) {
        if (Private.isMissing(error)) {
          this._newTrees.push(`${tree}/`);
        }
      }
    }
  }

  /**
   * Find out which names are free in folders that get several files, by listing
   * each folder once instead of looking up each name.
   */
  private async _lookAtNames(): Promise<void> {
    const byDir = new Map<string, IEntry[]>();
    for (const entry of this._entries) {
      const { dir } = entry.item;
      if (!entry.name && !this._isInNewTree(dir)) {
        byDir.set(dir, [...(byDir.get(dir) ?? []), entry]);
      }
    }
    for (const [dir, entries] of byDir) {
      if (entries.length > 1 && !this._task.signal.aborted) {
        const names = entries.map(({ item }) => item.file.name);
        const free = await this._options.drive
          .freeNames(dir, names)
          // Each upload then checks for itself, and reports the error.
          .catch(() => new Set<string>());
        free.forEach(name => this._free.add(`${dir}/${name}`));
      }
    }
  }

  private _isInNewTree(dir: string): boolean {
    return this._newTrees.some(tree => `${dir}/`.startsWith(tree));
  }

  /**
   * Upload files, a few at a time, and more once one has succeeded. This limits
   * the requests to an unreachable store.
   */
  private async _uploadAll(entries: IEntry[], atMost: number): Promise<void> {
    const next = entries.values();
    const workers: Promise<void>[] = [];
    const work = async () => {
      for (const entry of next) {
        await this._upload(entry);
        if (entry.model && workers.length < atMost) {
          grow(atMost);
        }
      }
    };
    const grow = (count: number) => {
      while (workers.length < count) {
        workers.push(work());
      }
    };
    grow(AT_ONCE);
    // Workers are added while this runs.
    for (const worker of workers) {
      await worker;
    }
  }

  /** Announce a new folder once it contains something. */
  private _tellTree(path: string): void {
    const tree = this._newTrees.find(tree => `${path}/`.startsWith(tree));
    if (tree && !this._told.has(tree)) {
      this._told.add(tree);
      this._options.drive.tellFolder(tree.slice(0, -1));
    }
  }

  private async _upload(entry: IEntry): Promise<void> {
    if (this._task.signal.aborted) {
      return;
    }
    if (this._outage !== null) {
      this._fail(entry, this._outage);
      return;
    }
    this._current = entry;
    try {
      entry.model = await this._sendAsking(entry);
      this._tellTree(entryPath(entry));
      this._done += entry.model || entry.isSkipped ? 1 : 0;
    } catch (error) {
      if (error instanceof Declined) {
        this._task.cancel();
      } else if (!this._task.signal.aborted) {
        // Later files would wait in vain too. They are left for a retry.
        this._outage ??= isOutage(error) ? error : null;
        this._fail(entry, error);
      }
    }
    this._report();
  }

  /**
   * Send a file. If its name exists, ask what to do.
   *
   * @returns `undefined` when the file is skipped.
   */
  private async _sendAsking(
    entry: IEntry
  ): Promise<Contents.IModel | undefined> {
    try {
      return await this._send(entry);
    } catch (error) {
      if (!isConflict(error) || !Private.isAbout(error, entryPath(entry))) {
        throw error;
      }
    }
    this._forget(entry);
    switch (await this._options.asker.ask(this._label(entry))) {
      case 'replace':
        entry.onExisting = 'replace';
        return this._send(entry);
      case 'both':
        return this._sendNumbered(entry);
      case 'cancel':
        this._task.cancel();
        return undefined;
      default:
        entry.isSkipped = true;
        this._total -= entry.item.file.size;
        return undefined;
    }
  }

  private async _sendNumbered(entry: IEntry): Promise<Contents.IModel> {
    for (let n = 1; ; n++) {
      entry.name = numberedName(entry.item.file.name, n);
      try {
        return await this._send(entry);
      } catch (error) {
        if (!isConflict(error) || n >= TRIES) {
          throw error;
        }
        this._forget(entry);
      }
    }
  }

  private _send(entry: IEntry): Promise<Contents.IModel> {
    const { item, name, onExisting } = entry;
    const { drive } = this._options;
    return drive.upload(item.dir, item.file, {
      name,
      onExisting: onExisting ?? 'fail',
      isFree:
        this._isInNewTree(item.dir) || this._free.delete(entryPath(entry)),
      keep: true,
      noticeGroup: this._gathering,
      signal: this._task.signal,
      onProgress: done => {
        this._sent += done - entry.sent;
        entry.sent = done;
        this._report();
      }
    });
  }

  /** Create markers for empty folders, which S3 cannot represent otherwise. */
  private async _makeFolders(): Promise<void> {
    const { drive } = this._options;
    while (this._folders.length > 0 && !this._task.signal.aborted) {
      const [path] = this._folders;
      try {
        await drive.save(path, { type: 'directory' });
        this._tellTree(path);
        this._made++;
      } catch (error) {
        if (error instanceof Declined) {
          this._task.cancel();
          return;
        }
        // An existing folder is fine.
        if (!isConflict(error) || Private.isAbout(error, path)) {
          this._task.fail({ name: path, error });
          if (isOutage(error)) {
            return;
          }
        }
      }
      this._folders.shift();
    }
  }

  private _fail(entry: IEntry, error: unknown): void {
    entry.error = error;
    this._task.fail({ name: this._label(entry), error });
  }

  /** Discount the bytes sent for a file. */
  private _forget(entry: IEntry): void {
    this._sent -= entry.sent;
    entry.sent = 0;
  }

  private _report(): void {
    const files = { done: this._done, total: this._entries.length };
    const detail = this._current ? this._label(this._current) : undefined;
    this._task.report(
      this._total > 0
        ? { unit: 'bytes', done: this._sent, total: this._total, files, detail }
        : { unit: 'objects', ...files, detail }
    );
  }

  /** The display name of a file: its path below the dropped folder. */
  private _label(entry: IEntry): string {
    const path = `${entry.item.dir}/${entry.item.file.name}`;
    const { base } = this._options.more;
    return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
  }

  private readonly _options: Batch.IOptions;
  private readonly _entries: readonly IEntry[];
  private readonly _folders: string[];
  private readonly _newTrees: string[] = [];
  /** Paths known to be free; each is used once. */
  private readonly _free = new Set<string>();
  private readonly _told = new Set<string>();
  private _task!: Task;
  private _gathering: INoticeGroup | null = null;
  private _current: IEntry | null = null;
  private _outage: unknown = null;
  private _total: number;
  private _sent: number;
  private _done = 0;
  private _made = 0;
}

/**
 * The namespace of `Batch` statics.
 */
export namespace Batch {
  /**
   * The options of a batch.
   */
  export interface IOptions {
    drive: IUploadDrive;
    trans: TranslationBundle;
    asker: ConflictAsker;
    entries: readonly IEntry[];
    more: IUploadMore & { readonly base: string };
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function isMissing(error: unknown): boolean {
    const { response } = error as { response?: { status?: number } };
    return response?.status === 404;
  }

  /**
   * Whether an error is about exactly this path, not about a folder of the same
   * name or an object at a parent path.
   */
  export function isAbout(error: unknown, path: string): boolean {
    return (
      !(error instanceof S3Error) ||
      error.key === undefined ||
      error.key === S3Location.fromPath(path, '').key
    );
  }
}
