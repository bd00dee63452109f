// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFacts } from '../inspect/facts';
import type { FolderKind } from './source/folder/folderkind';
import type { ColumnType, IRowCount, ITableSource } from './source/source';
import type { TableError } from './source/tableerror';

/** How many names of fields are in a text. */
const MOST_NAMES = 4;

/** What formats without a separator are called. */
const FORMATS: { readonly [format: string]: string | undefined } = {
  excel: 'Excel',
  feather: 'Arrow',
  geoparquet: 'GeoParquet',
  jsonl: 'JSON lines'
};

/**
 * Writes what a view says about a table.
 */
export class TableTexts {
  /**
   * @param language - JupyterLab's language, as `fr_FR`.
   */
  constructor(
    private readonly _trans: TranslationBundle,
    language: string
  ) {
    this._number = new Intl.NumberFormat(language.replace('_', '-'));
  }

  /** A number, as for how many there are of something. */
  number(value: number): string {
    return this._number.format(value);
  }

  /** The number of a row. */
  row({ number, isExact }: { number: number; isExact: boolean }): string {
    const text = this._number.format(number);
    return isExact ? text : `≈ ${text}`;
  }

  /** What the cells of a column are. */
  type(type: ColumnType): string {
    const trans = this._trans;
    switch (type) {
      case 'integer':
        return trans.__('integer');
      case 'number':
        return trans.__('number');
      case 'date':
        return trans.__('date');
      case 'boolean':
        return trans.__('yes or no');
      case 'text':
        return trans.__('text');
    }
  }

  /** How large a table is. */
  size({ rows, isExact, reading }: IRowCount, columns: number): string {
    const trans = this._trans;
    const count = this._number.format(rows);
    const rowText = isExact
      ? trans._n('%2 row', '%2 rows', rows, count)
      : trans._n('about %2 row', 'about %2 rows', rows, count);
    const width = this._number.format(columns);
    const columnText = trans._n('%2 column', '%2 columns', columns, width);
    const size = `${rowText} × ${columnText}`;
    const share = Math.floor(100 * (reading ?? 0));
    return reading === undefined
      ? size
      : trans.__('%1 · reading up to there: %2 %', size, share);
  }

  /** How many files a table has; `''` for one. */
  files({ files }: ITableSource): string[] {
    const trans = this._trans;
    if (!files) {
      return [];
    }
    const { count, isCut } = files;
    const shown = this._number.format(count);
    return [
      isCut
        ? trans.__('the first %1 files', shown)
        : trans._n('%2 file', '%2 files', count, shown)
    ];
  }

  /** Which files have other columns than the first one, in a sentence. */
  otherColumns({ files }: ITableSource): string {
    const trans = this._trans;
    const other = files?.other ?? [];
    if (other.length === 0) {
      return '';
    }
    const [{ extra, file, missing, retyped }] = other;
    const parts = [
      ...(missing.length > 0
        ? [trans.__('empty there: %1', this._names(missing))]
        : []),
      ...(extra.length > 0
        ? [trans.__('not shown: %1', this._names(extra))]
        : []),
      ...(retyped.length > 0
        ? [trans.__('of another type: %1', this._names(retyped))]
        : [])
    ];
    const what = parts.join('; ');
    return other.length === 1
      ? trans.__(
          'The file %1 has other columns than the first one (%2).',
          file,
          what
        )
      : trans.__(
          '%3 of the files that were read have other columns than the first one, such as %1 (%2).',
          file,
          what,
          this._number.format(other.length)
        );
  }

  /** Why a folder is no table. */
  noFolderTable(folder: FolderKind): string {
    const trans = this._trans;
    switch (folder) {
      case 'delta':
        return trans.__(
          'This folder is a Delta table: its log says which of its files count, and is not read here. Read it from a notebook: a snippet has the code.'
        );
      case 'empty':
        return trans.__('This folder is empty.');
      default:
        return trans.__(
          'No Parquet files were found in this folder. A single file in it opens by a double click in the panel.'
        );
    }
  }

