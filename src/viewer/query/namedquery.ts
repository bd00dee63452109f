// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableColumn } from '../source/source';
import {
  comparable,
  type IColumnReading,
  type ValueType
} from './columnreading';
import type { ConditionKind, ITableQuery } from './query';

/**
 * A query by the names of columns, as code says it. Numbers have a decimal point,
 * dates are as `2024-05-01 12:00:00`.
 */
export interface INamedQuery {
  readonly conditions: readonly {
    readonly column: string;
    readonly type: ValueType;
    readonly kind: ConditionKind;
    readonly value: string;
    readonly to: string;
  }[];
  readonly order: {
    readonly column: string;
    readonly type: ValueType;
    readonly isDescending: boolean;
  } | null;
  /** `null` for all. */
  readonly columns: readonly string[] | null;
}

/**
 * A query by the names of columns.
 *
 * @param shown - The columns that are shown; `null` for all.
 *
 * @returns `null` if one of its columns has no name of its own: libraries each
 * name it otherwise.
 */
export function namedQuery(
  { conditions, order }: ITableQuery,
  shown: readonly number[] | null,
  columns: readonly ITableColumn[],
  readingOf: (column: number) => IColumnReading
): INamedQuery | null {
  const used = [
    ...conditions.map(({ column }) => column),
    ...(order ? [order.column] : []),
    ...(shown ?? [])
  ];
  const names = columns.map(({ name }) => name.trim().toLowerCase());
  const isNamed = (column: number) =>
    names[column] !== '' &&
    names.indexOf(names[column]) === names.lastIndexOf(names[column]);
  if (!used.every(isNamed)) {
    return null;
  }
  const nameOf = (column: number) => columns[column].name;
  return {
    conditions: conditions.map(({ column, kind, to, value }) => {
      const reading = readingOf(column);
      const write = (text: string) =>
        kind === 'contains' || text === ''
          ? text
          : (comparable(text, reading) ?? text);
      const { type } = reading;
      return {
        column: nameOf(column),
        type,
        kind,
        value: write(value),
        to: write(to)
      };
    }),
    order: order && {
      column: nameOf(order.column),
      type: readingOf(order.column).type,
      isDescending: order.isDescending
    },
    columns: shown && shown.map(nameOf)
  };
}
