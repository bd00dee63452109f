// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { BasicSelectionModel, DataGrid } from '@lumino/datagrid';

import type { ICellPlace, ICellRange } from '../rows';
import type { ITableSource } from '../source/source';
import { GridKeys, GridMouse, selectCell } from './handlers';
import { TableModel } from './tablemodel';
import { gridTheme } from './theme';
import { columnWidths } from './widths';

/**
 * A grid that shows a source.
 */
export class TableGrid extends DataGrid {
  /**
   * @param texts - Writes what is in headers and cells.
   * @param events - What is called when something happens in it.
   */
  constructor(
    source: ITableSource,
    texts: TableModel.ITexts,
    private readonly _events: TableGrid.IEvents
  ) {
    super({
      defaultSizes: {
        rowHeight: 24,
        columnWidth: 140,
        rowHeaderWidth: 84,
        columnHeaderHeight: 44
      },
      headerVisibility: 'all'
    });
    this._model = new TableModel(source, texts, _events.failed);
    this.addClass('jp-S3Table-grid');
    this.dataModel = this._model;
    this.keyHandler = new GridKeys(_events);
    this.mouseHandler = new GridMouse(_events);
    const selection = new BasicSelectionModel({ dataModel: this._model });
    selection.changed.connect(() => {
      const current = this.current;
      if (current) {
        _events.moved(current);
      }
    });
    this.selectionModel = selection;
    columnWidths(source, texts).forEach((width, column) =>
      this.resizeColumn('body', column, width)
    );
    this.viewport.node.tabIndex = 0;
  }

  dispose(): void {
    if (!this.isDisposed) {
      super.dispose();
      this._model.dispose();
    }
  }

  /** Take the colours of JupyterLab's theme. */
  paintTheme(): void {
    const { body, header, rowHeader, style } = gridTheme(this.node);
    this.style = style;
    this.cellRenderers.update({
      body,
      'column-header': header,
      'row-header': rowHeader,
      'corner-header': rowHeader
    });
  }

  /** The current cell; `null` if there is none. */
  get current(): ICellPlace | null {
    const { cursorColumn: column = -1, cursorRow: row = -1 } =
      this.selectionModel ?? {};
    return row >= 0 && column >= 0 ? { row, column } : null;
  }

  /** The selected blocks of cells, without what is beyond the table. */
  get selected(): ICellRange[] {
    const rows = this._model.rowCount('body');
    const columns = this._model.columnCount('body');
    return Array.from(this.selectionModel?.selections() ?? [], each => ({
      firstRow: Math.max(0, Math.min(each.r1, each.r2)),
      lastRow: Math.min(rows - 1, Math.max(each.r1, each.r2)),
      firstColumn: Math.max(0, Math.min(each.c1, each.c2)),
      lastColumn: Math.min(columns - 1, Math.max(each.c1, each.c2))
    }));
  }

  /** As the keys for it ask: Lumino's own knows only what is in memory. */
  copyToClipboard(): void {
    this._events.copied();
  }

  /** Make a cell the current one, and show it. */
  goTo({ column, row }: ICellPlace): void {
    selectCell(this, row, column);
    this.scrollToCell(row, column);
  }

  private readonly _model: TableModel;
}

/**
 * The namespace of `TableGrid` statics.
 */
export namespace TableGrid {
  /** What happens in a grid. */
  export interface IEvents extends GridKeys.IEvents {
    /** Rows could not be read. */
    failed(reason: unknown): void;
    /** Another cell is the current one. */
    moved(cell: ICellPlace): void;
    /** The selected cells are to be copied. */
    copied(): void;
  }
}
