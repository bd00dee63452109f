// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableSource } from '../source/source';

/**
 * How wide the columns are at first (px): as their names and the first rows need.
 */
export function columnWidths(source: ITableSource): number[] {
  const rows = Math.min(source.count.rows, ROWS);
  return source.columns.slice(0, COLUMNS).map(({ name }, column) => {
    let longest = name.length * BOLD;
    for (let row = 0; row < rows; row++) {
      longest = Math.max(longest, source.cell(row, column)?.length ?? 0);
    }
    return Math.min(WIDEST, Math.max(NARROWEST, longest * LETTER + SPACE));
  });
}

/** How many rows are looked at, and of how many columns. */
const ROWS = 100;
const COLUMNS = 300;

/** The mean width of a letter, and the space beside a text (px). */
const LETTER = 7.2;
const BOLD = 1.1;
const SPACE = 20;

const NARROWEST = 72;
const WIDEST = 320;
