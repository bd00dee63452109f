// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Counter, ICount } from './count';

/**
 * Counts in the background how many objects some entries consist of, and their
 * size. Disposing of it stops the counting.
 */
export class BackgroundCount implements IDisposable {
  /** @param items - The entries. Files count with the size in their listing. */
  constructor(items: Contents.IModel[], count: Counter) {
    const files = items.filter(({ type }) => type !== 'directory');
    this._files = {
      objects: files.length,
      bytes: files.reduce((sum, { size }) => sum + (size ?? 0), 0),
      more: false
    };
    this._folders = items.filter(({ type }) => type === 'directory');
    this.done = this._run(count);
  }

  /** Resolves when everything is counted, as far as possible. */
  readonly done: Promise<void>;

  /** A signal emitted when the count has grown. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The count so far, over all entries. */
  get total(): ICount {
    const counts = [this._files, ...this._counts.values()];
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    return {
      objects: sum(counts.map(({ objects }) => objects)),
      bytes: sum(counts.map(({ bytes }) => bytes)),
      more:
        this._counts.size + this._failed.size < this._folders.length ||
        counts.some(({ more }) => more)
    };
  }

  /** Whether folders are among the entries. */
  get hasFolders(): boolean {
    return this._folders.length > 0;
  }

  /** The count below one of the folders; `undefined` before it is known. */
  of(path: string): ICount | undefined {
    return this._counts.get(path);
  }

  /** Whether a folder could not be counted. */
  hasFailed(path: string): boolean {
    return this._failed.has(path);
  }

  get isDisposed(): boolean {
    return this._abort.signal.aborted;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._abort.abort();
      Signal.clearData(this);
    }
  }

  private async _run(count: Counter): Promise<void> {
    for (const { path } of this._folders) {
      const take = (counted: ICount) => {
        this._counts.set(path, counted);
        this._changed.emit();
      };
      try {
        take(await count(path, this._abort.signal, take));
      } catch {
        // The operation itself reports what cannot be listed.
        this._failed.add(path);
        this._changed.emit();
      }
    }
  }

  private readonly _files: ICount;
  private readonly _folders: Contents.IModel[];
  private readonly _counts = new Map<string, ICount>();
  private readonly _failed = new Set<string>();
  private readonly _abort = new AbortController();
  private readonly _changed = new Signal<this, void>(this);
}
