// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { ConflictAsker } from '../../dialogs/nameconflicts';
import { Batch } from './batch';
import type { IEntry } from './batchentry';
import { entryPath } from './batchentry';
import type { Task } from '../tasks/task';
import type { Tasks } from '../tasks/tasks';
import type {
  IUploadDrive,
  IUploadItem,
  IUploadMore,
  IUploadResult
} from './types';

/**
 * Uploads files through the drive, asking about names that exist. Each batch is
 * one task.
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
   * Upload files, a few at a time. Never rejects: failures are in the results,
   * and shown by the task, which can be retried.
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

  /** Retry what a task has not done, as a new task that replaces it. */
  private _retry(task: Task | null, batch: Batch): void {
    if (task && task.state !== 'running' && this._tasks.all.includes(task)) {
      // Stored parts are reused, not discarded.
      this._kept.delete(task);
      this._tasks.clear(task);
      void this._run(batch.left(), batch.leftMore());
    }
  }

  /** Discard the parts kept for a retry once its task was cleared. */
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
   * The options of uploads.
   */
  export interface IOptions {
    drive: IUploadDrive;
    trans: TranslationBundle;
    tasks: Tasks;
    /** Creates the asker of a batch. */
    asker?: (several: boolean) => ConflictAsker;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The title of a batch. */
  export function title(
    entries: readonly IEntry[],
    trans: TranslationBundle
  ): string {
    return entries.length === 1
      ? trans.__('Uploading "%1"', entryPath(entries[0]).replace(/^.*\//, ''))
      : trans._n(
          'Uploading %1 file',
          'Uploading %1 files',
          entries.length,
          entries.length.toLocaleString()
        );
  }
}
