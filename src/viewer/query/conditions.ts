// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IBlockStatistics } from '../source/source';
import {
  comparable,
  compareValues,
  isEmptyCell,
  type IColumnReading
} from './columnreading';
import type { ICondition } from './query';

/**
 * A function that says whether a cell fulfils a condition.
 */
export function testOf(
  { kind, to, value }: ICondition,
  reading: IColumnReading
): (cell: string) => boolean {
  const isEmpty = (cell: string) => isEmptyCell(cell, reading);
  switch (kind) {
    case 'empty':
      return isEmpty;
    case 'filled':
      return cell => !isEmpty(cell);
    case 'contains':
      return cell => !isEmpty(cell) && cell.includes(value);
    default: {
      const [least, most] = boundsOf(kind, value, to, reading);
      return cell => {
        const found = isEmpty(cell) ? null : comparable(cell, reading);
        return (
          found !== null &&
          (least === null || compareValues(found, least, reading) >= 0) &&
          (most === null || compareValues(found, most, reading) <= 0)
        );
      };
    }
  }
}

/**
 * Whether no row of a block can fulfil a condition, by what is known of the
 * column without reading it.
 */
export function excludesBlock(
  { kind, to, value }: ICondition,
  reading: IColumnReading,
  { max, min, nulls, rows }: IBlockStatistics
): boolean {
  if (kind === 'empty') {
    // An empty text is shown as nothing too.
    return nulls === 0 && reading.type !== 'text';
  }
  if (nulls === rows) {
    return true;
  }
  if (kind !== 'equals' && kind !== 'range') {
    return false;
  }
  const [least, most] = boundsOf(kind, value, to, reading);
  const [first, last] = [min, max].map(
    bound => bound && comparable(bound, reading)
  );
  return (
    (!!least && !!last && compareValues(last, least, reading) < 0) ||
    (!!most && !!first && compareValues(first, most, reading) > 0)
  );
}

/** The least and the greatest value of a condition; `null` for any. */
function boundsOf(
  kind: 'equals' | 'range',
  value: string,
  to: string,
  reading: IColumnReading
): [string | null, string | null] {
  const bound = (text: string) =>
    text === '' ? null : comparable(text, reading);
  return kind === 'equals'
    ? [comparable(value, reading), comparable(value, reading)]
    : [bound(value), bound(to)];
}
