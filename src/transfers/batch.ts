// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ConflictAsker } from '../dialogs/conflicts';
import { isConflict, numberedName } from '../dialogs/conflicts';
import type { IGathering } from '../drive/publication';
import { S3Error } from '../s3/errors';
import { parsePath } from '../s3/path';
import { isOutage } from '../s3/patience';
import type { IEntry } from './entries';
import { leftOf, outcomeOf, pathOf, resultOf } from './entries';
import type { Task } from './tasks';
import type { IUploadDrive, IUploadMore, IUploadResult } from './uploads';

/**
 * How many files are sent at a time; each may send several parts.
 */
const AT_ONCE = 3;

/**
 * How many numbers are tried for a free name.
 */
const TRIES = 100;

/**
 * The work of one batch of uploads.
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

  /** Upload it all. Failures are told to the task, nothing is thrown. */
  async run(task: Task): Promise<void> {
    this._task = task;
    this._gathering = this._options.drive.gather();
    this._report();
    this._options.more.unreadable?.forEach(failure => task.fail(failure));
    await this._lookAtTrees();
    const next = this._entries.values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const entry of next) {
          await this._upload(entry);
        }
      })
    );
    await this._makeFolders();
    this._gathering?.end();
    const isCancelled = task.signal.aborted;
    const { trans } = this._options;
    task.conclude(outcomeOf(this._entries, this._made, isCancelled, trans));
  }

  /** What became of each file. */
  results(): IUploadResult[] {
    return this._entries.map(resultOf);
  }

  /** The files that are not done, to begin again with. */
  left(): IEntry[] {
    return leftOf(this._entries);
  }

  /** What is not done beside files. */
  leftMore(): IUploadMore {
    const { base } = this._options.more;
    return { base, emptyFolders: this._folders };
  }

  /** The paths of files that failed, of which parts may have arrived. */
  failedPaths(): string[] {
    return this._entries.filter(({ error }) => error !== undefined).map(pathOf);
  }

  /**
   * Find out which whole folders are new here: of what goes into them nothing
   * has to be looked up.
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

  /** Tell of a new folder once something is in it. */
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
      this._tellTree(pathOf(entry));
      this._done += entry.model || entry.isSkipped ? 1 : 0;
    } catch (error) {
      if (!this._task.signal.aborted) {
        // What follows would wait in vain too: it is left for a retry.
        this._outage ??= isOutage(error) ? error : null;
        this._fail(entry, error);
      }
    }
    this._report();
  }

  /**
   * Send a file; where its name is taken, as the person decides.
   *
   * @returns `undefined` when it is skipped.
   */
  private async _sendAsking(
    entry: IEntry
  ): Promise<Contents.IModel | undefined> {
    try {
      return await this._send(entry);
    } catch (error) {
      if (!isConflict(error) || !Private.isAbout(error, pathOf(entry))) {
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
      isNewFolder: this._newTrees.some(tree => `${item.dir}/`.startsWith(tree)),
      keep: true,
      gathering: this._gathering,
      signal: this._task.signal,
      onProgress: done => {
        this._sent += done - entry.sent;
        entry.sent = done;
        this._report();
      }
    });
  }

  /** S3 knows no folder without an object: an empty one gets a marker. */
  private async _makeFolders(): Promise<void> {
    const { drive } = this._options;
    while (this._folders.length > 0 && !this._task.signal.aborted) {
      const [path] = this._folders;
      try {
        await drive.save(path, { type: 'directory' });
        this._tellTree(path);
        this._made++;
      } catch (error) {
        // One that is there already is as it should be.
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

  /** What was sent of a file does not count. */
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

  /** A file as the person knows it: its path below what was dropped. */
  private _label(entry: IEntry): string {
    const path = `${entry.item.dir}/${entry.item.file.name}`;
    const { base } = this._options.more;
    return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
  }

  private readonly _options: Batch.IOptions;
  private readonly _entries: readonly IEntry[];
  private readonly _folders: string[];
  private readonly _newTrees: string[] = [];
  private readonly _told = new Set<string>();
  private _task!: Task;
  private _gathering: IGathering | null = null;
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
   * What a batch is made of.
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
   * Whether an error is about exactly this path: not about a folder of that
   * name, or about an object above it.
   */
  export function isAbout(error: unknown, path: string): boolean {
    return (
      !(error instanceof S3Error) ||
      error.key === undefined ||
      error.key === parsePath(path).key
    );
  }
}
