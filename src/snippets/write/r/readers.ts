// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../facts';
import { rLiteral } from '../literals';

/**
 * The function of R that reads a file on the disk, and its arguments after the
 * path; `null` where the file stays bytes.
 */
export interface IReader {
  readonly name: string;
  readonly args: readonly string[];
  /** Comments to put above. */
  readonly remarks?: readonly string[];
}

/**
 * How R reads a format. Packages that a pod has: readr, haven, readxl,
 * jsonlite, arrow, sf.
 */
export function readerOf(facts: IFacts): IReader | null {
  const { compression, format, variant } = facts;
  if (facts.doubt || facts.member) {
    return null;
  }
  if (format === 'csv') {
    return csvReader(facts);
  }
  if (compression !== null || OTHER_VARIANTS.has(variant)) {
    return null;
  }
  const found = READERS[`${format} ${variant}`] ?? READERS[format];
  return found ? { name: found, args: [] } : null;
}

/**
 * How R writes a data frame again; `null` where it does not.
 */
export function writerOf(facts: IFacts): IReader | null {
  if (facts.format === 'csv') {
    return isWrittenAsIs(facts) ? csvWriter(facts.table) : null;
  }
  const found =
    facts.compression || WRITTEN.every(each => each !== facts.variant)
      ? undefined
      : WRITERS[facts.format];
  return found ? { name: found, args: [] } : null;
}

const READERS: { readonly [format: string]: string } = {
  json: 'jsonlite::fromJSON',
  jsonl: 'arrow::read_json_arrow',
  parquet: 'arrow::read_parquet',
  geoparquet: 'arrow::read_parquet',
  feather: 'arrow::read_feather',
  'feather stream': 'arrow::read_ipc_stream',
  excel: 'readxl::read_excel',
  'excel ods': 'readODS::read_ods',
  stata: 'haven::read_dta',
  sas: 'haven::read_sas',
  'sas xport': 'haven::read_xpt',
  spss: 'haven::read_sav',
  'spss por': 'haven::read_por',
  rds: 'readRDS',
  geojson: 'sf::st_read',
  geopackage: 'sf::st_read',
  text: 'readLines',
  markdown: 'readLines'
};

/** What no reader of these takes. */
const OTHER_VARIANTS: ReadonlySet<string | null> = new Set(['xlsb', 'delta']);

/** The kinds that R writes. */
const WRITTEN = [null, 'file', 'sav'];

const WRITERS: { readonly [format: string]: string } = {
  parquet: 'arrow::write_parquet',
  feather: 'arrow::write_feather',
  stata: 'haven::write_dta',
  spss: 'haven::write_sav',
  rds: 'saveRDS'
};

/** As R's `iconv` names what Python names otherwise. */
const ENCODINGS: { readonly [python: string]: string } = {
  cp1252: 'windows-1252',
  'latin-1': 'latin1',
  'utf-16': 'UTF-16'
};

/** readr writes UTF-8 and double quotes alone, and packs by the name alone. */
function isWrittenAsIs(facts: IFacts): boolean {
  return (
    facts.compression === null &&
    facts.encoding !== 'utf-8-sig' &&
    encodingOf(facts) === null &&
    facts.table?.quote !== "'"
  );
}

function csvWriter(table: ITableFacts | null): IReader {
  const separator = table?.separator ?? ',';
  const header = table?.hasHeader === false ? ['col_names = FALSE'] : [];
  return table?.decimal === ',' && separator === ';'
    ? { name: 'readr::write_csv2', args: header }
    : {
        name: 'readr::write_delim',
        args: [`delim = ${rLiteral(separator)}`, ...header]
      };
}

/** readr unpacks by what the file holds, but zstd. */
function csvReader(facts: IFacts): IReader | null {
  const { compression, table } = facts;
  if (compression === 'zstd') {
    return null;
  }
  if (!table) {
    return {
      name: 'readr::read_delim',
      args: [],
      remarks: [
        '# It was not looked into: readr finds the separator, and reads codes as numbers.'
      ]
    };
  }
  return table.rowNames
    ? withRowNames(table, encodingOf(facts))
    : delimited(table, encodingOf(facts));
}

function encodingOf({ encoding }: IFacts): string | null {
  const other = encoding && !/^(utf-?8(-sig)?|ascii)$/i.test(encoding);
  return other ? (ENCODINGS[encoding] ?? encoding) : null;
}

function delimited(table: ITableFacts, encoding: string | null): IReader {
  const { comment, missing, skippedLines, textColumns, thousands } = table;
  const locale = [
    ...(table.decimal === ',' ? ['decimal_mark = ","'] : []),
    ...(thousands ? [`grouping_mark = ${rLiteral(thousands)}`] : []),
    ...(encoding ? [`encoding = ${rLiteral(encoding)}`] : [])
  ];
  // readr calls columns without names X1, X2 and so on.
  const types = textColumns.map(each =>
    table.hasHeader ? `${rLiteral(each)} = "c"` : `X${Number(each) + 1} = "c"`
  );
  const blank = table.separator === ' ';
  return {
    name: blank ? 'readr::read_table' : 'readr::read_delim',
    args: [
      ...(blank ? [] : [`delim = ${rLiteral(table.separator)}`]),
      ...(!blank && table.quote !== '"'
        ? [`quote = ${rLiteral(table.quote ?? '')}`]
        : []),
      ...(table.escape
        ? ['escape_backslash = TRUE', 'escape_double = FALSE']
        : []),
      ...(table.hasHeader ? [] : ['col_names = FALSE']),
      ...(skippedLines ? [`skip = ${skippedLines}`] : []),
      ...(comment ? [`comment = ${rLiteral(comment)}`] : []),
      ...(missing
        ? [`na = c("", "NA", ${missing.map(rLiteral).join(', ')})`]
        : []),
      ...(types.length ? [`col_types = readr::cols(${types.join(', ')})`] : []),
      ...(locale.length ? [`locale = readr::locale(${locale.join(', ')})`] : [])
    ]
  };
}

/** R's own function, which takes the first column for names as R writes them. */
function withRowNames(table: ITableFacts, encoding: string | null): IReader {
  const types = table.textColumns.map(
    each => `${rLiteral(each)} = "character"`
  );
  return {
    name: 'utils::read.table',
    args: [
      'header = TRUE',
      ...(table.separator === ' '
        ? []
        : [`sep = ${rLiteral(table.separator)}`]),
      `quote = ${rLiteral(table.quote ?? '')}`,
      `dec = ${rLiteral(table.decimal)}`,
      ...(table.skippedLines ? [`skip = ${table.skippedLines}`] : []),
      `comment.char = ${rLiteral(table.comment ?? '')}`,
      ...(types.length ? [`colClasses = c(${types.join(', ')})`] : []),
      ...(encoding ? [`fileEncoding = ${rLiteral(encoding)}`] : []),
      'check.names = FALSE'
    ]
  };
}
