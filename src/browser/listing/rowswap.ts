// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { OpenListing } from '../../internals/windowed';
import type { WindowRows } from './windowrows';

/**
 * Lets JupyterLab's code update the rows of a window.
 *
 * The listing's rows and entries have an element for each entry, as JupyterLab's
 * code expects; one shared blank node stands in for all missing rows. While rows
 * are updated they are swapped for those of the window, so that JupyterLab's
 * code sees only these.
 */
export class RowSwap {
  /**
   * @param draw - JupyterLab's code, which updates the rows of the listing.
   */
  constructor(listing: OpenListing, rows: WindowRows, draw: () => void) {
    this._listing = listing;
    this._rows = rows;
    this._draw = draw;
  }

  /** The entries that the listing's rows and all indices refer to. */
  entries: Contents.IModel[] = [];

  /** The number of selected entries, with and without a row. */
  selectedCount = 0;

  /**
   * Update these rows only.
   *
   * @param indices - The indices of the entries, those without a row last.
   * @param spare - Rows to reuse. Missing ones are created.
   * @param all - Whether these are all rows that are shown.
   */
  update(indices: number[], spare: HTMLElement[], all: boolean): void {
    const listing = this._listing;
    const { focusIndex, isDirty, rows: list, selection } = listing;
    const drawn = indices.map(index => this._rows.get(index));
    const rows = drawn.filter(row => row !== undefined).concat(spare);
    const entries = indices.map(index => this.entries[index]);
    this._isNarrow = true;
    listing.entries = entries;
    listing.rows = rows;
    listing.focusIndex = indices.indexOf(focusIndex);
    listing.selection = Private.narrow(
      entries.filter(item => selection[item.path]),
      this.selectedCount
    );
    try {
      this._draw();
    } finally {
      this._isNarrow = false;
      listing.isDirty = isDirty && !(all && listing.listing.isVisible);
      listing.entries = this.entries;
      listing.rows = list;
      listing.focusIndex = focusIndex;
      listing.selection = selection;
    }
    indices.forEach((index, i) => {
      this._rows.set(index, rows[i]);
      list[index] = rows[i];
    });
  }

  /**
   * Mark the selected rows, and whether all entries are selected. JupyterLab's
   * code would count only the rows in the window.
   */
  mark(indices: number[]): void {
    const { selection, translator } = this._listing;
    const { headerNode, renderer } = this._listing.listing;
    for (const index of indices) {
      const isSelected = selection[this.entries[index].path] === true;
      this._rows.get(index)?.setAttribute('aria-selected', String(isSelected));
    }
    const box = renderer.getCheckboxNode(headerNode);
    if (box) {
      const trans = translator.load('jupyterlab');
      const isAny = this.selectedCount > 0;
      const isAll = isAny && this.selectedCount === this.entries.length;
      box.checked = isAll;
      box.indeterminate = isAny && !isAll;
      box.dataset.checked = String(isAll);
      box.dataset.indeterminate = String(isAny && !isAll);
      box.setAttribute(
        'aria-label',
        isAny
          ? trans.__('Deselect all files and directories')
          : trans.__('Select all files and directories')
      );
    }
  }

  /**
   * Of entries and rows that JupyterLab's code passes, those that it may
   * update: with the whole list, only those with a row.
   */
  drawn(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): [Contents.IModel[], HTMLElement[]] {
    if (this._isNarrow || nodes !== this._listing.rows) {
      return [items, nodes];
    }
    const { indices } = this._rows;
    return [
      indices.map(index => this.entries[index]),
      indices.map(index => nodes[index])
    ];
  }

  private readonly _listing: OpenListing;
  private readonly _rows: WindowRows;
  private readonly _draw: () => void;
  /** Whether JupyterLab's code currently sees only some rows. */
  private _isNarrow = false;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * A selection reduced to the rows of a window. Of the other entries,
   * JupyterLab's code only checks whether there is one or more.
   */
  export function narrow(
    items: Contents.IModel[],
    count: number
  ): { [path: string]: boolean } {
    const paths = items.map(({ path }) => path);
    // No entry has such a path.
    const others = ['', '/'].slice(0, Math.max(0, count - paths.length));
    return Object.fromEntries(paths.concat(others).map(path => [path, true]));
  }
}
