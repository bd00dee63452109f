// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableChoice, ITableFacts } from '../facts';
import { cellKind, dayFirstFormat, isTyped } from './cells';
import { findFooter, type IFooter } from './footer';
import { hasHeader } from './header';
import { countExtraCells, isIrregular, isOpen } from './irregular';
import { readLater, type ILater } from './laterrows';
import { countUnitLines } from './unitlines';
import { isCodes, missingWords, spellingOf } from './numbers';
import { findPreamble } from './preamble';
import { rareSeparator } from './rareseparators';
import { readRows } from './rows';
import {
  bestFit,
  singleColumn,
  chosenShape,
  type IFit,
  type IShape
} from './separators';

/**
 * A parsed text table.
 */
export interface ITable {
  readonly facts: ITableFacts;
  /** The names in the header; `null` if there is none. */
  readonly columns: string[] | null;
}

/**
 * Read the beginning of a text as a table; `null` if it is not one.
 *
 * @param text - Decoded, without a byte order mark.
 * @param cut - Whether the text continues: its last line is then left out.
 * @param named - Whether the name says that it is a table; otherwise the text
 * has to look like one.
 * @param end - The last lines of a text that is cut, if they were read.
 * @param choice - What a person says of it.
 */
export function readTable(
  text: string,
  cut: boolean,
  named: boolean,
  end: string | null = null,
  { hasHeader: isHeaderTold, separator }: ITableChoice = {}
): ITable | null {
  const { lines, rest } = linesOf(text, cut);
  const dialect = dialectOf(lines, named, separator);
  if (!dialect) {
    return null;
  }
  const { skipped, comment } = findPreamble(lines, dialect);
  const body = lines
    .slice(skipped)
    .filter(line => comment === null || !line.startsWith(comment));
  const parts = partsOf(body, dialect, comment === null, !cut && !rest);
  if (!parts) {
    return null;
  }
  const { first, rows, described, notes } = parts;
  const header = isHeaderTold ?? hasHeader([first, ...rows]);
  const columns = header ? first : null;
  const shown = header ? rows : [first, ...rows];
  const later = readLater(body, rest, end, parts.count, dialect, comment);
  const layout = layoutOf(columns, shown, later, dialect.width);
  const isOdd =
    layout.openRows ||
    later.isRagged ||
    isIrregular(text, cut, body, columns, layout.rowNames ? 1 : 0, dialect);
  return {
    columns: columns?.slice(0, COLUMNS) ?? null,
    facts: {
      separator: dialect.separator,
      quote: dialect.quote,
      ...(dialect.escape ? { escape: dialect.escape } : {}),
      ...(dialect.initialSpaces ? { initialSpaces: true } : {}),
      ...(dialect.width === 1 ? { singleColumn: true } : {}),
      hasHeader: header,
      comment,
      skippedLines: skipped,
      ...(described ? { unitLines: described } : {}),
      ...(notes && header
        ? { footer: { ...notes, rows: notes.rows - described } }
        : {}),
      ...ofColumns([...shown, ...later.rows], columns, layout, dialect),
      ...layout,
      ...(isOdd ? { irregular: true } : {})
    }
  };
}

/**
 * How the rows are cut, and how many cells most have; `null` for a text that is
 * no table. A text whose name says that it is one has one column at least.
 */
