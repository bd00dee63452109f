// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  BasicKeyHandler,
  BasicMouseHandler,
  BasicSelectionModel,
  DataGrid
} from '@lumino/datagrid';

import type { ITableSource } from '../source/source';
import { TableModel } from './tablemodel';
import { gridTheme } from './theme';
import { columnWidths } from './widths';

/**
 * A grid that shows a source.
 */
export class TableGrid extends DataGrid {
  /**
   * @param source - Belongs to the grid from now on.
   * @param texts - Writes what is in headers.
   * @param failed - Called with the reason why rows could not be read.
   * @param moved - Called with the current cell when it becomes another one.
   */
  constructor(
    source: ITableSource,
    texts: TableModel.ITexts,
    failed: (reason: unknown) => void,
    moved: (row: number, column: number) => void
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
    this._source = source;
    this._model = new TableModel(source, texts, failed);
    this.addClass('jp-S3Table-grid');
    this.dataModel = this._model;
    this.keyHandler = new BasicKeyHandler();
    this.mouseHandler = new BasicMouseHandler();
    const selection = new BasicSelectionModel({ dataModel: this._model });
    selection.changed.connect(() =>
      moved(selection.cursorRow, selection.cursorColumn)
    );
    this.selectionModel = selection;
    columnWidths(source).forEach((width, column) =>
      this.resizeColumn('body', column, width)
    );
    this.viewport.node.tabIndex = 0;
  }

  dispose(): void {
    if (!this.isDisposed) {
      super.dispose();
      this._model.dispose();
      this._source.dispose();
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

  /** Make a cell the current one, and show it. */
  goTo(row: number, column: number): void {
    this.selectionModel?.select({
      r1: row,
      c1: column,
      r2: row,
      c2: column,
      cursorRow: row,
      cursorColumn: column,
      clear: 'all'
    });
    this.scrollToCell(row, column);
  }

  private readonly _source: ITableSource;
  private readonly _model: TableModel;
}
