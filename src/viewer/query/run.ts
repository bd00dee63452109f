// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { walkRows, type IRowWork } from '../rows';
import type { ITableSource } from '../source/source';
import {
  comparable,
  compareValues,
  isEmptyCell,
  type IColumnReading
} from './columnreading';
import { excludesBlock, testOf } from './conditions';
import type { ITableQuery } from './query';

/**
 * What a query has found.
 */
export interface IQueryResult {
  /** The rows that fulfil it, in its order. */
  readonly rows: readonly number[];
  /** How many rows it is about: those of the table up to where it ended. */
  readonly looked: number;
  /** Whether these are all rows of the table. */
  readonly isWhole: boolean;
}

/**
 * Find the rows of a table that fulfil a query. Only the columns are read that it
 * is about. Where blocks of rows say what is in them, those in which nothing can
 * be found are not read.
 *
 * @param readings - How each column is read.
 * @param most - How many rows are looked at at most.
 *
 * @returns What was found until the signal ended it, or until there were too many
 * rows to be kept.
 *
 * @throws As `ITableSource.load`.
 */
export async function runQuery(
  source: ITableSource,
  query: ITableQuery,
  readings: readonly IColumnReading[],
  most: number,
  work: IRowWork
): Promise<IQueryResult> {
  const { conditions, order } = query;
  const rows: number[] = [];
  const keys: string[] = [];
  const columns = [...conditions, ...(order ? [order] : [])].map(
    ({ column }) => column
  );
  const tests = conditions.map(each => testOf(each, readings[each.column]));
  const isWanted = (cells: readonly string[]) =>
    tests.every((test, at) => test(cells[at]));
  let looked = 0;
  let isCut = false;
  for (const { first, last } of spansOf(source, query, readings, most)) {
    const span = { first, last, columns };
    const progress = (seen: number) => work.progress?.(first + seen);
    looked = await walkRows(
      source,
      span,
      { ...work, progress },
      (row, cells) => {
        if (isWanted(cells)) {
          rows.push(row);
          if (order) {
            keys.push(cells[tests.length]);
          }
        }
        return rows.length < MOST_ROWS;
      }
    );
    isCut = work.signal.aborted || rows.length >= MOST_ROWS;
    if (isCut) {
      break;
    }
  }
  const { blocks, count } = source;
  const isWhole =
    !isCut && (blocks !== undefined || (count.isExact && looked >= count.rows));
  return {
    rows: order
      ? sorted(rows, keys, order.isDescending, readings[order.column])
      : rows,
    looked: isWhole ? count.rows : looked,
    isWhole
  };
}

/** The rows to read: all, or those of blocks in which something may be found. */
function spansOf(
  { blocks }: ITableSource,
  { conditions }: ITableQuery,
  readings: readonly IColumnReading[],
  most: number
): { first: number; last: number }[] {
  if (!blocks) {
    return [{ first: 0, last: most - 1 }];
  }
  return blocks
    .filter(
      ({ first, statistics }) =>
        first < most &&
        !conditions.some(each =>
          excludesBlock(each, readings[each.column], statistics(each.column))
        )
    )
    .map(({ first, rows }) => ({
      first,
      last: Math.min(first + rows, most) - 1
    }));
}

/** The rows by their keys; those without a value last, equal ones as they were. */
function sorted(
  rows: readonly number[],
  keys: readonly string[],
  isDescending: boolean,
  reading: IColumnReading
): number[] {
  const values = keys.map(key =>
    isEmptyCell(key, reading) ? null : comparable(key, reading)
  );
  const sign = isDescending ? -1 : 1;
  const places = rows.map((_, at) => at);
  places.sort((one, other) => {
    const [a, b] = [values[one], values[other]];
    if (a === null || b === null) {
      return a === b ? one - other : a === null ? 1 : -1;
    }
    return sign * compareValues(a, b, reading) || one - other;
  });
  return places.map(at => rows[at]);
}

/** How many rows are kept at most. */
const MOST_ROWS = 500_000;
