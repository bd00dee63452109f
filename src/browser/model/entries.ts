// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

/**
 * The entries of one folder, from pages of the listing and from local changes.
 *
 * While a folder is listed again its old entries stay; those that the new
 * listing has not confirmed by its end are removed. A local change made
 * meanwhile takes precedence over a page, which may be older.
 */
export class Entries {
  /** Changes whenever the entries may have changed. */
  get version(): number {
    return this._version;
  }

  /**
   * The number of entries, including those not yet confirmed by a new listing.
   */
  get size(): number {
    return this._entries.size;
  }

  /** The number of entries confirmed by the current listing. */
  get confirmed(): number {
    return this._entries.size - this._old.size;
  }

  /** All entries, in no particular order. */
  values(): IterableIterator<Contents.IModel> {
    return this._entries.values();
  }

  /** The entry at a path, if there is one. */
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

  /**
   * A listing is about to be requested: later local changes take precedence.
   */
  expect(): void {
    this._own.clear();
  }

  /**
   * A new listing begins: all entries must be confirmed, except those changed
   * locally since it was requested.
   */
  begin(): void {
    this._old = new Set(this._entries.keys());
    this._own.forEach(path => this._old.delete(path));
  }

  /** Add a page of the listing. */
  merge(page: Contents.IModel[]): void {
    for (const item of page) {
      if (!this._own.has(item.path)) {
        this._entries.set(item.path, item);
        this._old.delete(item.path);
      }
    }
    this._version += 1;
  }

  /** The listing ends: remove the entries that it has not confirmed. */
  end(): void {
    if (this._old.size > 0) {
      this._old.forEach(path => this._entries.delete(path));
      this._old.clear();
      this._version += 1;
    }
  }

  /** An entry was created or changed locally. */
  put(item: Contents.IModel): void {
    this._entries.set(item.path, item);
    this._old.delete(item.path);
    this._own.add(item.path);
    this._version += 1;
  }

  /** An entry was deleted locally. */
  remove(path: string): void {
    this._entries.delete(path);
    this._old.delete(path);
    this._own.add(path);
    this._version += 1;
  }

  private _version = 0;
  private readonly _entries = new Map<string, Contents.IModel>();
  /** The entries not yet confirmed by the current listing. */
  private _old = new Set<string>();
  /** The entries changed locally since the listing was requested. */
  private readonly _own = new Set<string>();
}
