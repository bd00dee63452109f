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
 * What is shown of a folder's entries: without hidden ones, and filtered.
 */
export class EntryView {
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

  /** Whether the filter holds for folders too. */
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

  /** How many entries are left out by the filter. */
  get filteredCount(): number {
    this.list();
    return this._filteredCount;
  }

  /** Whether there is a filter. */
  get isFiltered(): boolean {
    return this._match !== null;
  }

  /**
   * Filter.
   *
   * @param match - `null` shows all.
   * @param found - Entries of the folder that were found at the store, and
   * may be among those that are not loaded.
   */
  filter(match: Matcher | null, found: readonly Contents.IModel[] = []): void {
    this._match = match;
    this._found = found;
    this._changes += 1;
  }

  /** The entry with a path, filtered out or not. */
  get(path: string): Contents.IModel | undefined {
    return (
      this._entries.get(path) ?? this._found.find(item => item.path === path)
    );
  }

  /** Something found at the store was deleted here, or has another name. */
  forget(path: string): void {
    this._found = this._found.filter(item => item.path !== path);
    this._changes += 1;
  }

  /**
   * What is shown; computed once a version.
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