  /** Some names of columns. */
  private _names(names: readonly string[]): string {
    const rest = names.length > MOST_NAMES ? ['…'] : [];
    return [...names.slice(0, MOST_NAMES), ...rest].join(', ');
  }

  /** What a table has and its view does not show. */
  remarks({ unshown }: ITableSource): string[] {
    const trans = this._trans;
    if (!unshown) {
      return [];
    }
    const names = [...unshown.fields];
    return [
      ...(names.length > 0
        ? [
            trans._n(
              'a field further down that is not shown: %2',
              'fields further down that are not shown: %2',
              names.length,
              this._names(names)
            )
          ]
        : []),
      ...(unshown.isOdd
        ? [trans.__('a line that is no object stands in the first column')]
        : [])
    ];
  }

  /** How a table is written. */
  format({ compression, encoding, format, table }: IFacts): string[] {
    const trans = this._trans;
    const packing = compression ? [compression] : [];
    if (!table) {
      return [FORMATS[format] ?? 'Parquet', ...packing];
    }
    const names: { [separator: string]: string | undefined } = {
      ',': trans.__('comma'),
      ';': trans.__('semicolon'),
      '\t': trans.__('tab'),
      ' ': trans.__('spaces')
    };
    const { separator } = table;
    return [
      table.singleColumn
        ? trans.__('no separator')
        : trans.__('separator: %1', names[separator] ?? separator),
      trans.__('encoding: %1', encoding ?? 'utf-8'),
      ...packing
    ];
  }

  /** The current cell, for those who hear it. */
  cell(row: string, column: string, text: string): string {
    const trans = this._trans;
    return text
      ? trans.__('Row %1, %2: %3', row, column, text)
      : trans.__('Row %1, %2: empty', row, column);
  }

  /** Why a part of a table cannot be shown, and what helps. */
  problem({ details, problem }: TableError): string {
    const trans = this._trans;
    switch (problem) {
      case 'damaged':
        return trans.__(
          'This file is damaged or incomplete, and a part of it cannot be shown.'
        );
      case 'encrypted':
        return trans.__(
          'This file is encrypted, and can only be read by who has its key.'
        );
      case 'codec':
        return trans.__(
          'This file is compressed in a way that cannot be shown here (%1). Read it from a notebook: a snippet has the code.',
          details
        );
      case 'large':
        return trans.__(
          'A part of this file takes too much memory to be shown here. Read it from a notebook: a snippet has the code.'
        );
    }
  }

  /**
   * Why a file is no table; `''` for one of another kind, of which nobody
   * expects a table.
   */
  noTable(facts: IFacts | null): string {
    const trans = this._trans;
    if (!facts) {
      return '';
    }
    const { compression, doubt, format, variant } = facts;
    if (doubt === 'empty') {
      return trans.__('This file is empty.');
    }
    if (compression) {
      return trans.__(
        'This file is compressed (%1), and cannot be shown as a table. Copy it to the workspace, or read it from a notebook: a snippet has the code.',
        compression
      );
    }
    if (format === 'excel') {
      return doubt
        ? trans.__(
            'This workbook is damaged, or needs a password, and cannot be shown.'
          )
        : trans.__(
            'Workbooks of this kind (%1) cannot be shown here. Read it from a notebook: a snippet has the code.',
            variant ?? 'Excel'
          );
    }
    if (format === 'feather' && variant === 'v1') {
      return trans.__(
        'This file is of the old format Feather V1, which cannot be shown. Read it from a notebook, and write it again: a snippet has the code.'
      );
    }
    return doubt
      ? trans.__(
          'This file is damaged or incomplete, and cannot be shown as a table.'
        )
      : trans.__(
          'No table was found in this file. It can be opened otherwise: right-click it in the panel, and choose "Open With".'
        );
  }

  private readonly _number: Intl.NumberFormat;
}
