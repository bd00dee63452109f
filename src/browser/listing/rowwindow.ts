// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';

import { missingInternals } from '../../internals/listing';
import type { IReplacements } from '../../internals/windowed';
import { OpenListing, WINDOW_NAMES } from '../../internals/windowed';
import { rowForKey } from './geometry';
import { Sorter } from './sorter';
import { Viewport } from './viewport';

/**
 * The window of a listing in which only the rows near the viewport exist:
 * JupyterLab's order, keyboard, selection and renaming, for entries with and
 * without a row.
 *
 * Made in the constructor of the listing, which passes on to it what JupyterLab
 * calls.
 */
export class RowWindow {
  /**
   * The window of a listing; `null`, with a warning, where this version of
   * JupyterLab lacks a private member that it needs. The listing then has a row
   * for each entry, as JupyterLab's.
   */
  static of(
    listing: DirListing,
    options: RowWindow.IOptions
  ): RowWindow | null {
    const missing = missingInternals(listing, WINDOW_NAMES);
    if (missing.length === 0) {
      return new RowWindow(new OpenListing(listing), options);
    }
    console.warn(
      `The S3 panel shows a row for each entry, which is slow in large folders: this JupyterLab lacks ${missing.join(', ')}.`
    );
    return null;
  }

  private constructor(open: OpenListing, options: RowWindow.IOptions) {
    this._open = open;
    this._listing = open.listing;
    this._options = options;
    this.view = new Viewport(open, options.draw);
    this._listing.addClass('jp-mod-windowed');
    this._listing.selectionChanged.connect(this._forgetChosen, this);
    open.replace(this._replacements());
  }

  /** The visible part of the listing. */
  readonly view: Viewport;

  dispose(): void {
    this.view.dispose();
  }

  /**
   * The selected entries.
   *
   * JupyterLab calls this after each click for each command of its menus, so
   * the result of one pass over all entries is cached.
   */
  selectedItems(): IterableIterator<Contents.IModel> {
    const { entries: items, selection } = this._open;
    const known = this._chosen;
    if (known?.items !== items || known?.selection !== selection) {
      const chosen = items.filter(item => selection[item.path]);
      this._chosen = { chosen, items, selection };
    }
    return this._chosen!.chosen[Symbol.iterator]();
  }

  /** Sort the entries of the model. */
  sort(state: DirListing.ISortState): void {
    const { sortSettings, sortState, translator } = this._open;
    const { model } = this._listing;
    const isNew =
      sortState.key !== state.key || sortState.direction !== state.direction;
    const language =
      translator.languageCode ?? navigator.language.split('@')[0];
    const sorted = this._sorter.sort(
      {
        place: model.path,
        version: this._options.version(),
        items: () => model.items(),
        rank: this._options.rank()
      },
      { ...state, ...sortSettings, language: language.replace('_', '-') }
    );
    if (isNew) {
      this.view.toTop();
    }
    this._open.sortState = state;
    this._forgetChosen();
    this.view.adopt(sorted);
    this._listing.update();
    if (isNew) {
      this._open.saveState();
    }
  }

  /**
   * Move the focus, if the key does that.
   *
   * @returns Whether it did.
   */
  press(event: KeyboardEvent): boolean {
    const { altKey, key, metaKey, target } = event;
    const { contentNode, node } = this._listing;
    const { count, page } = this.view.geometry;
    const row = rowForKey(key, this._open.focusIndex, count, page);
    const isFree = !this._open.isRenaming && !altKey && !metaKey && count > 0;
    const isHere =
      target === node || contentNode.contains(target as Node | null);
    if (row === null || !isFree || !isHere) {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    this._moveTo(row, event);
    return true;
  }

  /**
   * Focus the entry that was pressed, if it is one of several selected ones.
   * JupyterLab leaves the focus where it was, and would scroll there when the
   * mouse button is released.
   */
  focusPressed(): void {
    const { entries, softSelection: path } = this._open;
    if (path) {
      this._open.focusItem(entries.findIndex(item => item.path === path));
    }
  }

  /**
   * JupyterLab's methods that need a row, with the row created first; and those
   * that go through all rows or entries.
   */
  private _replacements(): IReplacements {
    return {
      focusItem: (index, stock) => {
        const last = this._open.rows.length - 1;
        const clamped = Math.max(0, Math.min(index, last));
        this.view.ensure(clamped);
        stock(clamped);
      },
      selectItem: (index, stock) => {
        if (this._open.entries[index]) {
          this.view.ensure(index);
          stock();
        }
      },
      rename: stock => this._rename(stock),
      onRefreshed: () => this._onRefreshed(),
      onPathChanged: stock => {
        const { contentNode, node } = this._listing;
        if (contentNode.contains(document.activeElement)) {
          // The focused row is about to be removed, and JupyterLab's code checks
          // whether the focus was here.
          node.focus();
        }
        this.view.reset();
        stock();
      }
    };
  }

  private async _rename(stock: () => Promise<string>): Promise<string> {
    const { entries, focusIndex, selection } = this._open;
    const paths = Object.keys(selection);
    const focused = entries[focusIndex]?.path;
    // The same choice as in JupyterLab's code, which needs the row to exist.
    const path = selection[focused] ? focused : paths[paths.length - 1];
    const index = entries.findIndex(item => item.path === path);
    if (index === -1) {
      return '';
    }
    this._open.focusIndex = index;
    this.view.ensure(index);
    return stock();
  }

  /** Keep the selection of what is still there, and sort the entries. */
  private _onRefreshed(): void {
    const before = this._open.selection;
    const left: string[] = [];
    if (Object.keys(before).length > 0) {
      for (const { path } of this._listing.model.items()) {
        if (before[path]) {
          left.push(path);
        }
      }
    }
    if (left.length < Object.keys(before).length) {
      this._listing.clearSelectedItems(false);
      left.forEach(path => {
        this._open.selection[path] = true;
      });
    }
    this._forgetChosen();
    if (this._listing.isVisible) {
      this._listing.sort(this._open.sortState);
    } else {
      this._open.isDirty = true;
    }
  }

  /**
   * Move the focus for a key: with Shift the selection extends to the new
   * entry, with Ctrl it stays, otherwise it follows.
   */
  private _moveTo(index: number, event: KeyboardEvent): void {
    this.view.ensure(index);
    if (event.shiftKey) {
      this._open.selectTo(index);
    } else if (!event.ctrlKey) {
      this._open.selectItem(index, false, false);
    }
    this._open.focusItem(index);
    this._listing.update();
  }

  private _forgetChosen(): void {
    this._chosen = null;
  }

  private readonly _open: OpenListing;
  private readonly _listing: DirListing;
  private readonly _options: RowWindow.IOptions;
  private readonly _sorter = new Sorter();
  private _chosen: {
    chosen: Contents.IModel[];
    items: Contents.IModel[];
    selection: object;
  } | null = null;
}

/**
 * The namespace of `RowWindow` statics.
 */
export namespace RowWindow {
  /**
   * What the window needs of its listing.
   */
  export interface IOptions {
    /** JupyterLab's code that updates the rows of the listing. */
    draw: () => void;

    /** A value that changes whenever the model's entries may have changed. */
    version: () => unknown;

    /** Groups the entries, the lowest first; `undefined` for one group. */
    rank: () => ((item: Contents.IModel) => number) | undefined;
  }
}
