// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What a cell is to be: the same as a value, with a text in it, between two
 * values, without or with a value.
 */
export type ConditionKind =
  'equals' | 'contains' | 'range' | 'empty' | 'filled';

/**
 * A condition on the cells of a column.
 */
export interface ICondition {
  /** The column, from 0. */
  readonly column: number;
  readonly kind: ConditionKind;
  /** What it equals or contains; the least value of a range, `''` for any. */
  readonly value: string;
  /** The greatest value of a range, `''` for any. */
  readonly to: string;
}

/**
 * The order of rows. Rows without a value come last, those of equal values in
 * the order of the file.
 */
export interface ITableOrder {
  /** The column, from 0. */
  readonly column: number;
  readonly isDescending: boolean;
}

/**
 * Which rows are shown, and in which order.
 */
export interface ITableQuery {
  /** All of them hold. */
  readonly conditions: readonly ICondition[];
  /** `null` for the order of the file. */
  readonly order: ITableOrder | null;
}

/**
 * All rows, as in the file.
 */
export const EVERYTHING: ITableQuery = { conditions: [], order: null };

/**
 * Whether a query is about all rows in the order of the file.
 */
export function isEverything({ conditions, order }: ITableQuery): boolean {
  return conditions.length === 0 && order === null;
}
