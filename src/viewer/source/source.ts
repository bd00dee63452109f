// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

/**
 * What the cells of a column are. Numbers are shown at the right.
 */
export type ColumnType = 'integer' | 'number' | 'date' | 'boolean' | 'text';

/**
 * A column of a table.
 */
export interface ITableColumn {
  /** Its name in the file; `''` if it has none. */
  readonly name: string;
  readonly type: ColumnType;
  /**
   * What the type does not say: numbers with a fixed number of digits after the
   * point, lists and structs, bytes that may be no text.
   */
  readonly detail?: 'decimal' | 'nested' | 'bytes';
}

/**
 * What is known of a column in some rows without reading them.
 */
export interface IBlockStatistics {
  readonly rows: number;
  /** How many cells have no value; `null` if that is not known. */
  readonly nulls: number | null;
  /**
   * No value is less, and none is greater, as texts of cells; `null` if that is
   * not known.
   */
  readonly min: string | null;
  readonly max: string | null;
}

/**
 * Rows that follow each other, of which something is known without reading them.
 */
export interface IRowBlock {
  /** The first one, from 0. */
  readonly first: number;
  readonly rows: number;
  /** @param column - From 0. */
  statistics(column: number): IBlockStatistics;

  /**
   * Read what is known of parts of the block in one column: its pages.
   *
   * @returns `null` if nothing is.
   *
   * @throws As `ITableSource.load`.
   */
  parts?(column: number): Promise<readonly IRowPart[] | null>;
}

/**
 * A part of a block of rows, of which something is known in one column.
 */
export interface IRowPart {
  /** Its first row, from 0 in the table. */
  readonly first: number;
  readonly statistics: IBlockStatistics;
}

/**
 * How many rows a table has, without the header.
 */
export interface IRowCount {
  readonly rows: number;
  /** Whether it is known; otherwise it is an estimate. */
  readonly isExact: boolean;
  /**
   * How much was read, from 0 to 1, of what comes before the rows that are
   * wanted, where they are reached only by reading it. Left out if none is read.
   */
  readonly reading?: number;
}

/**
 * What was found in rows that no column shows.
 */
export interface IUnshown {
  /** The names of fields that come after those that became columns. */
  readonly fields: ReadonlySet<string>;
  /** Whether a row has none of the columns: its text is in the first cell. */
  readonly isOdd: boolean;
}

/**
 * How the columns of a file differ from those of the first file of a table.
 */
export interface IOtherColumns {
  /** The name of the file. */
  readonly file: string;
  /** The columns that it has not: they are empty there. */
  readonly missing: readonly string[];
  /** The columns that only it has: they are not shown. */
  readonly extra: readonly string[];
  /** The columns that have another type there. */
  readonly retyped: readonly string[];
}

/**
 * The files that a table is made of.
 */
export interface ITableFiles {
  readonly count: number;
  /** Whether there are more, which do not belong to it. */
  readonly isCut: boolean;
  /** Those that were opened and have other columns than the first one. */
  readonly other: readonly IOtherColumns[];
}

/**
 * A table of any size, of which a few rows are in memory.
 */
export interface ITableSource extends IDisposable {
  readonly columns: readonly ITableColumn[];
  readonly count: IRowCount;

  /**
   * Whether columns are read apart from each other; otherwise a row is read with
   * all its cells.
   */
  readonly isByColumn?: boolean;

  /** What was found so far and is not shown. */
  readonly unshown?: IUnshown;

  /** All rows in blocks, if something is known of them: a Parquet file's groups. */
  readonly blocks?: readonly IRowBlock[];

  /**
   * All rows in blocks of which something is known, where they are found one
   * after the other: those of the files of a folder.
   *
   * @throws As `load`.
   */
  eachBlock?(): AsyncIterable<IRowBlock>;

  /** The files, if there are several. */
  readonly files?: ITableFiles;

  /**
   * Emitted when the number of rows, what is known of it, or what is not shown
   * has changed.
   */
  readonly recounted: ISignal<ITableSource, void>;

  /**
   * The text of a cell, to the letter as in the file; `undefined` while its row
   * is not in memory.
   *
   * @param row - From 0.
   */
  cell(row: number, column: number): string | undefined;

  /**
   * The number of a row, from 1, and whether it is known or an estimate.
   */
  rowNumber(row: number): {
    readonly number: number;
    readonly isExact: boolean;
  };

  /**
   * Read rows, unless they are in memory. Of many rows, those that fit into it;
   * of rows that take long to reach, none, but what comes before them.
   *
   * @param first - The first one, from 0.
   * @param last - The last one, which is read too.
   * @param firstColumn - The first column that is wanted; all by default.
   * @param lastColumn - The last one, which is read too.
   *
   * @throws `S3Error` 412 if the file has changed since it was opened, 404 if
   * it is gone; `Aborted` once the source is disposed. `TableError` if it cannot
   * be shown.
   */
  load(
    first: number,
    last: number,
    firstColumn?: number,
    lastColumn?: number
  ): Promise<void>;
}
