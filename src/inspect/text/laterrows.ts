// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { findFooter } from './footer';
import { readAllRows } from './rows';
import type { IShape } from './separators';

/**
 * What comes after the rows that show how a table is written.
 */
export interface ILater {
  /** Rows that have all cells. */
  readonly rows: string[][];
  /** How many cells the longest row has. */
  readonly longest: number;
  /** Whether rows have different lengths. */
  readonly isRagged: boolean;
}

/**
 * Read the rows after the first ones, and those at the end of the text.
 *
 * @param body - The lines from the header on.
 * @param rest - The lines after them; empty if there are none.
 * @param end - The last lines of the text, if they are not among these.
 * @param known - How many rows, with the header, were read of the body.
 * @param comment - What begins a line that is no row.
 */
export function readLater(
  body: readonly string[],
  rest: string,
  end: string | null,
  known: number,
  dialect: IShape,
  comment: string | null
): ILater {
  const { width } = dialect;
  const isLast = end === null;
  const more = tableLines(rest, comment, isLast ? dialect : null);
  const all = [...body, more].join('\n');
  const later = rest ? readAllRows(all, dialect).rows.slice(known) : [];
  const last = end
    ? readAllRows(tableLines(end, comment, dialect), dialect)
    : null;
  // An end that begins between quotes is cut in the wrong places.
  const isCutWell = last?.isSound && isLike(last.rows, width);
  const rows = [...later, ...(last && isCutWell ? last.rows : [])];
  // A last row that is not complete.
  while (rows.length > 0 && rows[rows.length - 1].length < width) {
    rows.pop();
  }
  return {
    rows: rows.filter(row => row.length >= width),
    longest: rows.reduce((most, row) => Math.max(most, row.length), 0),
    isRagged: rows.some(row => row.length !== width)
  };
}

/** Whether most rows have as many cells as those at the beginning. */
function isLike(rows: string[][], width: number): boolean {
  const good = rows.filter(row => row.length === width).length;
  return good > rows.length * 0.9;
}

/**
 * The lines of a text that are of the table: no comments, and none of the notes
 * below it.
 *
 * @param dialect - How rows are cut, where the text ends.
 */
function tableLines(
  text: string,
  comment: string | null,
  dialect: IShape | null
): string {
  if (comment === null && !dialect) {
    return text;
  }
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter(line => comment === null || !line.startsWith(comment));
  if (dialect && lines[lines.length - 1] === '') {
    lines.pop();
  }
  const notes = dialect && findFooter(lines.slice(-LAST), dialect);
  return (notes ? lines.slice(0, -notes.lines) : lines).join('\n');
}

/** How many lines may be notes. */
const LAST = 100;
