// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../facts';
import { isTyped, kindOf } from './cells';
import { hasHeader } from './header';
import { isCodes, missingWords, spellingOf } from './numbers';
import { findPreamble } from './preamble';
import { bestFit, readRows, singleColumn, type IFit } from './separators';

/**
 * A text table, read.
 */
export interface ITable {
  readonly facts: ITableFacts;
  /** The names in the header; `null` where there is none. */
  readonly columns: string[] | null;
}

/**
 * Read the beginning of a text as a table; `null` if it is none.
 *
 * @param text - Decoded, without a byte order mark.
 * @param cut - Whether the text goes on: its last line is then left out.
 * @param named - Whether the name says that it is a table: else the text has
 * to look like one.
 */
export function readTable(
  text: string,
  cut: boolean,
  named: boolean
): ITable | null {
  const lines = linesOf(text, cut);
  const hint = /^sep=(.)$/i.exec(lines[0] ?? '')?.[1];
  const data = lines.slice(hint ? 1 : 0).filter(line => !/^[#%]/.test(line));
  const found = bestFit(data.join('\n'));
  if (!named && !(found && looksLikeTable(found, data))) {
    return null;
  }
  const dialect = found ?? { ...singleColumn(data.join('\n')), width: 1 };
  const { skipped, comment } = findPreamble(lines, dialect);
  const body = lines
    .slice(skipped)
    .filter(line => comment === null || !line.startsWith(comment));
  const [first, ...others] = readRows(body.join('\n'), dialect);
  if (!first) {
    return null;
  }
  // A note below the table is no row; rows may lack cells at their end.
  const rows = others.filter(row => row.length > 1 || dialect.width === 1);
  const header = hasHeader([first, ...rows]);
  const columns = header ? first : null;
  const all = header ? rows : [first, ...rows];
  const open = columns !== null && isOpen(columns, all, dialect.width);
  const shift = !open && columns?.length === dialect.width - 1 ? 1 : 0;
  return {
    columns: columns?.slice(0, COLUMNS) ?? null,
    facts: {
      separator: dialect.separator,
      quote: dialect.quote,
      ...(dialect.escape ? { escape: dialect.escape } : {}),
      hasHeader: header,
      comment,
      skippedLines: skipped,
      ...ofColumns(all, columns, shift, dialect),
      ...(open ? { openRows: true } : {}),
      ...(shift ? { rowNames: true } : {}),
      ...(open || isIrregular(text, cut, body, columns, shift, dialect)
        ? { irregular: true }
        : {})
    }
  };
}

/**
 * Whether the rows, but not the header, end in a separator.
 */
function isOpen(names: string[], rows: string[][], width: number): boolean {
  return (
    names.length === width - 1 &&
    rows.every(row => row.length < width || row[width - 1] === '')
  );
}

/**
 * Whether readers that are strict refuse the table, or misread it.
 */
function isIrregular(
  text: string,
  cut: boolean,
  body: string[],
  names: string[] | null,
  shift: number,
  dialect: Pick<IFit, 'separator' | 'quote' | 'escape' | 'width'>
): boolean {
  const filled = body.join('\n').replace(/(\n *)+$/, '');
  const found = readRows(filled, dialect, true);
  // The last one may end within quotes.
  const rows = cut ? found.slice(0, -1) : found;
  const width = names ? names.length + shift : dialect.width;
  return (
    rows.slice(shift).some(row => row.length !== width) ||
    (dialect.width > 1 && rows.some(row => row.join('') === '')) ||
    (names !== null &&
      (new Set(names).size < names.length || /[\r\n]/.test(names.join('')))) ||
    // A single line without an end, the ends of old Macs, or of two kinds.
    !text.includes('\n') ||
    (!text.includes('"') && /\r\n/.test(text) && /[^\r]\n/.test(text))
  );
}

/**
 * What the cells tell, column by column.
 *
 * @param shift - 1 where rows have one cell more than the header: the first
 * is an index.
 */
function ofColumns(
  rows: string[][],
  names: string[] | null,
  shift: number,
  dialect: Pick<IFit, 'separator' | 'width'>
): Pick<ITableFacts, 'decimal' | 'thousands' | 'textColumns' | 'missing'> {
  const columns = Array.from({ length: dialect.width }, (_, index) =>
    rows.map(row => row[index] ?? '')
  );
  const textColumns = columns.flatMap((cells, index) => {
    const name = names ? names[index - shift] : String(index);
    return name !== undefined && isCodes(cells, names ? name : '')
      ? [name]
      : [];
  });
  const missing = missingWords(columns);
  return {
    ...spellingOf(columns, dialect.separator),
    textColumns: [...new Set(textColumns)],
    ...(missing.length ? { missing } : {})
  };
}

/**
 * Whether a text that is not called a table is one all the same.
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
      rows.slice(1).every(row => isTyped(kindOf(row[index] ?? ''))) ||
      rows.every(row => isTyped(kindOf(row[index] ?? '')))
  );
  return good && (typed || (rows.length >= 5 && fit.width >= 3));
}

/**
 * The lines of a text; of one that is cut, but the last.
 */
function linesOf(text: string, cut: boolean): string[] {
  const lines = text.split(/\r\n|\n|\r/, LINES + 1);
  return lines.length > LINES || (cut && lines.length > 1)
    ? lines.slice(0, -1)
    : lines;
}

/**
 * At most so many columns are told, and so many lines looked at.
 */
const COLUMNS = 1000;
const LINES = 2000;
