// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The kind of one cell of a text table.
 *
 * `code` looks like a number and is none (`01001`, `2A004`); `grouped` is a
 * number with thousands separators and `comma` one with a decimal comma, either
 * perhaps both; `1,234` is a `comma` until its column shows more.
 */
export type CellKind =
  | 'empty'
  | 'integer'
  | 'point'
  | 'comma'
  | 'grouped'
  | 'code'
  | 'date'
  | 'word'
  | 'text';

/**
 * The kind of a cell. It is asked for several times, and many cells are alike, so
 * that those of the last cells are kept.
 */
export function cellKind(cell: string): CellKind {
  if (cell.length > LONGEST) {
    return kindOf(cell);
  }
  let kind = KNOWN.get(cell);
  if (kind === undefined) {
    kind = kindOf(cell);
    if (KNOWN.size >= MOST_KNOWN) {
      KNOWN.clear();
    }
    KNOWN.set(cell, kind);
  }
  return kind;
}

const KNOWN = new Map<string, CellKind>();

/** How many cells are kept at most; each has at most 40 characters. */
const MOST_KNOWN = 50_000;

function kindOf(cell: string): CellKind {
  const text = cell.trim();
  if (MISSING.has(text)) {
    return 'empty';
  }
  if (text.length > LONGEST) {
    return 'text';
  }
  if (CODE.test(text)) {
    return 'code';
  }
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'text';
}

/**
 * Whether a cell is a number in any notation.
 */
export function isNumber(kind: CellKind): boolean {
  return ['integer', 'point', 'comma', 'grouped'].includes(kind);
}

/**
 * Whether a cell is anything but free text.
 */
export function isTyped(kind: CellKind): boolean {
  return isNumber(kind) || ['code', 'date', 'word'].includes(kind);
}

/**
 * The thousands separator of a grouped number.
 */
export function groupMark(cell: string): string | null {
  return /^[+-]?\d{1,3}([ \u00a0\u202f.,])\d{3}/.exec(cell.trim())?.[1] ?? null;
}

/**
 * The decimal mark of a grouped number, if it has decimals.
 */
export function decimalOfGrouped(cell: string): '.' | ',' | null {
  const text = cell.trim();
  const mark = groupMark(text);
  const last = /[.,](?=\d+$)/.exec(text)?.[0];
  return last === '.' || last === ',' ? (last === mark ? null : last) : null;
}

/**
 * The format of the dates in a column, in the letters of `strptime`
 * (`%d/%m/%Y`, also with hours); `null` unless all of its cells are such dates
 * of one form, and one has a day above 12: `03/04/2024` alone may be a day of
 * March.
 *
 * @param cells - Those that hold a value.
 */
export function dayFirstFormat(cells: readonly string[]): string | null {
  let format: string | null = null;
  let isShown = false;
  for (const cell of cells) {
    const [, day, mark, month, year, hours, seconds] =
      DAY_FIRST.exec(cell.trim()) ?? [];
    const time = hours ? ` %H:%M${seconds ? ':%S' : ''}` : '';
    const own = `%d${mark}%m${mark}%Y${time}`;
    if (!day || (format ?? own) !== own || !isDay(+year, +month, +day)) {
      return null;
    }
    format = own;
    isShown ||= +day > 12;
  }
  return isShown ? format : null;
}

/** Whether the calendar has such a day. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A day, perhaps with hours, in this order. */
const DAY_FIRST =
  /^(\d{2})([/.-])(\d{2})\2(\d{4})( (?:[01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$/;

/**
 * Leading zeros, Corsica, telephone numbers, more digits than a number can
 * keep, and text that would be read as a power of ten (`01E12`).
 */
const CODE =
  /^0\d+$|^2[AB]\d{0,7}$|^\+\d{8,}$|^\d{16,}$|^(0\d|\d{2,})\d*[eE]\d+$/;

/**
 * No number or date is longer.
 */
const LONGEST = 40;

/**
 * The texts for a missing value.
 */
const MISSING = new Set([
  ...['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', 'ND', 'n/d'],
  ...['nd', 'ns', 's', '-', '.', '..', '...', '?', '#N/A'],
  ...['n.d.', 'N.D.', 'n.c.', 'N.C.', 'nc', 'NC', 'n.a.', 'N.A.', 'na', ':']
]);

const KINDS: [RegExp, CellKind][] = [
  [/^[+-]?\d+$/, 'integer'],
  [/^[+-]?\d*\.\d+([eE][+-]?\d+)?$|^[+-]?\d+\.?[eE][+-]?\d+$/, 'point'],
  [/^[+-]?\d*,\d+([eE][+-]?\d+)?$/, 'comma'],
  [/^[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?$/, 'grouped'],
  [/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/, 'grouped'],
  [/^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/, 'grouped'],
  [/^[+-]?\d{1,3}(?:\.\d{3}){2,}$|^[+-]?\d{1,3}(?:,\d{3}){2,}$/, 'grouped'],
  [/^\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ]\d{1,2}:.*)?$/, 'date'],
  [/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( \d{1,2}:.*)?$/, 'date'],
  [/^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?$/, 'date'],
  [/^(true|false|vrai|faux|oui|non|yes|no)$/i, 'word']
];
