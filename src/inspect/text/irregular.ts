// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ILater } from './laterrows';
import { readRows } from './rows';
import type { IShape } from './separators';

/**
 * Whether the rows, but not the header, end in a separator or a blank cell.
 */
export function isOpen(
  names: string[],
  rows: string[][],
  width: number
): boolean {
  return (
    names.length === width - 1 &&
    rows.every(row => row.length < width || row[width - 1].trim() === '')
  );
}

/**
 * How many cells the longest row has more than the header has names.
 *
 * @param later - The rows that were read besides.
 */
export function countExtraCells(
  names: string[],
  rows: string[][],
  { longest }: ILater
): number {
  const most = rows.reduce((most, row) => Math.max(most, row.length), longest);
  return Math.max(0, most - names.length);
}

/**
 * Whether strict readers reject the table, or misread it.
 *
 * @param text - The whole text.
 * @param cut - Whether it continues: the last row may end within quotes.
 * @param body - The lines from the header on.
 * @param shift - 1 if rows have one cell more than the header: the first is an
 * index.
 */
export function isIrregular(
  text: string,
  cut: boolean,
  body: string[],
  names: string[] | null,
  shift: number,
  dialect: IShape
): boolean {
  const filled = body.join('\n').replace(/(\n *)+$/, '');
  const found = readRows(filled, dialect, true);
  const rows = cut ? found.slice(0, -1) : found;
  const width = names ? names.length + shift : dialect.width;
  return (
    rows.slice(shift).some(row => row.length !== width) ||
    (dialect.width > 1 && rows.some(row => row.join('') === '')) ||
    (names !== null &&
      (new Set(names).size < names.length || /[\r\n]/.test(names.join('')))) ||
    // A single line without a line end, line ends of old Macs, or mixed ones.
    !text.includes('\n') ||
    (!text.includes('"') && /\r\n/.test(text) && /[^\r]\n/.test(text))
  );
}
