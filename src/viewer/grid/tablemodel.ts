// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { DataModel } from '@lumino/datagrid';
import type { IDisposable } from '@lumino/disposable';

import type { ITableSource } from '../source/source';

/**
 * The rows of a source for a grid. What the grid draws and is not in memory is
 * read, and drawn again when it is there; only the rows that were drawn last are
 * waited for.
 */
export class TableModel extends DataModel implements IDisposable {
  /**
   * @param texts - Writes what is in headers and cells.
   * @param failed - Called with the reason why rows could not be read.
   */
  constructor(
    private readonly _source: ITableSource,
    private readonly _texts: TableModel.ITexts,
    private readonly _failed: (reason: unknown) => void
  ) {
    super();
    this._rows = _source.count.rows;
    _source.recounted.connect(this._onRecounted, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._source.recounted.disconnect(this._onRecounted, this);
  }

  rowCount(region: DataModel.RowRegion): number {
    return region === 'body' ? this._rows : 1;
  }

  columnCount(region: DataModel.ColumnRegion): number {
    return region === 'body' ? this._source.columns.length : 1;
  }

  data(region: DataModel.CellRegion, row: number, column: number): string {
    switch (region) {
      case 'body':
        return this._texts.cellOf(
          this._source.columns[column].type,
          this._cell(row, column)
        );
      case 'column-header':
        return this._source.columns[column].name;
      case 'row-header':
        return this._texts.row(this._source.rowNumber(row));
      default:
        return '';
    }
  }

  metadata(
    region: DataModel.CellRegion,
    _row: number,
    column: number
  ): DataModel.Metadata {
    if (region !== 'body' && region !== 'column-header') {
      return DataModel.emptyMetadata;
    }
    const { type } = this._source.columns[column];
    return { type, typeName: this._texts.type(type) };
  }

  private _cell(row: number, column: number): string {
    const text = this._source.cell(row, column);
    if (text === undefined && !this._isDisposed) {
      this._want(row, column);
    }
    return text ?? '';
  }

  /** Ask for a cell, together with all that are drawn now. */
  private _want(row: number, column: number): void {
    const wanted = this._wanted;
    if (wanted?.isOpen) {
      wanted.first = Math.min(wanted.first, row);
      wanted.last = Math.max(wanted.last, row);
      wanted.columns.add(column);
      return;
    }
    const next: Private.IWanted = {
      first: row,
      last: row,
      columns: new Set([column]),
      isOpen: true
    };
    this._wanted = next;
    void Promise.resolve().then(() => {
      next.isOpen = false;
      return this._isLoading ? undefined : this._load();
    });
  }

  private async _load(): Promise<void> {
    this._isLoading = true;
    try {
      while (this._wanted && !this._isDisposed) {
        const wanted = this._wanted;
        this._wanted = null;
        await this._loadWanted(wanted);
      }
    } catch (reason) {
      if (!this._isDisposed) {
        this._failed(reason);
      }
    } finally {
      this._isLoading = false;
    }
  }

  /** Read what is wanted; each column is drawn when it is there. */
  private async _loadWanted(wanted: Private.IWanted): Promise<void> {
    const { first, last } = wanted;
    if (!this._source.isByColumn) {
      await this._source.load(first, last);
      this._redraw(first, last);
      return;
    }
    const left = [...wanted.columns].sort((a, b) => a - b);
    const loadNext = async () => {
      // What was drawn since then comes first: it wants what is still missing.
      while (left.length > 0 && !this._wanted && !this._isDisposed) {
        const column = left.shift()!;
        await this._source.load(first, last, column, column);
        this._redraw(first, last);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, loadNext));
    if (left.length > 0) {
      this._redraw(first, last);
    }
  }

  private _redraw(first: number, last: number): void {
    const rows = Math.min(last + 1, this._rows) - first;
    if (rows > 0 && !this._isDisposed) {
      for (const region of ['body', 'row-header'] as const) {
        this.emitChanged({
          type: 'cells-changed',
          region,
          row: first,
          column: 0,
          rowSpan: rows,
          columnSpan: this.columnCount(
            region === 'body' ? 'body' : 'row-header'
          )
        });
      }
    }
  }

  private _onRecounted(): void {
    const before = this._rows;
    const { rows } = this._source.count;
    this._rows = rows;
    if (rows !== before) {
      this.emitChanged({
        type: rows > before ? 'rows-inserted' : 'rows-removed',
        region: 'body',
        index: Math.min(rows, before),
        span: Math.abs(rows - before)
      });
    }
    this._redraw(0, rows - 1);
  }

  private _rows: number;
  private _wanted: Private.IWanted | null = null;
  private _isLoading = false;
  private _isDisposed = false;
}

/** How many columns are read at a time. */
const AT_A_TIME = 4;

/**
 * The namespace of `TableModel` statics.
 */
export namespace TableModel {
  /** What is written into headers and cells. */
  export interface ITexts {
    row(number: ReturnType<ITableSource['rowNumber']>): string;
    type(type: ITableSource['columns'][number]['type']): string;
    /** A cell as the person's language writes it; `text` as in the file. */
    cellOf(type: ITableSource['columns'][number]['type'], text: string): string;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** Cells that were drawn and are not in memory. */
  export interface IWanted {
    first: number;
    last: number;
    readonly columns: Set<number>;
    /** Whether the grid is still drawing. */
    isOpen: boolean;
  }
}
