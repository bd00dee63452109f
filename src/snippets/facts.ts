// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What a file is made of, whatever its name says.
 */
export type Format =
  | 'csv'
  | 'text'
  | 'markdown'
  | 'json'
  | 'jsonl'
  | 'parquet'
  | 'geoparquet'
  | 'feather'
  | 'orc'
  | 'excel'
  | 'stata'
  | 'sas'
  | 'spss'
  | 'rds'
  | 'rdata'
  | 'hdf5'
  | 'netcdf'
  | 'zarr'
  | 'geojson'
  | 'geopackage'
  | 'shapefile'
  | 'image'
  | 'pdf'
  | 'pickle'
  | 'sqlite'
  | 'binary';

/**
 * What a file is packed in.
 */
export type Compression = 'gzip' | 'bz2' | 'xz' | 'zip' | 'zstd';

/**
 * Why a file could not be looked into; the snippet says so.
 */
export type Doubt = 'empty' | 'truncated' | 'unreadable';

/**
 * How a text table is written (CSV and its kin).
 */
export interface ITableFacts {
  /** `,`, `;`, a tab, `|`… */
  readonly separator: string;
  /** The decimal mark of its numbers: `.` unless there are commas in them. */
  readonly decimal: '.' | ',';
  readonly quote: '"' | "'";
  /** Whether the first row names the columns. */
  readonly hasHeader: boolean;
  /** What begins a line that is a comment; `null` where none was seen. */
  readonly comment: string | null;
  /** Columns of digits that are no numbers (codes with leading zeros). */
  readonly textColumns?: readonly string[];
}

/**
 * What was found out about a file, or about a folder of files of one kind.
 */
export interface IFacts {
  readonly format: Format;
  readonly compression: Compression | null;
  /** As Python names it: `utf-8`, `utf-8-sig`, `cp1252`, `latin-1`, `utf-16`… */
  readonly encoding: string | null;
  /** Of `csv`. */
  readonly table: ITableFacts | null;
  /** The names of the columns, where they are told; at most 1,000. */
  readonly columns: readonly string[] | null;
  /** `null` where the file was looked into and understood. */
  readonly doubt: Doubt | null;
}

/**
 * What a folder is to someone who reads data.
 */
export interface IFolderFacts extends IFacts {
  /** The end that all its data files share (`.parquet`); `null` where they differ. */
  readonly extension: string | null;
  /** The names of Hive partitions (`year=2024/`), from the top. */
  readonly partitions: readonly string[];
}
