// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ArrayExt } from '@lumino/algorithm';
import type { RowGroup } from 'hyparquet';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { LastUsed, sizeOfTexts } from '../lastused';
import type { IFileRanges } from '../ranges';
import type {
  IRowBlock,
  IRowCount,
  ITableColumn,
  ITableSource
} from '../source';
import { blockStatistics } from './blockstatistics';
import { detailOfColumn, typeOfColumn } from './columns';
import { ColumnReader, type IParquetColumn } from './columnreader';
import { readPageParts } from './pageindex';

/**
 * A Parquet file of which the cells are read that are shown: of each column the
 * dictionary and the page of these rows.
 */
export class ParquetTable implements ITableSource {
  constructor(private readonly _options: ParquetTable.IOptions) {
    this.columns = _options.columns.map(({ tree }) => ({
      name: tree.element.name,
      type: typeOfColumn(tree),
      detail: detailOfColumn(tree)
    }));
    let rows = 0;
    this._starts = _options.groups.map(({ num_rows }) => {
      const start = rows;
      rows += Number(num_rows);
      return start;
    });
    this.count = { rows, isExact: true };
    this.blocks = _options.groups.map((group, at) => ({
      first: this._starts[at],
      rows: Number(group.num_rows),
      statistics: column => blockStatistics(group, _options.columns[column]),
      parts: column =>
        readPageParts(
          _options.ranges(),
          group,
          _options.columns[column],
          this._starts[at]
        )
    }));
  }

  readonly columns: readonly ITableColumn[];
  readonly count: IRowCount;
  readonly isByColumn = true;
  readonly blocks: readonly IRowBlock[];

  /** How many bytes it takes, about: texts, pages, and what the footer says. */
  get memory(): number {
    const { columns, groups } = this._options;
    const footer = (1 + groups.length) * columns.length * FOOTER_ENTRY;
    return 2 * this._windows.size + this._readers.size + footer;
  }

  get recounted(): ISignal<this, void> {
    return this._recounted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._windows.clear();
    this._readers.clear();
    Signal.clearData(this);
  }

  cell(row: number, column: number): string | undefined {
    if (row < 0 || row >= this.count.rows) {
      return undefined;
    }
    const { id, start } = this._windowOf(row, column);
    return this._windows.peek(id)?.[row - start];
  }

  rowNumber(row: number): { number: number; isExact: boolean } {
    return { number: row + 1, isExact: true };
  }

  async load(
    first: number,
    last: number,
    firstColumn = 0,
    lastColumn = this.columns.length - 1
  ): Promise<void> {
    const end = Math.min(last, this.count.rows - 1);
    for (let column = firstColumn; column <= lastColumn; column++) {
      for (let row = first; row <= end;) {
        row = await this._load(row, column);
      }
    }
  }

  /**
   * Read the window of a cell.
   *
   * @returns The first row after it.
   */
  private async _load(row: number, column: number): Promise<number> {
    const { end, group, id, start } = this._windowOf(row, column);
    if (this._windows.get(id)) {
      return end;
    }
    const offset = this._starts[group];
    const reading =
      this._pending.get(id) ??
      this._texts(group, column, start - offset, end - offset);
    this._pending.set(id, reading);
    try {
      const texts = await reading;
      if (!this._isDisposed) {
        this._windows.set(id, texts);
      }
    } finally {
      this._pending.delete(id);
    }
    return end;
  }

  /** Rows that are decoded together; they are of one row group. */
  private _windowOf(row: number, column: number): Private.IWindow {
    const group = this._groupOf(row);
    const offset = this._starts[group];
    const rows = Number(this._options.groups[group].num_rows);
    const at = Math.floor((row - offset) / WINDOW) * WINDOW;
    return {
      group,
      start: offset + at,
      end: offset + Math.min(at + WINDOW, rows),
      id: `${column} ${offset + at}`
    };
  }

  private _groupOf(row: number): number {
    const compare = (start: number, wanted: number) => start - wanted;
    return ArrayExt.upperBound(this._starts, row, compare) - 1;
  }

  /** The texts of some cells of a column, by rows of its row group. */
  private async _texts(
    group: number,
    column: number,
    first: number,
    end: number
  ): Promise<readonly string[]> {
    const id = `${column} ${group}`;
    const { columns, groups, ranges } = this._options;
    const reader =
      this._readers.get(id) ??
      new ColumnReader(ranges(), columns[column], groups[group]);
    this._readers.set(id, reader);
    const texts = await reader.texts(first, end);
    if (!this._isDisposed) {
      // It keeps what it has read, and so takes more than before.
      this._readers.set(id, reader);
    }
    return texts;
  }

  /** The texts of windows. */
  private readonly _windows = new LastUsed<readonly string[]>(
    MOST_TEXT,
    sizeOfTexts
  );
  /** Windows that are being read. */
  private readonly _pending = new Map<string, Promise<readonly string[]>>();
  private readonly _readers = new LastUsed<ColumnReader>(
    MOST_BYTES,
    ({ size }) => size + 1024
  );
  private readonly _starts: readonly number[];
  private readonly _recounted = new Signal<this, void>(this);
  private _isDisposed = false;
}

/** How many rows are decoded together. */
const WINDOW = 1024;

/** How many letters are kept, and how many bytes of the file. */
const MOST_TEXT = 8 * 2 ** 20;
const MOST_BYTES = 16 * 2 ** 20;

/** How many bytes a column of a row group takes, about, as its footer has it. */
const FOOTER_ENTRY = 1024;

/**
 * The namespace of `ParquetTable` statics.
 */
export namespace ParquetTable {
  export interface IOptions {
    readonly columns: readonly IParquetColumn[];
    /** Those that have rows. */
    readonly groups: readonly RowGroup[];
    /** The ranges of the file, for one reader. */
    ranges(): IFileRanges;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export interface IWindow {
    readonly group: number;
    readonly start: number;
    readonly end: number;
    readonly id: string;
  }
}