function dialectOf(
  lines: string[],
  named: boolean,
  separator?: string
): IShape | null {
  const hasHint = /^sep=(.)$/i.test(lines[0] ?? '');
  const data = lines.slice(hasHint ? 1 : 0).filter(line => !/^[#%]/.test(line));
  if (separator !== undefined) {
    return chosenShape(data.join('\n'), separator);
  }
  const found = bestFit(data.join('\n'));
  if (!named && !(found && looksLikeTable(found, data))) {
    return null;
  }
  return (
    rareSeparator(data, found) ??
    found ?? { ...singleColumn(data.join('\n')), width: 1 }
  );
}

/** The parts of a table. */
interface IParts {
  /** The header, or the first row. */
  readonly first: string[];
  readonly rows: string[][];
  /** How many lines below the header describe the columns. */
  readonly described: number;
  readonly notes: IFooter | null;
  /** How many rows there are in all, with the first one and what is none. */
  readonly count: number;
}

/**
 * Separate rows from what describes the columns and from notes; `null` if there is
 * no row.
 *
 * @param isPlain - Whether there are no comments.
 * @param isWhole - Whether these are all lines of the text.
 */
function partsOf(
  body: string[],
  dialect: IShape,
  isPlain: boolean,
  isWhole: boolean
): IParts | null {
  const [first, ...others] = readRows(body.join('\n'), dialect);
  if (!first) {
    return null;
  }
  const notes = isPlain && isWhole ? findFooter(body, dialect) : null;
  // A note below the table is not a row; rows may lack cells at their end.
  const below = others
    .slice(0, notes?.rows)
    .filter(row => row.length > 1 || dialect.width === 1);
  const described =
    isPlain && others[0] === below[0]
      ? describedLines(first, below, body, dialect)
      : 0;
  const count = 1 + others.length;
  return { first, rows: below.slice(described), described, notes, count };
}

/** How the columns of rows and header belong together. */
type Layout = Pick<
  ITableFacts,
  'openRows' | 'rowNames' | 'indexColumn' | 'extraCells'
>;

function layoutOf(
  columns: string[] | null,
  rows: string[][],
  later: ILater,
  width: number
): Layout {
  if (!columns) {
    return {};
  }
  if (isOpen(columns, rows, width)) {
    return { openRows: true };
  }
  if (columns.length === width - 1) {
    return { rowNames: true };
  }
  const extra = countExtraCells(columns, rows, later);
  return {
    ...(isIndexed(columns, rows) ? { indexColumn: true } : {}),
    ...(extra ? { extraCells: extra } : {})
  };
}

/**
 * How many lines below the header describe the columns: each has to be a row, as
 * readers count lines.
 */
function describedLines(
  first: string[],
  below: string[][],
  body: string[],
  dialect: IShape
): number {
  const count = first.length === dialect.width ? countUnitLines(below) : 0;
  const lines = readRows(body.slice(0, count + 1).join('\n'), dialect);
  const areRows =
    count > 0 &&
    lines.length === count + 1 &&
    lines.slice(1).every((row, at) => row.join() === below[at].join());
  return areRows && hasHeader([first, ...below.slice(count)]) ? count : 0;
}

/**
 * Whether the first column is an index: it has no name, or the one that pandas
 * gives it then, and counts the rows from 0 or 1.
 */
function isIndexed(names: string[], rows: string[][]): boolean {
  const [name] = names;
  const first = rows[0]?.[0]?.trim() ?? '';
  return (
    names.length > 1 &&
    /^(Unnamed: 0)?$/.test(name.trim()) &&
    /^[01]$/.test(first) &&
    rows.every((row, at) => row[0].trim() === String(Number(first) + at))
  );
}

/**
 * The facts of the cells, column by column.
 */
function ofColumns(
  rows: string[][],
  names: string[] | null,
  { rowNames }: Layout,
  dialect: IShape
): Pick<
  ITableFacts,
  'decimal' | 'thousands' | 'textColumns' | 'missing' | 'textDates'
> {
  // The first cell names the row.
  const shift = rowNames ? 1 : 0;
  const columns = Array.from({ length: dialect.width }, (_, index) =>
    rows.map(row => row[index] ?? '')
  );
  const nameOf = (index: number) =>
    names ? names[index - shift] : String(index);
  const textColumns = columns.flatMap((cells, index) => {
    const name = nameOf(index);
    return name !== undefined && isCodes(cells, names ? name : '')
      ? [name]
      : [];
  });
  const missing = missingWords(columns);
  const textDates = datesOf(columns, nameOf);
  return {
    ...spellingOf(columns, dialect.separator),
    textColumns: [...new Set(textColumns)],
    ...(missing.length ? { missing } : {}),
    ...(textDates.length ? { textDates } : {})
  };
}

/** The columns of dates that have a name of their own. */
function datesOf(
  columns: string[][],
  nameOf: (index: number) => string | undefined
): { column: string; format: string }[] {
  const names = columns.map((_, index) => nameOf(index));
  const counts = new Map<string | undefined, number>();
  names.forEach(name => counts.set(name, (counts.get(name) ?? 0) + 1));
  return columns.flatMap((cells, index) => {
    const column = names[index];
    const format =
      counts.get(column) === 1
        ? dayFirstFormat(cells.filter(cell => cellKind(cell) !== 'empty'))
        : null;
    return column && format ? [{ column, format }] : [];
  });
}

/**
 * Whether a text looks like a table although its name does not say so.
 */
function looksLikeTable(fit: IFit, lines: string[]): boolean {
  const { skipped } = findPreamble(lines, fit);
  const rows = readRows(lines.slice(skipped).join('\n'), fit);
  const regular = rows.filter(row => row.length === fit.width).length;
  const good = rows.length >= 2 && regular >= rows.length * 0.9;
  if (fit.separator === '\t' || fit.separator === ' ') {
    return good;
  }
  const typed = Array.from({ length: fit.width }, (_, index) => index).some(
    index =>
      rows.slice(1).every(row => isTyped(cellKind(row[index] ?? ''))) ||
      rows.every(row => isTyped(cellKind(row[index] ?? '')))
  );
  return good && (typed || (rows.length >= 5 && fit.width >= 3));
}

/**
 * The first lines of a text, and what comes after them, without the last line if
 * the text is cut off.
 */
function linesOf(
  text: string,
  cut: boolean
): { lines: string[]; rest: string } {
  const first = text.split(/\r\n|\n|\r/, LINES + 1);
  if (first.length <= LINES) {
    const lines = cut && first.length > 1 ? first.slice(0, -1) : first;
    return { lines, rest: '' };
  }
  const lines = first.slice(0, LINES);
  let at = 0;
  for (const line of lines) {
    at += line.length;
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  const rest = text.slice(at);
  const last = Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r'));
  return { lines, rest: cut ? rest.slice(0, Math.max(last, 0)) : rest };
}

/**
 * The largest number of columns to return, and of lines to examine.
 */
const COLUMNS = 1000;
const LINES = 2000;
