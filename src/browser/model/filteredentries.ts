// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IScore } from '@jupyterlab/ui-components';

import type { Entries } from './entries';

/**
 * Whether an entry is shown, and which characters of its name are marked.
 */
export type Matcher = (item: Contents.IModel) => Partial<IScore> | null;

/**
 * The entries of a folder that are shown: without hidden ones, and filtered.
 */
export class FilteredEntries {
  constructor(entries: Entries) {
    this._entries = entries;
  }

  /** Whether names that begin with a dot are shown. */
  get includesHidden(): boolean {
    return this._includesHidden;
  }

  set includesHidden(value: boolean) {
    this._includesHidden = value;
    this._changes += 1;
  }

  /** Whether the filter also applies to folders. */
  get filtersFolders(): boolean {
    return this._filtersFolders;
  }

  set filtersFolders(value: boolean) {
    this._filtersFolders = value;
    this._changes += 1;
  }

  /** Changes whenever `list` may have changed. */
  get version(): number {
    return this._entries.version + this._changes;
  }

  /** The number of entries that the filter excludes. */
  get filteredCount(): number {
    this.list();
    return this._filteredCount;
  }

  /** Whether there is a filter. */
  get isFiltered(): boolean {
    return this._match !== null;
  }

  /**
   * Set the filter.
   *
   * @param match - `null` shows all entries.
   * @param found - Entries of the folder that were found in the store, and may
   * not be loaded yet.
   */
  filter(match: Matcher | null, found: readonly Contents.IModel[] = []): void {
    this._match = match;
    this._found = found;
    this._changes += 1;
  }

  /** The entry at a path, even if the filter excludes it. */
  get(path: string): Contents.IModel | undefined {
    return (
      this._entries.get(path) ?? this._found.find(item => item.path === path)
    );
  }

  /** An entry found in the store was deleted or renamed locally. */
  forget(path: string): void {
    this._found = this._found.filter(item => item.path !== path);
    this._changes += 1;
  }

  /**
   * The entries to show, computed once per version.
   */
  list(): readonly Contents.IModel[] {
    if (this._listedVersion !== this.version) {
      this._listedVersion = this.version;
      this._list = this._compute();
    }
    return this._list;
  }

  private _compute(): Contents.IModel[] {
    const match = this._match;
    const shown: Contents.IModel[] = [];
    let filtered = 0;
    const add = (item: Contents.IModel) => {
      if (!this._includesHidden && item.name.startsWith('.')) {
        return;
      }
      const isExempt = !this._filtersFolders && item.type === 'directory';
      const score = match && !isExempt ? match(item) : {};
      item.indices = score?.indices;
      if (score) {
        shown.push(item);
      } else {
        filtered += 1;
      }
    };
    for (const item of this._entries.values()) {
      add(item);
    }
    if (match) {
      this._found
        .filter(item => !this._entries.has(item.path))
        .forEach(item => add(item));
    }
    this._filteredCount = filtered;
    return shown;
  }

  private readonly _entries: Entries;
  private _includesHidden = false;
  private _filtersFolders = true;
  private _match: Matcher | null = null;
  private _found: readonly Contents.IModel[] = [];
  private _changes = 0;
  private _listedVersion = -1;
  private _list: Contents.IModel[] = [];
  private _filteredCount = 0;
}
