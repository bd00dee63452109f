// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { parse } from 'papaparse';

import { isNumber, kindOf } from './cells';

/**
 * How the rows of a text are cut into cells.
 */
export interface IDialect {
  readonly separator: string;
  readonly quote: '"' | "'";
}

/**
 * A dialect, and how well it fits.
 */
export interface IFit extends IDialect {
  readonly rows: string[][];
  /** The number of cells that most rows have. */
  readonly width: number;
  /** The share of rows that have it. */
  readonly regular: number;
  /** 0 to 1. */
  readonly score: number;
}

/**
 * Read lines in a dialect; empty lines are left out.
 */
export function readRows(
  text: string,
  { separator, quote }: IDialect
): string[][] {
  if (separator === ' ') {
    const lines = text.split(/\r\n|\n|\r/).slice(0, ROWS);
    const rows = lines.map(line => line.trim().split(/[ \t]+/));
    return rows.filter(row => row.join('') !== '');
  }
  return parse<string[]>(text, {
    delimiter: separator,
    quoteChar: quote,
    preview: ROWS,
    skipEmptyLines: true
  }).data;
}

/**
 * The dialect that a text fits best, or `null` if it is no table: none cuts
 * its rows into two cells or more.
 *
 * @param text - Whole lines, comments taken out.
 */
export function bestFit(text: string): IFit | null {
  const quotes: IDialect['quote'][] = /(^|[,;|\t\n])'/.test(text)
    ? ['"', "'"]
    : ['"'];
  let best: IFit | null = null;
  for (const separator of SEPARATORS) {
    for (const quote of quotes) {
      const fit = fitOf(text, { separator, quote });
      if (fit && fit.score > (best?.score ?? 0) + TIE) {
        best = fit;
      }
    }
  }
  return best;
}

/**
 * How well one dialect fits.
 */
function fitOf(text: string, dialect: IDialect): IFit | null {
  const rows = readRows(text, dialect);
  const width = usualWidth(rows);
  if (width < 2) {
    return null;
  }
  const regular = rows.filter(row => row.length === width).length / rows.length;
  const cells = rows.flat();
  const foreign = cells.filter(cell => isForeign(cell, dialect)).length;
  const score = regular * (1 - foreign / cells.length);
  const fit = { ...dialect, rows, width, regular, score };
  return dialect.separator !== ' ' || isGrid(fit) ? fit : null;
}

/**
 * The width that most rows have; of two as common, the larger.
 */
function usualWidth(rows: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) {
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return byCount[0]?.[0] ?? 0;
}

/**
 * Whether a cell looks as if it should have been cut, or cut elsewhere.
 */
function isForeign(cell: string, { separator, quote }: IDialect): boolean {
  const text = cell.trim();
  const other = quote === '"' ? "'" : '"';
  if (text.startsWith(other) !== text.endsWith(other)) {
    // An apostrophe within a text opens nothing.
    return other === '"' || text.startsWith(other);
  }
  if (text.length > 2 && text.startsWith(other) && other === "'") {
    return true;
  }
  const strays = SEPARATORS.filter(
    mark => mark !== separator && mark !== ' ' && cell.includes(mark)
  );
  return strays.length > 0 && !isNumber(kindOf(cell)) && !/, /.test(cell);
}

/**
 * Cut at spaces, a text is a table only if every row has as many cells and a
 * column holds nothing but numbers.
 */
function isGrid({ rows, width, regular }: IFit): boolean {
  const columns = Array.from({ length: width }, (_, index) => index);
  return (
    rows.length >= 3 &&
    regular === 1 &&
    columns.some(index =>
      rows.slice(1).every(row => isNumber(kindOf(row[index])))
    )
  );
}

/**
 * In the order of preference where several fit as well.
 */
const SEPARATORS = ['\t', ';', '|', ',', ' '];

/**
 * Scores that differ by less count as equal.
 */
const TIE = 0.001;

/**
 * How many rows are looked at.
 */
const ROWS = 400;
