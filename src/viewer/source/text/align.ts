// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Units } from './decoder';
import { findRows, type IRowMarks } from './rowends';

/**
 * Where the first row begins in a part of a text that was cut out anywhere. A
 * line end may be inside of quotes: the first one is taken after which the next
 * rows have as many cells as the table; the first of all if there is none.
 *
 * @param isWhole - Whether a row, from a code unit to another, has as many cells
 * as the table.
 *
 * @returns The position of a code unit; the end of the part if no line ends in
 * it.
 */
export function alignedStart(
  units: Units,
  marks: IRowMarks,
  isWhole: (start: number, end: number) => boolean
): number {
  let first = -1;
  let end = units.indexOf(marks.newline);
  for (let tried = 0; end >= 0 && tried < CANDIDATES; tried++) {
    const start = end + 1;
    first = first < 0 ? start : first;
    const { starts, ends } = findRows(units, start, marks, false, false, ROWS);
    if (
      starts.length > 0 &&
      starts.every((at, row) => isWhole(at, ends[row]))
    ) {
      return start;
    }
    end = units.indexOf(marks.newline, start);
  }
  return first < 0 ? units.length : first;
}

/** How many line ends are tried, and how many rows after each. */
const CANDIDATES = 64;
const ROWS = 4;
