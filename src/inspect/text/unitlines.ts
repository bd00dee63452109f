// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { cellKind, isNumber, isTyped } from './cells';

/**
 * How many rows between the header and the data describe the columns: units,
 * identifiers, dates of the last update.
 *
 * They are recognised by the columns that have only numbers, dates and the like
 * further down: in these columns, such rows have something else.
 *
 * @param rows - Those below the header.
 */
export function countUnitLines(rows: readonly string[][]): number {
  const certain = Math.min(MOST, rows.length - 1);
  const columns = typedColumns(rows.slice(certain));
  if (rows.length < 2 || columns.size === 0) {
    return 0;
  }
  let count = certain;
  while (count > 0 && isData(rows[count - 1], columns)) {
    count--;
  }
  const above = rows.slice(0, count);
  return above.every(row => isUnitLine(row, columns)) ? count : 0;
}

/** How many rows are looked at at most. */
const MOST = 8;

/** What the cells of a column are, by its position. */
type Columns = ReadonlyMap<number, ReadonlySet<string>>;

/** The columns that have only typed cells, of which one is not blank. */
function typedColumns(rows: readonly string[][]): Columns {
  const found = new Map<number, ReadonlySet<string>>();
  for (const index of (rows[0] ?? []).keys()) {
    const families = new Set(rows.map(row => familyOf(row[index] ?? '')));
    families.delete('empty');
    if (families.size > 0 && !families.has('text')) {
      found.set(index, families);
    }
  }
  return found;
}

/** Whether a row has what its columns have, or nothing. */
function isData(row: string[], columns: Columns): boolean {
  const cells = [...columns].map(([index, families]) => {
    const family = familyOf(row[index] ?? '');
    return family === 'empty' ? null : isLike(family, families);
  });
  return !cells.includes(false) && cells.includes(true);
}

/** Whether a cell may be in a column: codes look like numbers for some rows. */
function isLike(family: string, families: ReadonlySet<string>): boolean {
  const isNumeric = (each: string) => each === 'code' || each === 'number';
  return (
    families.has(family) || (isNumeric(family) && [...families].some(isNumeric))
  );
}

/**
 * Whether a row describes the columns. A row of data that only misses its
 * numbers, in words that nobody knows, must not be taken for one.
 */
function isUnitLine(row: string[], columns: Columns): boolean {
  const label = (row[0] ?? '').trim();
  if (LABELS.test(label)) {
    return true;
  }
  const others = [...columns].filter(([index]) => index > 0);
  const kinds = others.map(([index]) => familyOf(row[index] ?? ''));
  const foreign = others
    .map(([index]) => (row[index] ?? '').trim())
    .filter((_, at) => kinds[at] !== 'empty');
  const fits = others.some(([, families], at) => families.has(kinds[at]));
  if (fits || foreign.length === 0) {
    return false;
  }
  const areUnits = foreign.every(cell => UNIT.test(cell));
  if (label === '') {
    return areUnits || new Set(foreign).size > 1;
  }
  const isForeign =
    columns.has(0) &&
    (familyOf(label) === 'text' || (areUnits && UNIT.test(label)));
  return isForeign || (areUnits && foreign.length > 1);
}

function familyOf(cell: string): string {
  const kind = cellKind(cell);
  return isNumber(kind)
    ? 'number'
    : isTyped(kind) || kind === 'empty'
      ? kind
      : 'text';
}

/** What begins a line that describes the columns, in French and in English. */
const LABELS =
  /^(id ?bank|identifiants?|derni[eè]re mise|last update|p[eé]riodes?$|unit[eé]s?\b|description$|libell[eé]s?$|labels?$|sources?$|type$|format$)/i;

/** Units of measure, and anything in brackets. */
const UNIT =
  /^([%‰€$£°]|[kmg]?€|°[cf]|deg ?[cf]|celsius|[kcdm]?m[23²³]?|ha|[cm]?l|[kmµ]?g|t|s|ms|min|h|heures?|hours?|jours?|days?|ans?|years?|hab\.?|habitants?|[kmgt]?wh?|m?v|m?a|[kmg]?hz|h?pa|m?bar|ppm|ppb|nb|nombre|count|euros?|eur|usd|[^\s/]+\/[^\s/]+|\(.+\)|\[.+\])$/i;
