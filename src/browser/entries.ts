// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

/**
 * The entries of one folder, as pages and changes of our own bring them.
 *
 * While a folder is listed again its old entries stay; what the new listing
 * has not confirmed at its end is gone. A change made here meanwhile counts
 * more than a page, which may be older.
 */
export class Entries {
  /** Changes whenever what is here may have changed. */
  get version(): number {
    return this._version;
  }

  /** How many there are, those that a new listing has yet to confirm too. */
  get size(): number {
    return this._entries.size;
  }

  /** How many the listing under way has confirmed. */
  get confirmed(): number {
    return this._entries.size - this._old.size;
  }

  /** All entries, in no order to rely on. */
  values(): IterableIterator<Contents.IModel> {
    return this._entries.values();
  }

  /** The entry with a path, if there is one. */
  get(path: string): Contents.IModel | undefined {
    return this._entries.get(path);
  }

  has(path: string): boolean {
    return this._entries.has(path);
  }

  /** Forget everything: another folder is shown. */
  clear(): void {
    this._entries.clear();
    this._old.clear();
    this._own.clear();
    this._version += 1;
  }

  /** A listing is about to be asked for: later changes count more than it. */
  expect(): void {
    this._own.clear();
  }

  /**
   * A new listing begins: all entries are to be confirmed, but those of which
   * it may be older than what was done here.
   */
  begin(): void {
    this._old = new Set(this._entries.keys());
    this._own.forEach(path => this._old.delete(path));
  }

  /** Take a page of the listing. */
  merge(page: Contents.IModel[]): void {
    for (const item of page) {
      if (!this._own.has(item.path)) {
        this._entries.set(item.path, item);
        this._old.delete(item.path);
      }
    }
    this._version += 1;
  }

  /** The listing ends: what it has not confirmed is gone. */
  end(): void {
    if (this._old.size > 0) {
      this._old.forEach(path => this._entries.delete(path));
      this._old.clear();
      this._version += 1;
    }
  }

  /** Something was created or changed here. */
  put(item: Contents.IModel): void {
    this._entries.set(item.path, item);
    this._old.delete(item.path);
    this._own.add(item.path);
    this._version += 1;
  }

  /** Something was deleted here. */
  remove(path: string): void {
    this._entries.delete(path);
    this._old.delete(path);
    this._own.add(path);
    this._version += 1;
  }

  private _version = 0;
  private readonly _entries = new Map<string, Contents.IModel>();
  /** What the listing under way has not confirmed. */
  private _old = new Set<string>();
  /** What was changed here since the listing was asked for. */
  private readonly _own = new Set<string>();
}
