// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { parse } from 'papaparse';

import type { ITableFacts } from '../facts';
import { isNumber, kindOf } from './cells';

/**
 * How the rows of a text are cut into cells.
 */
export type IDialect = Pick<ITableFacts, 'separator' | 'quote' | 'escape'>;

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
 * Read lines in a dialect.
 *
 * @param blank - Whether empty lines are rows too.
 */
export function readRows(
  text: string,
  dialect: IDialect,
  blank = false
): string[][] {
  return parsed(text, dialect, blank).rows;
}

/**
 * The dialect that a text fits best, or `null` if it is no table: none cuts
 * its rows into two cells or more.
 *
 * @param text - Whole lines, comments taken out.
 */
export function bestFit(text: string): IFit | null {
  let best: IFit | null = null;
  for (const separator of SEPARATORS) {
    const read = reader(text);
    for (const dialect of dialectsOf(text, separator, read)) {
      const fit = fitOf(read(dialect).rows, dialect);
      if (fit && fit.score > (best?.score ?? 0) + TIE) {
        best = fit;
      }
    }
  }
  return best;
}

/**
 * The dialect of a text that has one column: a separator that none of its
 * rows is cut by.
 */
export function singleColumn(text: string): IDialect {
  const dialects = [',', ';', '\t', '|'].map(separator => ({
    separator,
    quote: '"' as const
  }));
  const whole = dialects.find(dialect =>
    readRows(text, dialect).every(row => row.length === 1)
  );
  return whole ?? dialects[0];
}

/**
 * The rows of a text, and whether its quotes are those of the dialect.
 */
interface IParsed {
  readonly rows: string[][];
  readonly isSound: boolean;
}

/**
 * Reads a text once in each dialect it is asked for: the same object.
 */
function reader(text: string): (dialect: IDialect) => IParsed {
  const known = new Map<IDialect, IParsed>();
  return dialect => {
    const found = known.get(dialect) ?? parsed(text, dialect);
    known.set(dialect, found);
    return found;
  };
}

function parsed(
  text: string,
  { separator, quote, escape }: IDialect,
  blank = false
): IParsed {
  if (separator === ' ') {
    const lines = text.split(/\r\n|\n|\r/).slice(0, ROWS);
    const rows = lines.map(line => line.trim().split(/[ \t]+/));
    const isFilled = (row: string[]) => blank || row.join('') !== '';
    return { rows: rows.filter(isFilled), isSound: true };
  }
  const { data, errors } = parse<string[]>(text, {
    delimiter: separator,
    quoteChar: quote ?? '"',
    ...(escape ? { escapeChar: escape } : {}),
    // It knows no quotes then.
    fastMode: quote === null ? true : undefined,
    preview: ROWS,
    skipEmptyLines: !blank
  });
  return { rows: data, isSound: errors.every(({ type }) => type !== 'Quotes') };
}

/**
 * What the quotes in a text may mean with one separator: an apostrophe only
 * opens what another one closes; so does a quote, unless rows are cut better
 * without.
 */
function dialectsOf(
  text: string,
  separator: string,
  read: (dialect: IDialect) => IParsed
): IDialect[] {
  const plain: IDialect = { separator, quote: '"' };
  const single: IDialect = { separator, quote: "'" };
  const none: IDialect = { separator, quote: null };
  const escaped: IDialect = { separator, quote: '"', escape: '\\' };
  const isSound = (dialect: IDialect) => read(dialect).isSound;
  const found =
    separator === ' ' || !text.includes('"')
      ? [plain]
      : /\\"[^"]*"/.test(text) && !isSound(plain) && isSound(escaped)
        ? [escaped]
        : isWithoutQuotes(text, plain.separator, read(plain), read(none))
          ? [none]
          : [plain];
  return /(^|[,;|\t\n])'/.test(text) && isSound(single)
    ? [...found, single]
    : found;
}

/**
 * Whether the quotes in a text cut nothing: none stands where a cell begins,
 * or those that do are not closed in their line, and each line is a row
 * without them.
 */
function isWithoutQuotes(
  text: string,
  separator: string,
  quoted: IParsed,
  { rows }: IParsed
): boolean {
  const starts = `\n${text}`.split(/[\r\n]/).join(separator);
  const opens = starts.includes(`${separator}"`);
  if (opens && quoted.isSound && quoted.rows.length === rows.length) {
    return false;
  }
  return rows[0]?.length > 1 && new Set(rows.map(row => row.length)).size === 1;
}

/**
 * How well one dialect fits.
 */
function fitOf(rows: string[][], dialect: IDialect): IFit | null {
  if (dialect.separator === ',' && isOneColumn(rows)) {
    return null;
  }
  const table = rows.slice(
    Math.max(
      0,
      rows.findIndex(row => row.length > 1)
    )
  );
  const width = usualWidth(table);
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
 * Whether the commas below a single name belong to numbers or to prose.
 */
function isOneColumn([first, ...others]: string[][]): boolean {
  return (
    first?.length === 1 &&
    others.every(
      row =>
        row.length === 1 ||
        kindOf(row.join(',')) === 'comma' ||
        row.slice(1).every(cell => cell.startsWith(' '))
    )
  );
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
  const other = quote === "'" ? '"' : "'";
  if (quote && text.startsWith(other) !== text.endsWith(other)) {
    // An apostrophe within a text opens nothing.
    return other === '"' || text.startsWith(other);
  }
  if (text.length > 2 && text.startsWith(other) && other === "'") {
    return true;
  }
  const strays = USUAL.filter(
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
 * What mostly separates cells, and the rest of what may.
 */
const USUAL = ['\t', ';', '|', ',', ' '];

/**
 * In the order of preference where several fit as well.
 */
const SEPARATORS = [...USUAL, '~', '^'];

/**
 * Scores that differ by less count as equal.
 */
const TIE = 0.001;

/**
 * How many rows are looked at.
 */
const ROWS = 2000;
