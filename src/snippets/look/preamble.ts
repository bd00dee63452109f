// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isTyped, kindOf } from './cells';
import { readRows, type IFit } from './separators';

/**
 * What stands before and between the rows of a table.
 */
export interface IPreamble {
  /** How many lines stand before the table. */
  readonly skipped: number;
  /** What begins a comment, where lines that begin so can be left out. */
  readonly comment: string | null;
}

/**
 * Tell titles and comments from the table.
 *
 * pandas cuts a comment in the middle of a line too: where the mark stands in
 * the data as well (`#ff0000`), or where the last comment names the columns
 * (`#chrom`), the lines are counted instead.
 *
 * @param lines - The lines of the text.
 * @param fit - How its rows are cut.
 */
export function findPreamble(
  lines: string[],
  fit: Pick<IFit, 'separator' | 'quote' | 'escape' | 'width'>
): IPreamble {
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
 * How many lines of titles stand before the first row: lines that have fewer
 * cells, or only one that is not empty.
 */
function titles(
  lines: string[],
  fit: Pick<IFit, 'separator' | 'quote' | 'escape' | 'width'>
): number {
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
    const whole = cells.length >= fit.width && (filled > 1 || fit.width < 3);
    if (whole || short) {
      return lines.slice(0, index).some(line => line !== '') ? index : 0;
    }
  }
  return hint;
}

function areNames(cells: string[]): boolean {
  return cells.every(cell => !isTyped(kindOf(cell)));
}

/**
 * Whether a line ends within a quoted cell.
 */
function isOpen(line: string, quote: string | null): boolean {
  return quote !== null && line.split(quote).length % 2 === 0;
}

/**
 * Titles are looked for in so many lines.
 */
const TITLES = 40;
