// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The format of a file, whatever its name says.
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
 * The compression of a file.
 */
export type Compression = 'gzip' | 'bz2' | 'xz' | 'zip' | 'zstd';

/**
 * Why a file could not be inspected; the snippet says so.
 */
export type Doubt = 'empty' | 'truncated' | 'unreadable';

/**
 * How a text table is written (CSV and similar).
 */
export interface ITableFacts {
  /**
   * `,`, `;`, a tab, `|`…; a space means any run of white space. In few files a
   * sign that is not ASCII (`£`), or several characters (`||`).
   */
  readonly separator: string;
  /** Whether no separator was found, so that each line is one cell. */
  readonly singleColumn?: true;
  /** The decimal mark of its numbers: `.` unless they contain commas. */
  readonly decimal: '.' | ',';
  /**
   * The thousands separator of its numbers: a space (also U+00A0 or U+202F),
   * `.` or `,`; `null` if none was seen.
   */
  readonly thousands: string | null;
  /** `null` if a quote is an ordinary character. */
  readonly quote: '"' | "'" | null;
  /** The character before a quote inside quotes, if quotes are not doubled. */
  readonly escape?: '\\';
  /**
   * Whether spaces follow the separators, which are not part of the cells: a
   * quote after them is a quote only for readers that skip them.
   */
  readonly initialSpaces?: true;
  /** Whether the first row names the columns. */
  readonly hasHeader: boolean;
  /** The text that begins a comment line; `null` if none was seen. */
  readonly comment: string | null;
  /**
   * How many lines come before the table: titles, blank lines, `sep=;`.
   * Comments are not counted if `comment` is set.
   */
  readonly skippedLines: number;
  /**
   * The notes below the table: how many lines they take to the end of the file,
   * and how many rows come before them. Left out if there are none, or if the
   * end was not seen.
   */
  readonly footer?: { readonly lines: number; readonly rows: number };
  /**
   * How many lines between the header and the data describe the columns (units,
   * identifiers): no rows. Left out if there are none.
   */
  readonly unitLines?: number;
  /**
   * Columns of codes that look like numbers (`01001`, `2A004`), which must be
   * read as text. By name; by position (`'0'`) if there is no header.
   */
  readonly textColumns: readonly string[];
  /**
   * Whether the rows have one cell more than the header has names: the first
   * cell names the row, as R writes it.
   */
  readonly rowNames?: boolean;
  /**
   * Whether the first column only counts the rows, as pandas and R write an
   * index: without a name, or as `Unnamed: 0`.
   */
  readonly indexColumn?: true;
  /**
   * How many cells the longest row has more than the header has names. Left out
   * if none, or if all rows have one more: see `rowNames` and `openRows`.
   */
  readonly extraCells?: number;
  /** Whether the rows, but not the header, end in a separator. */
  readonly openRows?: boolean;
  /**
   * Whether only tolerant readers accept it: rows of different widths, blank
   * lines, repeated names or names in two lines, line ends of old Macs.
   */
  readonly irregular?: boolean;
  /**
   * The words for a missing number, if no other column contains them (`s` and
   * `ns` for Insee's confidential values).
   */
  readonly missing?: readonly string[];
  /**
   * Columns of dates whose day comes first (`31/12/2024`), which most readers
   * leave as text, each with its format in the letters of `strptime`. Named as
   * in `textColumns`. Left out if there are none.
   */
  readonly textDates?: ReadonlyArray<{
    readonly column: string;
    readonly format: string;
  }>;
}

/**
 * What a person says of a text table, or of a workbook, in place of what the look
 * finds. The rest is found under it.
 */
export interface ITableChoice {
  /** As `ITableFacts.separator`. */
  readonly separator?: string;
  /** As Python names it. */
  readonly encoding?: string;
  readonly hasHeader?: boolean;
  /** The name of a sheet of a workbook. */
  readonly sheet?: string;
}

/**
 * What inspection found out about a file, or about a folder of files of one
 * kind.
 */
export interface IFacts {
  readonly format: Format;
  /**
   * The variant of a format, if code or library may differ: `excel`: `xlsx`,
   * `xls`, `xlsb`, `ods`; `sas`: `sas7bdat`, `xport`; `spss`: `sav`, `por`;
   * `feather`: `file`, `stream`, `v1`; `hdf5`: `pandas` (written by its
   * `to_hdf`); `json`: `records` (a list of objects), `object`; `text`: `html`,
   * `xml`; `image`: `png`, `jpeg`, `tiff`…; `parquet`: `delta` (a folder with a
   * Delta log); `zarr`: `v2`, `v3`; `binary`: `tar`, `npy`, `npz`, `avro`,
   * `duckdb`…
   */
  readonly variant: string | null;
  /**
   * The compression around the format. `null` if it is part of the format (R
   * data, Excel); `zip` for a shapefile too.
   */
  readonly compression: Compression | null;
  /**
   * Whether the gzip is that of the object's `Content-Encoding`, and the name
   * is that of its content (`isUnpacked`): who reads the file is to get the
   * content. Left out if not.
   */
  readonly isContentEncoded?: true;
  /**
   * The name of the file to open in a zip that also contains folders or macOS'
   * own files.
   */
  readonly member?: string;
  /** The sheet of a workbook that a person has chosen; left out for the first. */
  readonly sheet?: string;
  /** As Python names it: `utf-8`, `utf-8-sig`, `cp1252`, `latin-1`, `utf-16`… */
  readonly encoding: string | null;
  /**
   * Whether a few bytes of a text in UTF-8 are none, so that readers have to
   * replace them. Left out if not.
   */
  readonly encodingErrors?: 'replace';
  /** For `csv`; `null` if its compression was not opened (bz2, xz, zstd). */
  readonly table: ITableFacts | null;
  /**
   * Whether there is more of a text table than was looked at: its beginning, and
   * its end if it is not packed.
   */
  readonly isSampled?: true;
  /** The names of the columns, if they are known; at most 1,000. */
  readonly columns: readonly string[] | null;
  /** `null` if the file was read and understood. */
  readonly doubt: Doubt | null;
}

/**
 * What inspection found out about a folder.
 */
export interface IFolderFacts extends IFacts {
  /**
   * The extension that all its data files share (`.parquet`, `.csv.gz`, `''`
   * for names without one); `null` if they differ or are not one table.
   */
  readonly extension: string | null;
  /** The names of Hive partitions (`year` for `year=2024/`), from the top. */
  readonly partitions: readonly string[];
  /** The types of the values of each partition. */
  readonly partitionTypes?: ReadonlyArray<'text' | 'number'>;
  /**
   * Whether libraries infer these types wrongly: there are codes (`dep=01`), or
   * a value is missing.
   */
  readonly isMisread?: boolean;
  /**
   * Whether characters in the values of partitions are percent-encoded (`%20`).
   */
  readonly isEncoded?: boolean;
  /**
   * Whether names that begin with a dot or `_` have the extension of the data.
   */
  readonly hasHidden?: boolean;
  /** Whether there are other files or folders beside the data. */
  readonly hasOthers?: boolean;
  /** Whether some of its data files are empty. */
  readonly hasEmpty?: boolean;
}

/**
 * The facts about bytes of which nothing is known.
 */
export const NO_FACTS: IFacts = {
  format: 'binary',
  variant: null,
  compression: null,
  encoding: null,
  table: null,
  columns: null,
  doubt: null
};
