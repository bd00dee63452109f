// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { cellKind, isNumber, isTyped, type CellKind } from './cells';

/**
 * Whether the first row of a table names its columns.
 *
 * Decided by evidence: what its cells are, beside what is below them. A text
 * above numbers is a name; so is a date, a code or a yes above something else.
 * A number above numbers speaks against it, unless the row is a series, as years
 * and positions are. A word that comes again below speaks against it where it
 * comes often; once it may be a chance.
 *
 * @param rows - Rows of the same width, except perhaps the first.
 */
export function hasHeader(rows: string[][]): boolean {
  const [first, ...others] = rows;
  if (!first || first.every(cell => cell.trim() === '')) {
    return false;
  }
  const names = new Set(isSeries(first, others) ? typedIn(first) : []);
  const votes = first.map((cell, index) => {
    const below = others.map(row => row[index] ?? '');
    return names.has(index) ? FOR : vote(cell, below);
  });
  return votes.reduce((sum, one) => sum + one, 0) > 0;
}

/** How much one column says for a header, or against it. */
const FOR = 2;
const RATHER = 0.5;
const AGAINST = -2;
const RATHER_NOT = -1;

/**
 * What one column says.
 *
 * @param cell - Its first cell.
 * @param below - The others.
 */
function vote(cell: string, below: string[]): number {
  const kinds = below.map(cellKind).filter(kind => kind !== 'empty');
  const kind = cellKind(cell);
  if (cell.trim() === '') {
    // The name of an index, or a value that is missing.
    return 0;
  }
  const typed = kinds.filter(isTyped);
  if (typed.length > 0 && typed.length >= kinds.length * TYPED) {
    if (!isTyped(kind)) {
      return FOR;
    }
    return typed.map(familyOf).includes(familyOf(kind)) ? AGAINST : FOR;
  }
  if (isTyped(kind)) {
    return kinds.length ? RATHER_NOT : 0;
  }
  const again = below.filter(other => other === cell).length;
  if (again === 0) {
    return RATHER;
  }
  const isChance =
    again <= Math.max(1, below.length / 300) && again < below.length / 2;
  return isChance ? 0 : RATHER_NOT;
}

/** The share of typed cells from which a column counts as typed. */
const TYPED = 0.8;

/** Kinds of which one may follow another in a column. */
function familyOf(kind: CellKind): string {
  return isNumber(kind) || kind === 'code' ? 'number' : kind;
}

/** Which cells of a row are typed. */
function typedIn(row: string[]): number[] {
  return row.flatMap((cell, index) => (isTyped(cellKind(cell)) ? [index] : []));
}

/**
 * Whether the typed cells of the first row are a series that names columns:
 * positions from 0 or 1, or years or codes in their order, unless the cells
 * below are years or codes as well.
 */
function isSeries(first: string[], others: string[][]): boolean {
  const at = typedIn(first);
  const values = at.map(index => first[index].trim());
  if (at.length === first.length) {
    return at.length > 1 && arePositions(values, 0);
  }
  if (isYears(values) && !areBelow(others, at, YEAR)) {
    return at.length > 1 || first[0].trim() !== '';
  }
  return (
    (at.length > 1 && arePositions(values, 0)) ||
    (at.length > 2 &&
      (arePositions(values, 1) ||
        (areCodes(values) && !areBelow(others, at, ZERO))))
  );
}

const YEAR = /^(1[89]|20)\d\d$/;

/** Years that go up or down. */
function isYears(values: string[]): boolean {
  const steps = values
    .slice(1)
    .map((value, index) => Number(value) - Number(values[index]));
  return (
    values.length > 0 &&
    values.every(value => YEAR.test(value)) &&
    (steps.every(step => step > 0) || steps.every(step => step < 0))
  );
}

/** Whether one of some columns has nothing but such cells below. */
function areBelow(others: string[][], at: number[], pattern: RegExp): boolean {
  return (
    others.length > 0 &&
    at.some(index =>
      others.every(row => pattern.test((row[index] ?? '').trim()))
    )
  );
}

/** `0,1,2…` as pandas writes it, or from another number on. */
function arePositions(values: string[], start: number): boolean {
  return values.every((value, index) => value === String(index + start));
}

/** A code of two signs, which is written otherwise than a number. */
const ZERO = /^0\d|^2[AB]$/;

/** Codes of departments and the like: up to three signs, going up, with zeros. */
function areCodes(values: string[]): boolean {
  return (
    values.every(value => /^(\d{1,3}|2[AB])$/.test(value)) &&
    values.some(value => ZERO.test(value)) &&
    new Set(values).size === values.length &&
    [...values].sort().join() === values.join()
  );
}
