// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../inspect/facts';

/**
 * How numbers are written in a file.
 */
export type NumberMarks = Pick<ITableFacts, 'decimal' | 'thousands'>;

/**
 * How numbers are written where nothing else is said.
 */
export const PLAIN_MARKS: NumberMarks = { decimal: '.', thousands: null };

/**
 * A cell as a number with a decimal point, to the last digit; `null` if it is
 * none.
 */
export function plainNumber(
  cell: string,
  { decimal, thousands }: NumberMarks
): string | null {
  const packed = thousands ? cell.split(thousands).join('') : cell;
  const text = packed.trim().replace(decimal, '.');
  return NUMBER.test(text) ? text : null;
}

/**
 * Compare two numbers with a decimal point exactly: JavaScript would round those
 * of more than 15 digits.
 */
export function compareNumbers(one: string, other: string): number {
  if (one.length <= SAFE && other.length <= SAFE) {
    return Number(one) - Number(other);
  }
  const [a, b] = [scaled(one), scaled(other)];
  if (!a || !b) {
    return Math.sign(Number(one) - Number(other));
  }
  const places = Math.max(a.places, b.places);
  const [left, right] = [a, b].map(
    ({ digits, places: own }) => digits * 10n ** BigInt(places - own)
  );
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Writes numbers as the person's language does, with all their digits. What is no
 * number, or has an exponent, is left as it is; numbers of up to four digits,
 * which may be years, are not grouped.
 *
 * @param language - JupyterLab's language, as `fr_FR`.
 * @param marks - How they are written in the file.
 */
export function numberDisplay(
  language: string,
  marks: NumberMarks
): (cell: string) => string {
  const parts = new Intl.NumberFormat(language.replace('_', '-')).formatToParts(
    1234567.8
  );
  const markOf = (type: 'group' | 'decimal') =>
    parts.find(part => part.type === type)?.value ?? '';
  const [group, decimal] = [markOf('group'), markOf('decimal')];
  return cell => {
    const plain = plainNumber(cell, marks);
    const match = plain && /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(plain);
    if (!match) {
      return cell;
    }
    const [, sign, whole, rest] = match;
    const grouped =
      whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole;
    return `${sign}${grouped}${rest === undefined ? '' : decimal + rest}`;
  };
}

/** A number without an exponent as a whole number of its smallest unit. */
function scaled(text: string): { digits: bigint; places: number } | null {
  const match = /^([+-]?)(\d*)\.?(\d*)$/.exec(text);
  if (!match) {
    return null;
  }
  const [, sign, whole, rest] = match;
  const digits = BigInt(whole + rest);
  return { digits: sign === '-' ? -digits : digits, places: rest.length };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+|Infinity)(e[+-]?\d+)?$/i;

/** How many characters a number has that JavaScript does not round. */
const SAFE = 15;
