// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IColumnSummary } from './summary';

/**
 * Writes what is said of columns.
 */
export class ColumnTexts {
  /**
   * @param _number - Writes a number as the person's language does.
   */
  constructor(
    private readonly _number: (value: number) => string,
    private readonly _trans: TranslationBundle
  ) {}

  /** What is known of the values of a column, a line each. */
  lines(summary: IColumnSummary): string[] {
    const trans = this._trans;
    const { distinct, max, min, nulls, seen } = summary;
    return [
      ...(min !== null && max !== null
        ? [min === max ? min : trans.__('%1 to %2', min, max)]
        : []),
      ...(nulls === null
        ? []
        : nulls === 0
          ? [trans.__('none empty')]
          : [trans.__('%1 empty', this._number(nulls))]),
      ...(seen > 0
        ? [
            trans._n(
              '%2 different value',
              '%2 different values',
              distinct,
              this._number(distinct)
            )
          ]
        : [])
    ];
  }

  /** Of which rows that is. */
  extent({ isWhole, seen }: IColumnSummary, isAllSeen: boolean): string {
    const trans = this._trans;
    if (isAllSeen) {
      return trans.__('Of all rows.');
    }
    const rows = this._number(seen);
    if (isWhole) {
      return seen > 0
        ? trans._n(
            'Range and empty cells: of the whole file. Values: of the first %2 row.',
            'Range and empty cells: of the whole file. Values: of the first %2 rows.',
            seen,
            rows
          )
        : trans.__('Of the whole file.');
    }
    return trans._n(
      'Of the first %2 row read.',
      'Of the first %2 rows read.',
      seen,
      rows
    );
  }
}
