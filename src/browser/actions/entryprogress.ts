// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFolderProgress } from '../../s3/copies/copyfolder';
import type { Task } from '../../transfers/tasks/task';
import type { ICount } from '../../usage/count';

/**
 * Above this average size, progress is measured in bytes instead of objects.
 */
const LARGE = 8 * 2 ** 20;

/**
 * The progress of several entries as one task.
 */
export class EntryProgress {
  /**
   * @param count - The objects of the entries, as far as they were counted.
   */
  constructor(task: Task, count: ICount, trans: TranslationBundle) {
    this._task = task;
    this._count = count;
    this._trans = trans;
    this._tell();
  }

  /** The number of objects done in all entries. */
  get done(): number {
    return this._sum(({ done }) => done);
  }

  /**
   * Report the progress of one entry.
   *
   * @param path - The path of the entry.
   */
  report(path: string, progress: IFolderProgress): void {
    this._entries.set(path, progress);
    this._tell();
  }

  /** Report that an entry of one object is done. */
  finish(path: string): void {
    if (!this._entries.has(path)) {
      const all = { bytes: 0, totalBytes: 0, done: 1, total: 1 };
      this.report(path, { ...all, stage: 'copy' });
    }
  }

  private _tell(): void {
    const { bytes: totalBytes, more, objects } = this._count;
    const done = this.done;
    const total = more ? null : Math.max(done, objects);
    const detail = this._detail();
    const bytes = this._sum(progress => progress.bytes);
    const isLarge = objects > 0 && totalBytes / objects >= LARGE;
    if (isLarge && total !== null && this._knowsBytes()) {
      const files = { done, total };
      const all = Math.max(bytes, totalBytes);
      this._task.report({
        unit: 'bytes',
        done: bytes,
        total: all,
        files,
        detail
      });
    } else {
      this._task.report({ unit: 'objects', done, total, detail });
    }
  }

  private _knowsBytes(): boolean {
    return [...this._entries.values()].some(({ totalBytes }) => totalBytes > 0);
  }

  private _detail(): string | undefined {
    const deleting = [...this._entries.values()].filter(
      ({ stage }) => stage === 'delete'
    );
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    const gone = sum(deleting.map(({ deleted }) => deleted ?? 0));
    return gone > 0
      ? this._trans.__(
          'Removing the originals: %1 of %2',
          gone.toLocaleString(),
          sum(deleting.map(({ total }) => total)).toLocaleString()
        )
      : undefined;
  }

  private _sum(value: (progress: IFolderProgress) => number): number {
    let sum = 0;
    this._entries.forEach(progress => {
      sum += value(progress);
    });
    return sum;
  }

  private readonly _task: Task;
  private readonly _count: ICount;
  private readonly _trans: TranslationBundle;
  private readonly _entries = new Map<string, IFolderProgress>();
}
