// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  comparable,
  compareValues,
  isEmptyCell,
  type IColumnReading
} from '../query/columnreading';
import type { ITableSource } from '../source/source';

/**
 * What is known of the values of a column.
 */
export interface IColumnSummary {
  /** How many rows were looked at: the first ones that are in memory. */
  readonly seen: number;
  /** How many of them, or of all rows if `isWhole`, have no value. */
  readonly nulls: number | null;
  /** The least and the greatest value, as in the file; `null` for none. */
  readonly min: string | null;
  readonly max: string | null;
  /** Whether nulls, least and greatest value are those of the whole file. */
  readonly isWhole: boolean;
  /** How many different values there are among the rows that were looked at. */
  readonly distinct: number;
  /** The most frequent of them, and how often each occurs. */
  readonly frequent: readonly (readonly [value: string, count: number])[];
  /** How many numbers are in each part between least and greatest; or `null`. */
  readonly bins: readonly number[] | null;
}

/**
 * Sum up a column: what a Parquet file says of all its rows, and what the rows
 * show that are in memory. Nothing is read.
 */
export function summaryOf(
  source: ITableSource,
  column: number,
  reading: IColumnReading
): IColumnSummary {
  const cells: string[] = [];
  for (let row = 0; row < MOST_SEEN; row++) {
    const cell = source.cell(row, column);
    if (cell === undefined) {
      break;
    }
    cells.push(cell);
  }
  const values = cells.filter(cell => !isEmptyCell(cell, reading));
  const counts = new Map<string, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const frequent = [...counts]
    .sort((one, other) => other[1] - one[1])
    .filter(([, count]) => count > 1)
    .slice(0, MOST_SHOWN);
  return {
    seen: cells.length,
    ...(wholeBounds(source, column, reading) ?? {
      nulls: cells.length - values.length,
      ...boundsOf(values, reading),
      isWhole: source.count.isExact && cells.length >= source.count.rows
    }),
    distinct: counts.size,
    frequent,
    bins: binsOf(values, reading)
  };
}

/** What the file says of all rows; `null` if it does not. */
function wholeBounds(
  { blocks, count }: ITableSource,
  column: number,
  reading: IColumnReading
): Pick<IColumnSummary, 'nulls' | 'min' | 'max' | 'isWhole'> | null {
  const known = (blocks ?? []).map(each => each.statistics(column));
  if (known.length === 0 || known.every(({ nulls }) => nulls === null)) {
    return null;
  }
  const nulls = known.reduce<number | null>(
    (sum, each) =>
      sum === null || each.nulls === null ? null : sum + each.nulls,
    0
  );
  const isEmpty = nulls === count.rows;
  const filled = known.filter(each => each.nulls !== each.rows);
  const isKnown = filled.every(({ max, min }) => min !== null && max !== null);
  const bounds = filled.flatMap(({ max, min }) => [min ?? '', max ?? '']);
  return {
    nulls,
    ...(isKnown && !isEmpty
      ? boundsOf(bounds, reading)
      : { min: null, max: null }),
    isWhole: true
  };
}

/** The least and the greatest of some values. */
function boundsOf(
  values: readonly string[],
  reading: IColumnReading
): Pick<IColumnSummary, 'min' | 'max'> {
  let [least, greatest]: (readonly [string, string] | null)[] = [null, null];
  for (const value of reading.type === null ? [] : values) {
    const key = comparable(value, reading);
    if (key !== null) {
      least =
        least && compareValues(least[1], key, reading) <= 0
          ? least
          : [value, key];
      greatest =
        greatest && compareValues(greatest[1], key, reading) >= 0
          ? greatest
          : [value, key];
    }
  }
  return { min: least?.[0] ?? null, max: greatest?.[0] ?? null };
}

/** How many numbers are in each of some equal parts; `null` for other values. */
function binsOf(
  values: readonly string[],
  reading: IColumnReading
): number[] | null {
  if (reading.type !== 'number' && reading.type !== 'decimal') {
    return null;
  }
  const numbers = values
    .map(value => Number(comparable(value, reading) ?? NaN))
    .filter(Number.isFinite);
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const width = numbers.reduce((a, b) => Math.max(a, b), -Infinity) - least;
  if (!(width > 0) || !Number.isFinite(width)) {
    return null;
  }
  const bins = Array.from({ length: BINS }, () => 0);
  for (const value of numbers) {
    bins[Math.min(BINS - 1, Math.floor(((value - least) / width) * BINS))]++;
  }
  return bins;
}

/** How many rows are looked at. */
const MOST_SEEN = 2000;

/** How many values are named. */
const MOST_SHOWN = 5;

const BINS = 16;
