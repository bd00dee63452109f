// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ColumnType, ITableSource } from '../source/source';
import type { TableModel } from './tablemodel';

/**
 * How wide the columns are at first (px): as their names and the first rows need,
 * or as cells of their type do where no row is read yet.
 */
export function columnWidths(
  source: ITableSource,
  { cellOf }: Pick<TableModel.ITexts, 'cellOf'>
): number[] {
  const rows = Math.min(source.count.rows, ROWS);
  return source.columns.slice(0, COLUMNS).map(({ name, type }, column) => {
    let longest = name.length * BOLD;
    if (source.isByColumn) {
      longest = Math.max(longest, LETTERS[type]);
    }
    for (let row = 0; row < rows; row++) {
      const shown = cellOf(type, source.cell(row, column) ?? '');
      longest = Math.max(longest, shown.length);
    }
    return Math.min(WIDEST, Math.max(NARROWEST, longest * LETTER + SPACE));
  });
}

/** How many rows are looked at, and of how many columns. */
const ROWS = 100;
const COLUMNS = 300;

/** How many letters the cells of a type have. */
const LETTERS: { readonly [type in ColumnType]: number } = {
  boolean: 5,
  date: 20,
  integer: 12,
  number: 20,
  text: 24
};

/** The mean width of a letter, and the space beside a text (px). */
const LETTER = 7.2;
const BOLD = 1.1;
const SPACE = 20;

const NARROWEST = 72;
const WIDEST = 320;
