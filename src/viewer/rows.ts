// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableSource } from './source/source';

/**
 * A cell of a table, by its row and its column, from 0.
 */
export interface ICellPlace {
  readonly row: number;
  readonly column: number;
}

/**
 * A block of cells, from 0; its last row and column belong to it.
 */
export interface ICellRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/**
 * Work over many rows, which a person may stop.
 */
export interface IRowWork {
  readonly signal: AbortSignal;
  /** Called with how many rows were looked at. */
  progress?(rows: number): void;
}

/**
 * Rows to look at, and which of their cells.
 */
export interface IRowSpan {
  readonly first: number;
  /** The last one, which is read too; it may be below the end of the table. */
  readonly last: number;
  readonly columns: readonly number[];
}

/**
 * Look at rows one after the other. Those that are not in memory are read, a
 * thousand at a time, so that memory holds little more than for one screen. The
 * page stays responsive meanwhile.
 *
 * @param visit - Called with each row, and its cells in the order of the columns;
 * `false` ends the walk.
 *
 * @returns The row after the last one that was looked at, also where the signal
 * has ended the walk.
 *
 * @throws As `ITableSource.load`.
 */
export async function walkRows(
  source: ITableSource,
  { columns, first, last }: IRowSpan,
  { progress, signal }: IRowWork,
  visit: (row: number, cells: readonly string[]) => boolean | void
): Promise<number> {
  let row = first;
  let pause = performance.now() + BUSY;
  while (row <= last && !signal.aborted) {
    const end = Math.min(last, row - (row % CHUNK) + CHUNK - 1);
    const rows = await readRows(source, row, end, columns);
    if (rows.length === 0) {
      // The table ends here: it had been estimated to be longer.
      return row;
    }
    for (const cells of rows) {
      if (visit(row++, cells) === false) {
        return row;
      }
    }
    progress?.(row - first);
    if (performance.now() > pause) {
      await new Promise(resolve => setTimeout(resolve));
      pause = performance.now() + BUSY;
    }
  }
  return row;
}

/**
 * Read rows: as many as fit into memory, or as there are.
 */
async function readRows(
  source: ITableSource,
  first: number,
  last: number,
  columns: readonly number[]
): Promise<string[][]> {
  if (!source.isByColumn) {
    await source.load(first, last);
  }
  const rows: string[][] = Array.from({ length: last - first + 1 }, () => []);
  let length = rows.length;
  const readColumn = async (column: number, at: number) => {
    if (source.isByColumn) {
      await source.load(first, last, column, column);
    }
    // At once: what is read next may take its place in memory.
    for (let index = 0; index < length; index++) {
      const cell = source.cell(first + index, column);
      if (cell === undefined) {
        length = index;
      } else {
        rows[index][at] = cell;
      }
    }
  };
  const left = columns.map((column, at) => [column, at] as const);
  const readNext = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      await readColumn(...next);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, readNext));
  return rows.slice(0, length);
}

/** How many rows are read at a time. */
const CHUNK = 1024;

/** How many columns are read at a time. */
const AT_A_TIME = 4;

/** How long the page is kept busy (ms). */
const BUSY = 30;
