// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IRowCount, ITableColumn, ITableSource } from '../source/source';

/**
 * Some rows and columns of a table, in any order. What was read of them is kept
 * here: rows that are far from each other in the file would push each other out
 * of the memory of the table.
 */
export class ChosenTable implements ITableSource {
  /**
   * @param rows - The rows that are chosen; `null` for all.
   * @param columns - The columns that are chosen.
   */
  constructor(
    private readonly _source: ITableSource,
    private readonly _rows: readonly number[] | null,
    private readonly _columns: readonly number[]
  ) {
    this.columns = _columns.map(column => _source.columns[column]);
    this.isByColumn = _source.isByColumn;
    _source.recounted.connect(this._onRecounted, this);
  }

  readonly columns: readonly ITableColumn[];
  readonly isByColumn?: boolean;

  get count(): IRowCount {
    return this._rows
      ? { rows: this._rows.length, isExact: true }
      : this._source.count;
  }

  get recounted(): ISignal<this, void> {
    return this._recounted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The table itself is not disposed. */
  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._source.recounted.disconnect(this._onRecounted, this);
      this._kept.clear();
      Signal.clearData(this);
    }
  }

  cell(row: number, column: number): string | undefined {
    return this._rows
      ? this._kept.get(row)?.[column]
      : this._source.cell(row, this._columns[column]);
  }

  rowNumber(row: number): ReturnType<ITableSource['rowNumber']> {
    return this._source.rowNumber(this._rows ? (this._rows[row] ?? row) : row);
  }

  async load(
    first: number,
    last: number,
    firstColumn = 0,
    lastColumn = this._columns.length - 1
  ): Promise<void> {
    const columns = this._columns.slice(firstColumn, lastColumn + 1);
    if (!this._rows) {
      for (const run of runsOf(columns)) {
        await this._source.load(first, last, run.first, run.last);
      }
      return;
    }
    const end = Math.min(last, this._rows.length - 1, first + MOST_AT_ONCE - 1);
    const wanted: number[] = [];
    for (let row = first; row <= end; row++) {
      const isKept = columns.every(
        (_, at) => this.cell(row, firstColumn + at) !== undefined
      );
      if (!isKept) {
        wanted.push(row);
      }
    }
    for (const row of wanted) {
      await this._read(row, firstColumn, columns);
    }
    this._forget();
  }

  /** Read cells of a row; rows beside each other are read together anyway. */
  private async _read(
    row: number,
    firstColumn: number,
    columns: readonly number[]
  ): Promise<void> {
    const at = this._rows![row];
    const cells = this._kept.get(row) ?? [];
    for (const run of runsOf(columns)) {
      await this._source.load(at, at, run.first, run.last);
      // At once: what is read next may take its place in memory.
      columns.forEach((column, index) => {
        if (column >= run.first && column <= run.last) {
          cells[firstColumn + index] = this._source.cell(at, column);
        }
      });
    }
    if (!this._isDisposed) {
      this._kept.delete(row);
      this._kept.set(row, cells);
    }
  }

  /** Keep the rows that were read last. */
  private _forget(): void {
    const most = Math.max(MOST_AT_ONCE, MOST_CELLS / this._columns.length);
    for (const row of this._kept.keys()) {
      if (this._kept.size <= most) {
        break;
      }
      this._kept.delete(row);
    }
  }

  private _onRecounted(): void {
    if (!this._rows) {
      this._recounted.emit();
    }
  }

  private readonly _kept = new Map<number, (string | undefined)[]>();
  private readonly _recounted = new Signal<this, void>(this);
  private _isDisposed = false;
}

/** Columns that follow each other in the file, as their first and their last. */
function runsOf(columns: readonly number[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const column of columns) {
    const run = runs[runs.length - 1];
    if (run && column === run.last + 1) {
      run.last = column;
    } else {
      runs.push({ first: column, last: column });
    }
  }
  return runs;
}

/** How many rows are read at a time. */
const MOST_AT_ONCE = 1024;

/** How many cells are kept. */
const MOST_CELLS = 100_000;
