// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  decimalOfGrouped,
  groupMark,
  isNumber,
  kindOf,
  type CellKind
} from './cells';

/**
 * How the numbers of a table are spelled.
 */
export interface INumbers {
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
}

/**
 * Tell the spelling from the columns that hold numbers alone.
 *
 * A comma is decimal on evidence only, and never where it separates columns
 * too. `1,234` proves nothing: it is decimal unless other columns write a
 * point, or `1,234,567`.
 *
 * @param columns - The cells of each column.
 */
export function spellingOf(columns: string[][], separator: string): INumbers {
  const cells = columns.filter(isNumeric).flat();
  const byKind = (kind: CellKind) =>
    cells.filter(cell => kindOf(cell) === kind);
  const commas = byKind('comma');
  const points = byKind('point');
  const grouped = byKind('grouped');
  const marks = grouped.map(groupMark);
  const inGroups = grouped.map(decimalOfGrouped);
  const commaGroups =
    marks.includes(',') ||
    (separator === ',' || points.length > 0 ? commas.length > 0 : false);
  if (commaGroups && commas.every(isThousands)) {
    return { decimal: '.', thousands: ',' };
  }
  const byComma = commas.length + inGroups.filter(mark => mark === ',').length;
  const byPoint =
    points.filter(cell => !isThousands(cell)).length +
    inGroups.filter(mark => mark === '.').length;
  const decimal = separator !== ',' && byComma > byPoint ? ',' : '.';
  const pointGroups =
    decimal === ',' && points.length > 0 && points.every(isThousands);
  return {
    decimal,
    thousands: pointGroups ? '.' : usual(marks.filter(mark => mark !== decimal))
  };
}

/**
 * Whether a column holds codes that look like numbers, and would lose their
 * zeros if they were read as such: here, or further down where its name and
 * the length of its cells say what they are.
 *
 * @param name - Of the column; empty where it has none.
 */
export function isCodes(cells: string[], name: string): boolean {
  const kinds = cells.map(kindOf);
  if (kinds.includes('code')) {
    return kinds.every(kind => PLAIN.includes(kind));
  }
  const plain = name.normalize('NFD').replace(/[^a-z]/gi, '');
  const lengths = CODES.find(([pattern]) => pattern.test(plain))?.[1] ?? [];
  const filled = cells.filter(cell => kindOf(cell) !== 'empty');
  return (
    filled.length > 0 &&
    filled.every(
      cell => kindOf(cell) === 'integer' && lengths.includes(cell.trim().length)
    )
  );
}

/**
 * The words that a numeric column has in the place of numbers, unless another
 * column holds them as well.
 */
export function missingWords(columns: string[][]): string[] {
  const words = (cells: string[]) =>
    cells.map(cell => cell.trim()).filter(cell => kindOf(cell) === 'empty');
  const numeric = columns.filter(isNumeric);
  const others = columns.filter(cells => !isNumeric(cells));
  const elsewhere = new Set(others.flatMap(words));
  const found = new Set(numeric.flatMap(words));
  return [...found].filter(word => word !== '' && !elsewhere.has(word));
}

function isNumeric(cells: string[]): boolean {
  const kinds = cells.map(kindOf).filter(kind => kind !== 'empty');
  return kinds.length > 0 && kinds.every(isNumber);
}

/**
 * What may stand in a column of codes.
 */
const PLAIN: CellKind[] = ['code', 'integer', 'text', 'empty'];

/**
 * The codes of French administrations, by the letters of a column's name, and
 * how many digits they have.
 */
const CODES: [RegExp, number[]][] = [
  [/siren/i, [9]],
  [/siret/i, [14]],
  [/finess|^iris$|codeiris/i, [9]],
  [/codgeo|codegeo|depcom|codecom|codcom|insee/i, [5]],
  [/^cp$|codepostal|codpost|^nic$/i, [5]],
  [/^dep$|codedep|coddep/i, [2, 3]]
];

/**
 * `1,234` or `1.234`: three digits after the mark, no zero before it.
 */
function isThousands(cell: string): boolean {
  return /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(cell.trim());
}

/**
 * The value that comes most often.
 */
function usual(values: (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== null) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
