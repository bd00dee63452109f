// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { parse } from 'papaparse';

import type { ITableFacts } from '../facts';
import { unspaced } from './spaces';

/**
 * How the rows of a text are cut into cells.
 */
export type IDialect = Pick<
  ITableFacts,
  'separator' | 'quote' | 'escape' | 'initialSpaces'
>;

/**
 * Split lines into cells by a dialect: the first 2000 rows.
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
 * Split all lines into cells by a dialect; empty lines are no rows.
 */
export function readAllRows(text: string, dialect: IDialect): IParsed {
  return parsed(text, dialect, false, Infinity);
}

/**
 * The rows of a text, and whether its quotes fit the dialect.
 */
export interface IParsed {
  readonly rows: string[][];
  readonly isSound: boolean;
}

/**
 * Create a function that parses a text, once for each dialect object.
 */
export function reader(text: string): (dialect: IDialect) => IParsed {
  const known = new Map<IDialect, IParsed>();
  return dialect => {
    const found = known.get(dialect) ?? parsed(text, dialect);
    known.set(dialect, found);
    return found;
  };
}

/**
 * Parse a text by a dialect.
 *
 * @param blank - Whether empty lines are rows too.
 * @param most - How many rows are read.
 */
export function parsed(
  text: string,
  { separator, quote, escape, initialSpaces }: IDialect,
  blank = false,
  most = ROWS
): IParsed {
  if (separator === ' ') {
    const lines = text.split(/\r\n|\n|\r/).slice(0, most);
    const rows = lines.map(line => line.trim().split(/[ \t]+/));
    const isFilled = (row: string[]) => blank || row.join('') !== '';
    return { rows: rows.filter(isFilled), isSound: true };
  }
  const cut = initialSpaces ? unspaced(text, separator).text : text;
  const { data, errors } = parse<string[]>(cut, {
    delimiter: separator,
    quoteChar: quote ?? '"',
    ...(escape ? { escapeChar: escape } : {}),
    // The fast mode does not support quotes.
    fastMode: quote === null ? true : undefined,
    // 0 is all of them.
    preview: Number.isFinite(most) ? most : 0,
    skipEmptyLines: !blank
  });
  return { rows: data, isSound: errors.every(({ type }) => type !== 'Quotes') };
}

/**
 * How many rows show how a table is written.
 */
const ROWS = 2000;
