// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { ConflictAsker } from '../dialogs/conflicts';
import type { IFailure } from '../dialogs/problems';
import type { LazyDrive } from '../drive/lazy';
import { Batch } from './batch';
import type { IEntry } from './entries';
import { pathOf } from './entries';
import type { Task, Tasks } from './tasks';

/**
 * A file to upload.
 */
export interface IUploadItem {
  readonly file: File;
  /** The folder that it goes to, as a local path (`bucket/prefix`). */
  readonly dir: string;
}

/**
 * What became of one file. Neither model nor error: it was skipped, or the
 * upload was cancelled.
 */
export interface IUploadResult {
  readonly item: IUploadItem;
  readonly model?: Contents.IModel;
  readonly error?: unknown;
}

/**
 * What comes with the files of a batch.
 */
export interface IUploadMore {
  /** The folder that it all goes to; by default that of the first file. */
  readonly base?: string;
  /** Whole folders among it, as local paths. */
  readonly trees?: readonly string[];
  /** Folders without any file, as local paths. */
  readonly emptyFolders?: readonly string[];
  /** What could not be read on the person's computer. */
  readonly unreadable?: readonly IFailure[];
}

/**
 * What uploads need of the drive.
 */
export type IUploadDrive = Pick<
  LazyDrive,
  'gather' | 'get' | 'save' | 'tellFolder' | 'upload' | 'uploads'
>;

/**
 * Uploads files through the drive, asking about names that exist: each batch
 * is one task.
 */
export class Uploads {
  constructor(options: Uploads.IOptions) {
    this._drive = options.drive;
    this._trans = options.trans;
    this._tasks = options.tasks;
    this._asker =
      options.asker ?? (several => new ConflictAsker(this._trans, several));
    this._tasks.changed.connect((_, task) => this._discardCleared(task));
  }

  /**
   * Upload files, a few at a time. Never rejects: what failed says so in its
   * result, and is told by the task, which can be retried.
   */
  run(
    items: readonly IUploadItem[],
    more: IUploadMore = {}
  ): Promise<IUploadResult[]> {
    const entries = items.map(item => ({ item, sent: 0 }));
    return this._run(entries, more);
  }

  private async _run(
    entries: IEntry[],
    more: IUploadMore
  ): Promise<IUploadResult[]> {
    const folders = more.emptyFolders ?? [];
    const unreadable = more.unreadable ?? [];
    if (entries.length + folders.length + unreadable.length === 0) {
      return [];
    }
    const base = more.base ?? entries[0]?.item.dir ?? '';
    const batch = new Batch({
      drive: this._drive,
      trans: this._trans,
      asker: this._asker(entries.length > 1),
      entries,
      more: { ...more, base }
    });
    let task: Task | null = null;
    const options = {
      kind: 'upload' as const,
      title: Private.title(entries, this._trans),
      place: `s3://${base}/`,
      needsPage: true,
      retry: () => this._retry(task, batch)
    };
    await this._tasks.run(options, async running => {
      task = running;
      await batch.run(running);
      const kept = batch.failedPaths();
      if (kept.length > 0) {
        this._kept.set(running, kept);
      }
    });
    return batch.results();
  }

  /** Do again what a task has not done, in its place. */
  private _retry(task: Task | null, batch: Batch): void {
    if (task && task.state !== 'running' && this._tasks.all.includes(task)) {
      // Parts that have arrived are used again, not discarded.
      this._kept.delete(task);
      this._tasks.clear(task);
      void this._run(batch.left(), batch.leftMore());
    }
  }

  /** Remove the parts that were kept for a retry nobody can ask for any more. */
  private _discardCleared(task: Task): void {
    const kept = this._kept.get(task);
    if (kept && !this._tasks.all.includes(task)) {
      this._kept.delete(task);
      kept.forEach(path => void this._drive.uploads?.discard(path));
    }
  }

  private readonly _drive: IUploadDrive;
  private readonly _trans: TranslationBundle;
  private readonly _tasks: Tasks;
  private readonly _asker: (several: boolean) => ConflictAsker;
  private readonly _kept = new Map<Task, string[]>();
}

/**
 * The namespace of `Uploads` statics.
 */
export namespace Uploads {
  /**
   * What uploads are made with.
   */
  export interface IOptions {
    drive: IUploadDrive;
    trans: TranslationBundle;
    tasks: Tasks;
    /** Makes the asker of a batch. */
    asker?: (several: boolean) => ConflictAsker;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** What a batch does, in words. */
  export function title(
    entries: readonly IEntry[],
    trans: TranslationBundle
  ): string {
    return entries.length === 1
      ? trans.__('Uploading "%1"', pathOf(entries[0]).replace(/^.*\//, ''))
      : trans._n(
          'Uploading %1 file',
          'Uploading %1 files',
          entries.length,
          entries.length.toLocaleString()
        );
  }
}
