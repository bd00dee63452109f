// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { walkRows, type IRowWork } from '../rows';
import type { IRowBlock, ITableSource } from '../source/source';
import {
  comparable,
  compareValues,
  isEmptyCell,
  type IColumnReading
} from './columnreading';
import { excludesBlock, testOf } from './conditions';
import type { ICondition, ITableQuery } from './query';

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
 * is about. Where blocks of rows, and the pages in them, say what they hold, those
 * in which nothing can be found are not read.
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
  const spans = spansOf(source, query, readings, most, work.signal);
  for await (const { first, last } of spans) {
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
  const { count } = source;
  isCut ||= work.signal.aborted;
  const isWhole =
    !isCut && (hasBlocks(source) || (count.isExact && looked >= count.rows));
  return {
    rows: order
      ? sorted(rows, keys, order.isDescending, readings[order.column])
      : rows,
    looked: isWhole ? count.rows : looked,
    isWhole
  };
}

/** Whether something is known of all rows without reading them. */
export function hasBlocks({ blocks, eachBlock }: ITableSource): boolean {
  return blocks !== undefined || eachBlock !== undefined;
}

/** Rows that follow each other; the last one belongs to them. */
interface ISpan {
  readonly first: number;
  readonly last: number;
}

/** The rows to read: all, or those of blocks in which something may be found. */
async function* spansOf(
  source: ITableSource,
  { conditions }: ITableQuery,
  readings: readonly IColumnReading[],
  most: number,
  signal: AbortSignal
): AsyncGenerator<ISpan> {
  if (!hasBlocks(source)) {
    yield { first: 0, last: most - 1 };
    return;
  }
  for await (const block of source.eachBlock?.() ?? source.blocks!) {
    if (signal.aborted || block.first >= most) {
      return;
    }
    const isExcluded = conditions.some(each =>
      excludesBlock(each, readings[each.column], block.statistics(each.column))
    );
    if (!isExcluded) {
      for (const span of await spansIn(block, conditions, readings, most)) {
        yield span;
      }
    }
  }
}

/** The rows of a block that its parts leave: its pages, if they say something. */
async function spansIn(
  block: IRowBlock,
  conditions: readonly ICondition[],
  readings: readonly IColumnReading[],
  most: number
): Promise<ISpan[]> {
  const { first, rows } = block;
  let spans: ISpan[] = [{ first, last: Math.min(first + rows, most) - 1 }];
  for (const condition of conditions) {
    const { column, kind } = condition;
    const parts = kind === 'contains' ? null : await block.parts?.(column);
    if (parts) {
      const left = parts
        .filter(
          ({ statistics }) =>
            !excludesBlock(condition, readings[column], statistics)
        )
        .map(part => ({
          first: part.first,
          last: part.first + part.statistics.rows - 1
        }));
      spans = common(spans, left);
    }
  }
  return spans;
}

/** What two lists of rows have in common, both in their order. */
function common(one: readonly ISpan[], other: readonly ISpan[]): ISpan[] {
  const found: ISpan[] = [];
  for (let [a, b] = [0, 0]; a < one.length && b < other.length;) {
    const first = Math.max(one[a].first, other[b].first);
    const last = Math.min(one[a].last, other[b].last);
    const before = found[found.length - 1];
    if (before && before.last === first - 1 && first <= last) {
      found[found.length - 1] = { first: before.first, last };
    } else if (first <= last) {
      found.push({ first, last });
    }
    if (one[a].last < other[b].last) {
      a++;
    } else {
      b++;
    }
  }
  return found;
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
