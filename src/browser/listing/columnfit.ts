// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing } from '@jupyterlab/filebrowser';

type Column = DirListing.ToggleableColumn;

/**
 * The least width of a listing (px) in which a column has room beside the name.
 * In a narrower one it goes: the size first.
 */
const NEEDED: readonly (readonly [Column, number])[] = [
  ['file_size', 340],
  ['date_created', 340],
  ['last_modified', 220]
];

/**
 * Leaves out the columns for which a listing has no room, so that names can be
 * read. What people chose applies again where there is room.
 */
export class ColumnFit {
  /**
   * @param show - Shows or hides a column.
   * @param forget - Called before columns go or come back by themselves: their
   * widths were those beside other columns.
   */
  constructor(
    show: (column: Column, isVisible: boolean) => void,
    forget: () => void
  ) {
    this._show = show;
    this._forget = forget;
  }

  /**
   * Show or hide a column as people chose, where there is room.
   */
  choose(column: Column, isVisible: boolean): void {
    this._chosen.set(column, isVisible);
    this._show(column, isVisible && this._fits(column));
  }

  /**
   * Show the columns for which there is room.
   *
   * @param width - Of the listing (px); not above 0 where it is not known.
   */
  fit(width: number): void {
    const before = NEEDED.map(([column]) => this._fits(column));
    this._width = width > 0 ? width : Infinity;
    NEEDED.forEach(([column], index) => {
      const fits = this._fits(column);
      if (fits !== before[index] && this._chosen.get(column)) {
        this._forget();
        this._show(column, fits);
      }
    });
  }

  private _fits(column: Column): boolean {
    const needed = NEEDED.find(([name]) => name === column)?.[1] ?? 0;
    return this._width >= needed;
  }

  private readonly _show: (column: Column, isVisible: boolean) => void;
  private readonly _forget: () => void;
  /** JupyterLab's listing begins with the date alone. */
  private readonly _chosen = new Map<Column, boolean>([
    ['last_modified', true]
  ]);
  private _width = Infinity;
}
