// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { cellKind, isNumber, isTyped } from './cells';
import { parsed, reader, readRows, type IDialect, type IParsed } from './rows';
import { areSpaced, unspaced } from './spaces';

/**
 * A dialect, and the number of cells that most rows have.
 */
export interface IShape extends IDialect {
  readonly width: number;
}

/**
 * A dialect, and how well it fits.
 */
export interface IFit extends IShape {
  readonly rows: string[][];
  /** The share of rows that have it. */
  readonly regular: number;
  /** 0 to 1. */
  readonly score: number;
}

/**
 * The dialect that fits a text best, or `null` if it is not a table: no dialect
 * cuts its rows into two cells or more.
 *
 * @param text - Whole lines, without comments.
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
 * The dialect of a text whose separator a person says: its quotes, and how many
 * cells most rows have.
 */
export function chosenShape(text: string, separator: string): IShape {
  const read = reader(text);
  const fits = dialectsOf(text, separator, read).map(dialect => {
    const rows = read(dialect).rows;
    const width = Math.max(1, usualWidth(rows));
    return { dialect, width, score: fitOf(rows, dialect)?.score ?? 0 };
  });
  const [{ dialect, width }] = fits.sort((a, b) => b.score - a.score);
  return { ...dialect, width };
}

/**
 * The dialect of a text with one column: with a separator that occurs in none
 * of its rows.
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
 * The dialects for one separator, by what the quotes in a text may mean: an
 * apostrophe is a quote only if another one closes it; so is a quotation mark,
 * unless rows are cut better without it.
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
  if (isSpaced(text, separator, read(plain), read)) {
    return [{ ...plain, initialSpaces: true }];
  }
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
 * Whether the spaces after separators are to be skipped: they are before quotes
 * that fit only then, or after each separator.
 */
function isSpaced(
  text: string,
  separator: string,
  plain: IParsed,
  read: (dialect: IDialect) => IParsed
): boolean {
  if (separator === ' ' || isOneColumn(plain.rows)) {
    return false;
  }
  const { text: cut, quoted } = unspaced(text, separator);
  if (quoted === 0) {
    return areSpaced(plain.rows);
  }
  const spaced = read({ separator, quote: '"', initialSpaces: true });
  const none = parsed(cut, { separator, quote: null });
  return spaced.isSound && !isWithoutQuotes(cut, separator, spaced, none);
}

/**
 * Whether the quotes in a text are ordinary characters: none is at the
 * beginning of a cell, or those that are have no closing quote in their line,
 * and each line is a row without them.
 */
function isWithoutQuotes(
  text: string,
  separator: string,
  quoted: IParsed,
  { rows }: IParsed
): boolean {
  const starts = `\n${text}`.split(/[\r\n]/).join(separator);
  const opens = starts.includes(`${separator}"`);
  // Quotes around line breaks are quotes where columns are cleaner with them.
  const isClean = () =>
    new Set(quoted.rows.map(row => row.length)).size === 1 &&
    typedColumns(quoted.rows) > typedColumns(rows);
  if (
    opens &&
    quoted.isSound &&
    (quoted.rows.length === rows.length || isClean())
  ) {
    return false;
  }
  return rows[0]?.length > 1 && new Set(rows.map(row => row.length)).size === 1;
}

/**
 * How many columns have nothing but numbers, dates and the like below their
 * first cell.
 */
function typedColumns([first = [], ...others]: string[][]): number {
  return first.filter((_, index) =>
    others.every(row => {
      const kind = cellKind(row[index] ?? '');
      return isTyped(kind) || kind === 'empty';
    })
  ).length;
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
        cellKind(row.join(',')) === 'comma' ||
        row.slice(1).every(cell => cell.startsWith(' '))
    )
  );
}

/**
 * The width that most rows have; the larger one of two that are as frequent.
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
    // An apostrophe within a text does not open a quote.
    return other === '"' || text.startsWith(other);
  }
  if (text.length > 2 && text.startsWith(other) && other === "'") {
    return true;
  }
  const strays = USUAL.filter(
    mark => mark !== separator && mark !== ' ' && cell.includes(mark)
  );
  return strays.length > 0 && !isNumber(cellKind(cell)) && !/, /.test(cell);
}

/**
 * Whether a text cut at spaces is a table: every row must have as many cells,
 * and one column must contain only numbers.
 */
function isGrid({ rows, width, regular }: IFit): boolean {
  const columns = Array.from({ length: width }, (_, index) => index);
  return (
    rows.length >= 3 &&
    regular === 1 &&
    columns.some(index =>
      rows.slice(1).every(row => isNumber(cellKind(row[index])))
    )
  );
}

/**
 * The usual separators.
 */
const USUAL = ['\t', ';', '|', ',', ' '];

/**
 * All separators, in the order of preference for equal fits.
 */
const SEPARATORS = [...USUAL, '~', '^'];

/**
 * Scores that differ by less count as equal.
 */
const TIE = 0.001;
