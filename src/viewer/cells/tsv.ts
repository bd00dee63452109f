// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableSource } from '../source/source';
import { walkRows, type ICellRange, type IRowWork } from '../rows';

/**
 * How many cells are copied at a time.
 */
export const MOST_COPIED = 250_000;

/**
 * How many cells a block has.
 */
export function cellCount(range: ICellRange): number {
  const { firstColumn, firstRow, lastColumn, lastRow } = range;
  return (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1);
}

/**
 * A block of cells as a text that spreadsheets paste: tabs between cells, a line
 * for each row, quotes around what would be taken apart. Rows that are not in
 * memory are read.
 *
 * @returns `null` if the cells have too many letters to be copied.
 *
 * @throws As `walkRows`.
 */
export async function readTsv(
  source: ITableSource,
  { firstColumn, firstRow, lastColumn, lastRow }: ICellRange,
  work: IRowWork
): Promise<string | null> {
  const columns = Array.from(
    { length: lastColumn - firstColumn + 1 },
    (_, at) => firstColumn + at
  );
  const lines: string[] = [];
  let letters = 0;
  const span = { first: firstRow, last: lastRow, columns };
  await walkRows(source, span, work, (_, cells) => {
    const line = cells.map(quoted).join('\t');
    letters += line.length;
    lines.push(line);
    return letters <= MOST_LETTERS;
  });
  return letters > MOST_LETTERS ? null : lines.join('\n');
}

/** A cell as Excel and LibreOffice read it from the clipboard. */
function quoted(cell: string): string {
  return /[\t\n\r]|^"/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

/** Of a clipboard that an application pastes at once. */
const MOST_LETTERS = 16 * 2 ** 20;
