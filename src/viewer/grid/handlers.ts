// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DataGrid } from '@lumino/datagrid';
import { BasicKeyHandler, BasicMouseHandler } from '@lumino/datagrid';

/**
 * The keys of a grid that is only read: Enter shows the current cell, and Tab
 * leaves the grid, as it leaves anything else. Keys with Alt are shortcuts, of
 * which the grid has none.
 */
export class GridKeys extends BasicKeyHandler {
  constructor(private readonly _events: GridKeys.IEvents) {
    super();
  }

  onKeyDown(grid: DataGrid, event: KeyboardEvent): void {
    if (event.altKey) {
      return;
    }
    switch (event.key) {
      case 'Tab':
        return;
      case 'Enter':
        event.preventDefault();
        event.stopPropagation();
        this._events.opened();
        return;
      case 'Escape':
        // The current cell stays: who walks by the keys would lose the place.
        this._events.left();
        return;
      default:
        super.onKeyDown(grid, event);
    }
  }
}

/**
 * The namespace of `GridKeys` statics.
 */
export namespace GridKeys {
  /** What keys and mouse ask for. */
  export interface IEvents {
    /** The current cell is to be shown as a whole. */
    opened(): void;
    /** What is shown beside the grid is to be closed. */
    left(): void;
  }
}

/**
 * The mouse in a grid that is only read: a double click shows a cell as a whole,
 * and the context menu is about the cell below the pointer.
 */
export class GridMouse extends BasicMouseHandler {
  constructor(private readonly _events: Pick<GridKeys.IEvents, 'opened'>) {
    super();
  }

  onMouseDoubleClick(grid: DataGrid, event: MouseEvent): void {
    super.onMouseDoubleClick(grid, event);
    if (grid.hitTest(event.clientX, event.clientY).region === 'body') {
      this._events.opened();
    }
  }

  onContextMenu(grid: DataGrid, event: MouseEvent): void {
    const { column, region, row } = grid.hitTest(event.clientX, event.clientY);
    const selection = grid.selectionModel;
    const isSelected =
      selection?.isCellSelected(row, column) || region !== 'body';
    if (!isSelected) {
      selectCell(grid, row, column);
    }
  }
}

/** Select a cell alone, and make it the current one. */
export function selectCell(
  { selectionModel }: DataGrid,
  row: number,
  column: number
): void {
  selectionModel?.select({
    r1: row,
    c1: column,
    r2: row,
    c2: column,
    cursorRow: row,
    cursorColumn: column,
    clear: 'all'
  });
}
