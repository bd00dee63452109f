// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ConditionKind, ICondition } from './query';
import type { IQueryResult } from './run';

/**
 * Writes what is said about a query.
 */
export class QueryTexts {
  /**
   * @param _number - Writes a number as the person's language does.
   */
  constructor(
    private readonly _number: (value: number) => string,
    private readonly _trans: TranslationBundle
  ) {}

  /** What a condition is called. */
  kind(kind: ConditionKind): string {
    const trans = this._trans;
    switch (kind) {
      case 'equals':
        return trans.__('equals');
      case 'contains':
        return trans.__('contains');
      case 'range':
        return trans.__('is between');
      case 'empty':
        return trans.__('is empty');
      case 'filled':
        return trans.__('is not empty');
    }
  }

  /** A condition on a column. */
  condition(column: string, { kind, to, value }: ICondition): string {
    const trans = this._trans;
    switch (kind) {
      case 'equals':
        return trans.__('%1 equals %2', column, value);
      case 'contains':
        return trans.__('%1 contains %2', column, value);
      case 'empty':
        return trans.__('%1 is empty', column);
      case 'filled':
        return trans.__('%1 is not empty', column);
      case 'range':
        return to === ''
          ? trans.__('%1 from %2', column, value)
          : value === ''
            ? trans.__('%1 up to %2', column, to)
            : trans.__('%1 from %2 to %3', column, value, to);
    }
  }

  /** The order of rows. */
  order(column: string, isDescending: boolean): string {
    return isDescending
      ? this._trans.__('Sorted down by %1', column)
      : this._trans.__('Sorted up by %1', column);
  }

  /** How far a query is. */
  running(rows: number): string {
    const count = this._number(rows);
    return this._trans._n('%2 row searched', '%2 rows searched', rows, count);
  }

  /** What a query has found, and among which rows. */
  result({ isWhole, looked, rows }: IQueryResult): string {
    const trans = this._trans;
    const [found, all] = [rows.length, looked].map(this._number);
    return isWhole
      ? trans._n('%2 of %3 row', '%2 of %3 rows', looked, found, all)
      : trans._n(
          '%2 among the first %3 row read',
          '%2 among the first %3 rows read',
          looked,
          found,
          all
        );
  }
}
