// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../facts';
import { rLiteral } from '../../../literals';

/**
 * The function of R that reads a file on the disk, and its arguments after the
 * path; `null` where the file stays bytes.
 */
export interface IReader {
  /** By its name, or written out: `function(path) …`. */
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
  const packed = compression ? PACKED[`${format} ${compression}`] : null;
  if (OTHER_VARIANTS.has(variant) || packed === undefined) {
    return null;
  }
  if (TEXTS.has(format)) {
    return textReader(facts);
  }
  const found = packed ?? READERS[`${format} ${variant}`] ?? READERS[format];
  return found ? { name: found, args: [] } : null;
}

/**
 * How R writes a data frame again; `null` where it does not.
 */
export function writerOf(facts: IFacts): IReader | null {
  if (facts.format === 'csv') {
    return isWrittenAsIs(facts) ? csvWriter(facts) : null;
  }
  const found =
    facts.compression || WRITTEN.every(each => each !== facts.variant)
      ? undefined
      : WRITERS[facts.format];
  return found ? { name: found, args: [] } : null;
}

/** `gzfile` reads what is not packed too. */
const JSON_LINES =
  'function(path) jsonlite::stream_in(gzfile(path), verbose = FALSE)';

const READERS: { readonly [format: string]: string } = {
  json: 'jsonlite::fromJSON',
  jsonl: JSON_LINES,
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
  // What is in it, by name; it does not become variables of the notebook.
  rdata: 'function(path) mget(load(path))',
  geojson: 'sf::st_read',
  geopackage: 'sf::st_read'
};

/** What reads a packed file; there is nothing for the others. */
const PACKED: { readonly [formatAndPacking: string]: string } = {
  'json gzip': 'jsonlite::fromJSON',
  'jsonl gzip': JSON_LINES,
  'text gzip': 'readLines',
  'shapefile zip': 'function(path) sf::st_read(paste0("/vsizip/", path))'
};

const TEXTS: ReadonlySet<string> = new Set(['text', 'markdown']);

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

/** No writer of R packs or takes other quotes, and none writes UTF-16's mark. */
function isWrittenAsIs(facts: IFacts): boolean {
  return (
    facts.compression === null &&
    facts.encoding !== 'utf-8-sig' &&
    !/^utf-?(16|32)/i.test(facts.encoding ?? '') &&
    facts.table?.quote !== "'"
  );
}

/** readr writes UTF-8, no names of rows, and a decimal comma only beside `;`. */
function csvWriter(facts: IFacts): IReader {
  const { table } = facts;
  const encoding = encodingOf(facts);
  const separator = table?.separator ?? ',';
  const header = table?.hasHeader === false ? ['col_names = FALSE'] : [];
  const oddComma = table?.decimal === ',' && separator !== ';';
  if (table && (encoding || table.rowNames || oddComma)) {
    return baseWriter(table, encoding);
  }
  return table?.decimal === ',' && separator === ';'
    ? { name: 'readr::write_csv2', args: header }
    : {
        name: 'readr::write_delim',
        args: [`delim = ${rLiteral(separator)}`, ...header]
      };
}

/** R's own function, which writes names of rows without a name above them. */
function baseWriter(table: ITableFacts, encoding: string | null): IReader {
  return {
    name: 'utils::write.table',
    args: [
      `sep = ${rLiteral(table.separator)}`,
      ...(table.decimal === ',' ? ['dec = ","'] : []),
      ...(table.rowNames ? [] : ['row.names = FALSE']),
      ...(table.hasHeader ? [] : ['col.names = FALSE']),
      'qmethod = "double"',
      ...(encoding ? [`fileEncoding = ${rLiteral(encoding)}`] : [])
    ]
  };
}

/** R's own function leaves byte order marks, and knows UTF-8 alone. */
function textReader(facts: IFacts): IReader {
  const encoding = encodingOf(facts);
  return encoding || facts.encoding === 'utf-8-sig'
    ? {
        name: 'readr::read_lines',
        args: encoding
          ? [`locale = readr::locale(encoding = ${rLiteral(encoding)})`]
          : []
      }
    : { name: 'readLines', args: [] };
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
        '# It was not looked into: readr finds the separator and the types.'
      ]
    };
  }
  // readr takes neither names of rows, nor quotes where white space separates.
  const base = table.rowNames || (table.separator === ' ' && !table.thousands);
  return (base ? baseReader : delimited)(table, encodingOf(facts));
}

function encodingOf({ encoding }: IFacts): string | null {
  const other = encoding && !/^(utf-?8(-sig)?|ascii)$/i.test(encoding);
  return other ? (ENCODINGS[encoding] ?? encoding) : null;
}

function delimited(table: ITableFacts, encoding: string | null): IReader {
  const { comment, decimal, missing, skippedLines, textColumns, thousands } =
    table;
  // readr looks for the mark's bytes of UTF-8 in the bytes of the file.
  const decoded = encoding !== null && thousands !== null && thousands > '\x7f';
  const encoded = encoding ? [`encoding = ${rLiteral(encoding)}`] : [];
  const locale = [
    ...(decimal === ',' ? ['decimal_mark = ","'] : []),
    ...(thousands ? [`grouping_mark = ${rLiteral(thousands)}`] : []),
    ...(decoded ? [] : encoded)
  ];
  // readr calls columns without names X1, X2 and so on.
  const types = textColumns.map(each =>
    table.hasHeader ? `${rLiteral(each)} = "c"` : `X${Number(each) + 1} = "c"`
  );
  const blank = table.separator === ' ';
  const name = blank ? 'readr::read_table' : 'readr::read_delim';
  return {
    name: decoded
      ? `function(path, ...) ${name}(I(readr::read_file(path, readr::locale(${encoded[0]}))), ...)`
      : name,
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

/**
 * R's own function: where the header is one name short, it takes the first
 * column for the names of the rows.
 */
function baseReader(table: ITableFacts, encoding: string | null): IReader {
  const { comment, hasHeader, missing, separator, skippedLines, textColumns } =
    table;
  // It calls columns without names V1, V2 and so on.
  const types = textColumns.map(each =>
    hasHeader
      ? `${rLiteral(each)} = "character"`
      : `V${Number(each) + 1} = "character"`
  );
  return {
    name: 'utils::read.table',
    args: [
      ...(hasHeader ? ['header = TRUE'] : []),
      ...(separator === ' ' ? [] : [`sep = ${rLiteral(separator)}`]),
      `quote = ${rLiteral(table.quote ?? '')}`,
      ...(table.decimal === ',' ? ['dec = ","'] : []),
      ...(missing
        ? [`na.strings = c("", "NA", ${missing.map(rLiteral).join(', ')})`]
        : []),
      ...(skippedLines ? [`skip = ${skippedLines}`] : []),
      `comment.char = ${rLiteral(comment ?? '')}`,
      ...(types.length ? [`colClasses = c(${types.join(', ')})`] : []),
      ...(encoding ? [`fileEncoding = ${rLiteral(encoding)}`] : []),
      'check.names = FALSE'
    ]
  };
}
