// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../../../inspect/facts';
import { cellKind, isNumber } from '../../../inspect/text/cells';
import type { ColumnType, ITableColumn } from '../source';

/**
 * The columns of a text table.
 *
 * @param header - The cells of the header; `null` if there is none.
 * @param rows - The first rows, which show the types.
 */
export function textColumns(
  table: ITableFacts,
  header: readonly string[] | null,
  rows: ReadonlyArray<readonly string[]>
): ITableColumn[] {
  const shift = header && table.rowNames ? 1 : 0;
  const names = header ?? [];
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const width = header
    ? names.length +
      (table.openRows ? 0 : Math.max(shift, table.extraCells ?? 0))
    : widest;
  return Array.from({ length: width }, (_, index) => {
    const name = names[index - shift] ?? '';
    const isCode = table.textColumns.includes(header ? name : String(index));
    const cells = rows.map(row => row[index] ?? '');
    return { name, type: isCode ? 'text' : typeOfCells(cells) };
  });
}

/**
 * What the cells of a column are, those without a value left out.
 */
export function typeOfCells(cells: readonly string[]): ColumnType {
  const kinds = new Set(cells.map(cellKind));
  kinds.delete('empty');
  const all = [...kinds];
  if (all.length === 0) {
    return 'text';
  }
  if (all.every(kind => kind === 'integer')) {
    return 'integer';
  }
  if (all.every(isNumber)) {
    return 'number';
  }
  if (all.length > 1) {
    return 'text';
  }
  return all[0] === 'date' ? 'date' : all[0] === 'word' ? 'boolean' : 'text';
}
