// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  decimalOfGrouped,
  groupMark,
  isNumber,
  cellKind,
  type CellKind
} from './cells';

/**
 * The number notation of a table.
 */
export interface INumbers {
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
}

/**
 * Detect the number notation from the columns that contain only numbers.
 *
 * A comma is a decimal mark only on evidence. Where commas also separate columns
 * it is between quotes. `1,234` proves nothing: its comma is decimal unless
 * commas separate columns, other columns contain a decimal point, or `1,234,567`.
 *
 * @param columns - The cells of each column.
 */
export function spellingOf(columns: string[][], separator: string): INumbers {
  const cells = columns.filter(isNumeric).flat();
  const byKind = (kind: CellKind) =>
    cells.filter(cell => cellKind(cell) === kind);
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
  const decimal = byComma > byPoint ? ',' : '.';
  const pointGroups =
    decimal === ',' && points.length > 0 && points.every(isThousands);
  return {
    decimal,
    thousands: pointGroups ? '.' : usual(marks.filter(mark => mark !== decimal))
  };
}

/**
 * Whether a column contains codes that look like numbers, and would lose their
 * zeros if they were read as numbers: in these rows, or further down if its
 * name and the length of its cells say that they are codes, or if all of them
 * have as many digits as no quantity has.
 *
 * @param name - The name of the column; empty if it has none.
 */
export function isCodes(cells: string[], name: string): boolean {
  const kinds = cells.map(cellKind);
  if (kinds.includes('code')) {
    return kinds.every(kind => PLAIN.includes(kind));
  }
  const plain = name.normalize('NFD').replace(/[^a-z]/gi, '');
  const filled = cells.filter(cell => cellKind(cell) !== 'empty');
  const lengths = filled.map(cell =>
    /^\d+$/.test(cell.trim()) ? cell.trim().length : 0
  );
  const known = CODES.find(([pattern]) => pattern.test(plain));
  const [, shortest, longest] = known ?? [null, LONG, MOST];
  return (
    lengths.length > 0 &&
    lengths.every(length => length >= shortest && length <= longest) &&
    // Identifiers are of one length; moments are numbers.
    (known !== undefined ||
      (new Set(lengths).size === 1 && !MOMENT.test(plain)))
  );
}

/**
 * The words that a numeric column contains instead of numbers, unless another
 * column contains them as well.
 */
export function missingWords(columns: string[][]): string[] {
  const words = (cells: string[]) =>
    cells.map(cell => cell.trim()).filter(cell => cellKind(cell) === 'empty');
  const numeric = columns.filter(isNumeric);
  const others = columns.filter(cells => !isNumeric(cells));
  const elsewhere = new Set(others.flatMap(words));
  const found = new Set(numeric.flatMap(words));
  return [...found].filter(word => word !== '' && !elsewhere.has(word));
}

function isNumeric(cells: string[]): boolean {
  const kinds = cells.map(cellKind).filter(kind => kind !== 'empty');
  return kinds.length > 0 && kinds.every(isNumber);
}

/**
 * The kinds of cells that may occur in a column of codes.
 */
const PLAIN: CellKind[] = ['code', 'integer', 'text', 'empty'];

/**
 * Names of columns with codes of administrations, in French and in English,
 * without accents and signs: a pattern, and how many digits they have at least
 * and at most, written with or without their zeros.
 */
const CODES: readonly (readonly [RegExp, number, number])[] = [
  [/siret/i, 14, 14],
  [/siren|epci|finess|^iris$|codeiris/i, 9, 9],
  [/codgeo|codegeo|depcom|codecom|codcom|insee/i, 4, 5],
  [/^cp$|codepostal|codpost|^nic$|^zip(code)?$|^post(al)?code$/i, 4, 5],
  [/^dep(t|artement)?$|codedep|coddep/i, 1, 3],
  [/^reg(ion)?$|codereg|codreg/i, 1, 2],
  [/^(com|commune)$|^canton$|codecant/i, 1, 5],
  [/fips|^geoid$/i, 1, 12]
];

/** How many digits a code of any name has at least, and no number keeps. */
const LONG = 10;
const MOST = 40;

/** Names of moments as seconds or milliseconds. */
const MOMENT = /time|date|epoch|stamp|heure|instant/i;

/**
 * Whether a number is like `1,234` or `1.234`: three digits after the mark, no
 * leading zero.
 */
function isThousands(cell: string): boolean {
  return /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(cell.trim());
}

/**
 * The most frequent value.
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
