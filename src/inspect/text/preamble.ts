// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isTyped, cellKind } from './cells';
import { readRows } from './rows';
import type { IShape } from './separators';

/**
 * The lines before and between the rows of a table.
 */
export interface IPreamble {
  /** How many lines come before the table. */
  readonly skipped: number;
  /**
   * The text that begins a comment, if lines that begin with it can be left
   * out.
   */
  readonly comment: string | null;
}

/**
 * Separate titles and comments from the table.
 *
 * pandas also cuts a comment in the middle of a line: if the mark occurs in the
 * data as well (`#ff0000`), or if the last comment names the columns
 * (`#chrom`), the lines are counted instead.
 *
 * @param lines - The lines of the text.
 * @param fit - How its rows are cut into cells.
 */
export function findPreamble(lines: string[], fit: IShape): IPreamble {
  const mark = ['#', '%'].find(char =>
    lines.some(line => line.startsWith(char))
  );
  if (!mark) {
    return { skipped: titles(lines, fit), comment: null };
  }
  const isComment = (line: string) => line.startsWith(mark);
  const data = lines.findIndex(line => line !== '' && !isComment(line));
  const top = data < 0 ? lines.length : data;
  const cells = top > 0 ? readRows(lines[top - 1], fit)[0] : [];
  if (fit.width > 1 && cells?.length === fit.width && areNames(cells)) {
    return { skipped: top - 1, comment: null };
  }
  const below = titles(
    lines.filter(line => !isComment(line)),
    fit
  );
  const inside = lines.some(
    line => line.indexOf(mark, 1) > 0 && !isComment(line)
  );
  return inside || below > 0
    ? { skipped: top + below, comment: null }
    : { skipped: 0, comment: mark };
}

/**
 * How many title lines come before the first row: lines with fewer cells, or
 * with only one cell that is not empty.
 */
function titles(lines: string[], fit: IShape): number {
  const hint = /^sep=.$/i.test(lines[0] ?? '') ? 1 : 0;
  const last = Math.min(lines.length, TITLES);
  for (let index = hint; index < last; index++) {
    if (isOpen(lines[index], fit.quote)) {
      break;
    }
    const cells = readRows(lines[index], fit)[0] ?? [];
    const next = readRows(lines[index + 1] ?? '', fit)[0] ?? [];
    const filled = cells.filter(cell => cell.trim() !== '').length;
    // A header may have one name less than the rows have cells.
    const short =
      fit.width > 2 &&
      cells.length === fit.width - 1 &&
      next.length === fit.width &&
      areNames(cells);
    const whole = cells.length >= fit.width && filled > (fit.width < 3 ? 0 : 1);
    const isHeader = short || isNarrowHeader(cells, next, fit);
    if ((whole && !isTitle(cells, next, lines[index + 2], fit)) || isHeader) {
      return lines.slice(0, index).some(line => line !== '') ? index : 0;
    }
  }
  return hint;
}

/**
 * Whether a line that has cells enough for a row is a title: prose above blank
 * cells or above names, or wider than the names below it.
 *
 * @param next - The cells of the next line.
 * @param after - The line after that.
 */
function isTitle(
  cells: string[],
  next: string[],
  after: string | undefined,
  fit: IShape
): boolean {
  const filled = (row: string[]) =>
    row.filter(cell => cell.trim() !== '').length;
  const below = readRows(after ?? '', fit)[0] ?? [];
  const isTable =
    next.length === fit.width &&
    below.length === fit.width &&
    areNames(next) &&
    below.some(cell => isTyped(cellKind(cell)));
  return cells.length > fit.width
    ? isTable
    : filled(cells) === 1 &&
        /\S\s+\S/.test(cells.join('')) &&
        (filled(next) < 2 || (isTable && filled(next) === fit.width));
}

/**
 * Whether a line with fewer cells than most rows has names all the same: of more
 * columns than titles have, above values.
 *
 * @param next - The cells of the next line.
 */
function isNarrowHeader(
  cells: string[],
  next: string[],
  { width }: IShape
): boolean {
  return (
    cells.length > 2 &&
    cells.length < width &&
    cells.every(cell => cell.trim() !== '') &&
    areNames(cells) &&
    next.length >= cells.length &&
    next.some(cell => isTyped(cellKind(cell)))
  );
}

function areNames(cells: string[]): boolean {
  return cells.every(cell => !isTyped(cellKind(cell)));
}

/**
 * Whether a line ends within a quoted cell.
 */
function isOpen(line: string, quote: string | null): boolean {
  return quote !== null && line.split(quote).length % 2 === 0;
}

/**
 * The number of lines that are searched for titles.
 */
const TITLES = 40;
