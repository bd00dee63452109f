// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';

import type { OpenListing } from '../../internals/windowed';
import { S3DirListing } from './listing';
import { WindowRows } from './windowrows';

/**
 * The panel's listing with its private members open to subclasses.
 */
const OpenS3Listing = S3DirListing as unknown as new (
  options: S3DirListing.IOptions
) => OpenListing;

/**
 * A listing that has rows for only some of its entries.
 *
 * `_items` and `_sortedItems` have an element for each entry, as JupyterLab's
 * code expects. One shared blank node stands in for all missing rows. When rows
 * are updated, JupyterLab's code sees only those rows.
 */
export class SparseListing extends OpenS3Listing {
  constructor(options: S3DirListing.IOptions) {
    super(options);
    this._rows = new WindowRows(this.contentNode);
  }

  protected updateNodes(
    items: Contents.IModel[],
    nodes: HTMLElement[],
    sizeOnly = false
  ): void {
    super.updateNodes(...this._drawn(items, nodes), sizeOnly);
  }

  protected updateModified(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): void {
    super.updateModified(...this._drawn(items, nodes));
  }

  protected updateCreated(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): void {
    super.updateCreated(...this._drawn(items, nodes));
  }

  /**
   * Let JupyterLab's code update these rows only.
   *
   * @param indices - The indices of the entries, those without a row last.
   * @param spare - Rows to reuse. Missing ones are created.
   */
  protected _update(
    indices: number[],
    spare: HTMLElement[],
    all: boolean
  ): void {
    const { _focusIndex, _isDirty, _items, selection } = this;
    const drawn = indices.map(index => this._rows.get(index));
    const rows = drawn.filter(row => row !== undefined).concat(spare);
    this._isNarrow = true;
    this._sortedItems = indices.map(index => this._shown[index]);
    this._items = rows;
    this._focusIndex = indices.indexOf(_focusIndex);
    this.selection = Private.narrow(
      this._sortedItems.filter(item => selection[item.path]),
      this._selectedCount
    );
    try {
      super.onUpdateRequest(Widget.Msg.UpdateRequest);
    } finally {
      this._isNarrow = false;
      this._isDirty = _isDirty && !(all && this.isVisible);
      this._sortedItems = this._shown;
      this._items = _items;
      this._focusIndex = _focusIndex;
      this.selection = selection;
    }
    indices.forEach((index, i) => {
      this._rows.set(index, rows[i]);
      this._items[index] = rows[i];
    });
  }

  /**
   * Mark the selected rows, and whether all entries are selected. JupyterLab's
   * code would count only the rows in the window.
   */
  protected _mark(indices: number[]): void {
    for (const index of indices) {
      const isSelected = this.selection[this._shown[index].path] === true;
      this._rows.get(index)?.setAttribute('aria-selected', String(isSelected));
    }
    const box = this.renderer.getCheckboxNode(this.headerNode);
    if (box) {
      const trans = this.translator.load('jupyterlab');
      const isAny = this._selectedCount > 0;
      const isAll = isAny && this._selectedCount === this._shown.length;
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
   * The pairs of row and entry that have an existing row.
   */
  private _drawn(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): [Contents.IModel[], HTMLElement[]] {
    if (this._isNarrow || nodes !== this._items) {
      return [items, nodes];
    }
    const indices = this._rows.indices;
    return [
      indices.map(index => this._shown[index]),
      indices.map(index => nodes[index])
    ];
  }

  protected readonly _rows: WindowRows;
  /** The entries that `_items` and the indices refer to. */
  protected _shown: Contents.IModel[] = [];
  protected _selectedCount = 0;
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
