// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';

import { missingInternals } from '../../internals/listing';
import { WINDOW_NAMES } from '../../internals/windowed';
import { S3DirListing } from './listing';
import { Sorter } from './sorter';
import { rowForKey } from './geometry';
import { WindowView } from './viewport';

/**
 * Create the listing of the panel, in which only the rows near the viewport
 * exist. Falls back to `S3DirListing` where this version of JupyterLab lacks a
 * private member that it needs.
 */
export function makeListing(options: S3DirListing.IOptions): DirListing {
  const listing = new WindowedListing(options) as unknown as DirListing;
  const missing = missingInternals(listing, WINDOW_NAMES);
  if (missing.length === 0) {
    return listing;
  }
  console.warn(
    `The S3 panel shows a row for each entry, which is slow in large folders: this JupyterLab lacks ${missing.join(', ')}.`
  );
  listing.dispose();
  options.model.showsMany = false;
  return new S3DirListing(options);
}

/**
 * A windowed listing with JupyterLab's keyboard, selection and renaming, for
 * entries with and without a row.
 */
export class WindowedListing extends WindowView {
  constructor(options: S3DirListing.IOptions) {
    super(options);
    this.selectionChanged.connect(this._forgetChosen, this);
  }

  /**
   * The selected entries.
   *
   * JupyterLab calls this after each click for each command of its menus, so
   * the result of one pass over all entries is cached.
   */
  selectedItems(): IterableIterator<Contents.IModel> {
    const { selection, _sortedItems: items } = this;
    const known = this._chosen;
    if (known?.items !== items || known?.selection !== selection) {
      const chosen = items.filter(item => selection[item.path]);
      this._chosen = { chosen, items, selection };
    }
    return this._chosen!.chosen[Symbol.iterator]();
  }

  sort(state: DirListing.ISortState): void {
    const { key, direction } = this._sortState;
    const isNew = key !== state.key || direction !== state.direction;
    const language =
      this.translator.languageCode ?? navigator.language.split('@')[0];
    const sorted = this._sorter.sort(
      {
        place: this.model.path,
        version: this._version,
        items: () => this.model.items(),
        rank: this.ranks
      },
      {
        ...state,
        notebooksFirst: this._sortNotebooksFirst,
        naturalNames: this._sortFileNamesNaturally,
        language: language.replace('_', '-')
      }
    );
    if (isNew) {
      this.toTop();
    }
    this._sortState = state;
    this._forgetChosen();
    this.adopt(sorted);
    this.update();
    if (isNew) {
      this._saveState();
    }
  }

  protected evtKeydown(event: KeyboardEvent): void {
    const { altKey, key, metaKey } = event;
    const { count, page } = this.geometry;
    const row = rowForKey(key, this._focusIndex, count, page);
    const isFree = !this._inRename && !altKey && !metaKey && count > 0;
    const isHere =
      event.target === this.node ||
      this.contentNode.contains(event.target as Node | null);
    if (row !== null && isFree && isHere) {
      event.preventDefault();
      event.stopPropagation();
      this._moveTo(row, event);
    } else {
      super.evtKeydown(event);
    }
  }

  protected handleFileSelect(event: MouseEvent): void {
    super.handleFileSelect(event);
    // One of several selected entries was pressed. JupyterLab leaves the focus
    // where it was, and would scroll there when the mouse button is released.
    if (this._softSelection) {
      const path = this._softSelection;
      this._focusItem(this._sortedItems.findIndex(item => item.path === path));
    }
  }

  protected _focusItem(index: number): void {
    const last = this._items.length - 1;
    const clamped = Math.max(0, Math.min(index, last));
    this.ensure(clamped);
    super._focusItem(clamped);
  }

  protected _selectItem(
    index: number,
    keepExisting: boolean,
    focus = true
  ): void {
    if (this._sortedItems[index]) {
      this.ensure(index);
      super._selectItem(index, keepExisting, focus);
    }
  }

  protected async _doRename(): Promise<string> {
    const paths = Object.keys(this.selection);
    const focused = this._sortedItems[this._focusIndex]?.path;
    // The same choice as in JupyterLab's code, which needs the row to exist.
    const path = this.selection[focused] ? focused : paths[paths.length - 1];
    const index = this._sortedItems.findIndex(item => item.path === path);
    if (index === -1) {
      return '';
    }
    this._focusIndex = index;
    this.ensure(index);
    return super._doRename();
  }

  protected _onModelRefreshed(): void {
    this._refreshes++;
    const before = this.selection;
    const left: string[] = [];
    if (Object.keys(before).length > 0) {
      for (const { path } of this.model.items()) {
        if (before[path]) {
          left.push(path);
        }
      }
    }
    if (left.length < Object.keys(before).length) {
      this.clearSelectedItems(false);
      left.forEach(path => {
        this.selection[path] = true;
      });
    }
    this._forgetChosen();
    if (this.isVisible) {
      this.sort(this._sortState);
    } else {
      this._isDirty = true;
    }
  }

  protected _onPathChanged(): void {
    this._refreshes++;
    if (this.contentNode.contains(document.activeElement)) {
      // The focused row is about to be removed, and JupyterLab's code checks
      // whether the focus was here.
      this.node.focus();
    }
    this.reset();
    super._onPathChanged();
  }

  /**
   * Move the focus for a key: with Shift the selection extends to the new
   * entry, with Ctrl it stays, otherwise it follows.
   */
  private _moveTo(index: number, event: KeyboardEvent): void {
    this.ensure(index);
    if (event.shiftKey) {
      this._handleMultiSelect(index);
    } else if (!event.ctrlKey) {
      this._selectItem(index, false, false);
    }
    this._focusItem(index);
    this.update();
  }

  private _forgetChosen(): void {
    this._chosen = null;
  }

  /** Changes whenever the entries may have changed. */
  private get _version(): unknown {
    const { itemsVersion } = this.model as { itemsVersion?: number };
    return itemsVersion ?? this._refreshes;
  }

  private readonly _sorter = new Sorter();
  private _refreshes = 0;
  private _chosen: {
    chosen: Contents.IModel[];
    items: Contents.IModel[];
    selection: object;
  } | null = null;
}
