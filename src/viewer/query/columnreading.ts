// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { cellKind } from '../../inspect/text/cells';
import { compareNumbers, plainNumber, type NumberMarks } from '../numbers';
import type { ITableColumn } from '../source/source';
import type { ConditionKind } from './query';

/**
 * What the values of a column are, so that they can be compared, and the same can
 * be written in code: numbers, decimals of a fixed number of digits, texts, truth,
 * days, points in time, the same in UTC. `null` if they cannot be compared: lists,
 * bytes, times of day.
 */
export type ValueType =
  'number' | 'decimal' | 'text' | 'boolean' | 'day' | 'instant' | 'utc' | null;

/**
 * How the cells of a column are read as values.
 */
export interface IColumnReading {
  readonly type: ValueType;
  readonly marks: NumberMarks;
  /** What stands for a missing value, besides an empty cell. */
  readonly missing: readonly string[];
}

/**
 * What the values of a column are.
 *
 * @param isText - Whether the table is a text: its dates and truths are texts to
 * whoever reads it.
 * @param example - A cell of it that has a value; `''` if none is known.
 */
export function valueTypeOf(
  { detail, type }: ITableColumn,
  isText: boolean,
  example: string
): ValueType {
  if (detail === 'nested' || detail === 'bytes') {
    return null;
  }
  switch (type) {
    case 'integer':
    case 'number':
      return detail === 'decimal' ? 'decimal' : 'number';
    case 'boolean':
      return /^(true|false)$/i.test(example) || !isText ? 'boolean' : 'text';
    case 'date':
      return isText ? 'text' : dateTypeOf(example);
    case 'text':
      return 'text';
  }
}

function dateTypeOf(example: string): ValueType {
  if (/^\d{4}-\d\d-\d\d$/.test(example)) {
    return 'day';
  }
  const isInstant = /^\d{4}-\d\d-\d\d \d\d:/.test(example);
  return isInstant ? (example.endsWith('Z') ? 'utc' : 'instant') : null;
}

/**
 * The conditions that can be put on a column.
 *
 * @param example - A cell of it that has a value; `''` if none is known.
 */
export function kindsFor(type: ValueType, example: string): ConditionKind[] {
  switch (type) {
    case 'number':
    case 'decimal':
    case 'day':
    case 'instant':
    case 'utc':
      return ['equals', 'range', 'empty', 'filled'];
    case 'boolean':
      return ['equals', 'empty', 'filled'];
    case 'text':
      // Of dates in texts, only such are ordered as they are written.
      return /^\d{4}-\d\d-\d\d/.test(example)
        ? ['equals', 'contains', 'range', 'empty', 'filled']
        : ['equals', 'contains', 'empty', 'filled'];
    case null:
      return ['empty', 'filled'];
  }
}

/**
 * Whether a cell has no value: it is empty, or one of the words that the file has
 * for that; among numbers also `NA` and the like.
 */
export function isEmptyCell(
  cell: string,
  { missing, type }: IColumnReading
): boolean {
  return (
    cell === '' ||
    missing.includes(cell) ||
    (type === 'number' && cellKind(cell) === 'empty')
  );
}

/**
 * A cell, or what a person has typed, in the form in which values are compared;
 * `null` if it is no value of the column.
 */
export function comparable(
  cell: string,
  { marks, type }: IColumnReading
): string | null {
  switch (type) {
    case 'number':
    case 'decimal':
      return plainNumber(cell, marks);
    case 'day':
      return DAY.test(cell) ? cell : null;
    case 'instant':
    case 'utc': {
      const match = INSTANT.exec(cell.trim());
      return match && `${match[1]} ${match[2] ?? '00:00:00'}`;
    }
    default:
      return cell;
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d+)?))?Z?$/;

/**
 * Compare two values in that form.
 */
export function compareValues(
  one: string,
  other: string,
  { type }: Pick<IColumnReading, 'type'>
): number {
  return type === 'number' || type === 'decimal'
    ? compareNumbers(one, other)
    : compareTexts(one, other);
}

/** By code points, as libraries sort; JavaScript sorts by halves of pairs. */
function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    if (one.charCodeAt(at) !== other.charCodeAt(at)) {
      return codeAt(one, at) - codeAt(other, at);
    }
  }
  return one.length - other.length;
}

/** The place of a code unit in the order of code points. */
function codeAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xe000 ? 0x10000 + unit : unit;
}
