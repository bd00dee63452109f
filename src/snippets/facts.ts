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
  /** `,`, `;`, a tab, `|`…; a space stands for any run of white space. */
  readonly separator: string;
  /** The decimal mark of its numbers: `.` unless there are commas in them. */
  readonly decimal: '.' | ',';
  /**
   * What stands between the thousands of its numbers: a space (also U+00A0 or
   * U+202F), `.` or `,`; `null` where none was seen.
   */
  readonly thousands: string | null;
  /** `null` where a quote is a character like any other. */
  readonly quote: '"' | "'" | null;
  /** What stands before a quote within quotes, where it is not doubled. */
  readonly escape?: '\\';
  /** Whether the first row names the columns. */
  readonly hasHeader: boolean;
  /** What begins a line that is a comment; `null` where none was seen. */
  readonly comment: string | null;
  /**
   * How many lines stand before the table: titles, blank lines, `sep=;`.
   * Comments are not counted where `comment` names them.
   */
  readonly skippedLines: number;
  /**
   * Columns of codes that look like numbers (`01001`, `2A004`), which must be
   * read as text. By name; by position (`'0'`) where there is no header.
   */
  readonly textColumns: readonly string[];
  /**
   * Whether the rows have one cell more than the header has names: the first
   * one names the row, as R writes it.
   */
  readonly rowNames?: boolean;
  /** Whether the rows, but not the header, end in a separator. */
  readonly openRows?: boolean;
  /**
   * Whether only patient readers take it: rows of other widths, blank lines,
   * names that come twice or take two lines, lines that end as on old Macs.
   */
  readonly irregular?: boolean;
  /**
   * The words that stand for a missing number, where no other column holds
   * them (`s` and `ns` of Insee's secret values).
   */
  readonly missing?: readonly string[];
}

/**
 * What was found out about a file, or about a folder of files of one kind.
 */
export interface IFacts {
  readonly format: Format;
  /**
   * Which kind of its format, where code or library may differ:
   * `excel`: `xlsx`, `xls`, `xlsb`, `ods`; `sas`: `sas7bdat`, `xport`;
   * `spss`: `sav`, `por`; `feather`: `file`, `stream`, `v1`;
   * `hdf5`: `pandas` (written by its `to_hdf`); `json`: `records` (a list of
   * objects), `object`; `text`: `html`, `xml`; `image`: `png`, `jpeg`, `tiff`…;
   * `parquet`: `delta` (a folder with a Delta log); `zarr`: `v2`, `v3`;
   * `binary`: `tar`, `npy`, `npz`, `avro`, `duckdb`…
   */
  readonly variant: string | null;
  /**
   * The packing around the format. `null` where it is part of the format (R
   * data, Excel); `zip` of a shapefile too.
   */
  readonly compression: Compression | null;
  /**
   * The name of the file in a zip that is to be opened by it, as folders or
   * macOS' own files stand beside it.
   */
  readonly member?: string;
  /** As Python names it: `utf-8`, `utf-8-sig`, `cp1252`, `latin-1`, `utf-16`… */
  readonly encoding: string | null;
  /** Of `csv`; `null` where its packing was not opened (bz2, xz, zstd). */
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
  /**
   * The end that all its data files share (`.parquet`, `.csv.gz`, `''` for
   * names without one); `null` where they differ or are not one table.
   */
  readonly extension: string | null;
  /** The names of Hive partitions (`year=2024/`), from the top. */
  readonly partitions: readonly string[];
  /** What the values of each partition are. */
  readonly partitionTypes?: ReadonlyArray<'text' | 'number'>;
  /**
   * Whether libraries guess these types wrong: there are codes (`dep=01`), or a
   * value is missing.
   */
  readonly isMisread?: boolean;
  /** Whether characters in the values of partitions are written as `%20`. */
  readonly isEncoded?: boolean;
  /** Whether names that begin with a dot or `_` end as the data's do. */
  readonly hasHidden?: boolean;
  /** Whether other files or folders stand beside the data. */
  readonly hasOthers?: boolean;
  /** Whether some of its data files have no byte in them. */
  readonly hasEmpty?: boolean;
}
