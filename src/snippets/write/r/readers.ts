// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { rLiteral } from '../../../literals';
import { isByte } from '../tables';
import { csvReader, encodingOf, REPLACED, type IReader } from './csvreader';

export type { IReader };

/**
 * How R reads a format. Of the packages used, Onyxia services have readr,
 * haven, readxl, jsonlite, arrow and sf.
 */
export function readerOf(facts: IFacts): IReader | null {
  const { compression, format, sheet, variant } = facts;
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
  if (facts.encodingErrors) {
    return null;
  }
  const found = packed ?? READERS[`${format} ${variant}`] ?? READERS[format];
  const args = sheet === undefined ? [] : [`sheet = ${rLiteral(sheet)}`];
  return found ? { name: found, args } : null;
}

/**
 * How R writes a data frame; `null` if it cannot.
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

/** `gzfile` also reads uncompressed files. */
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
  // A list of its objects, instead of variables in the notebook.
  rdata: 'function(path) mget(load(path))',
  geojson: 'sf::st_read',
  geopackage: 'sf::st_read'
};

/** The readers of compressed files. Other combinations are not supported. */
const PACKED: { readonly [formatAndPacking: string]: string } = {
  'json gzip': 'jsonlite::fromJSON',
  'jsonl gzip': JSON_LINES,
  'text gzip': 'readLines',
  'shapefile zip': 'function(path) sf::st_read(paste0("/vsizip/", path))'
};

const TEXTS: ReadonlySet<string> = new Set(['text', 'markdown']);

/** The variants that none of these readers supports. */
const OTHER_VARIANTS: ReadonlySet<string | null> = new Set(['xlsb', 'delta']);

/** The variants that R writes. */
const WRITTEN = [null, 'file', 'sav'];

const WRITERS: { readonly [format: string]: string } = {
  parquet: 'arrow::write_parquet',
  feather: 'arrow::write_feather',
  stata: 'haven::write_dta',
  spss: 'haven::write_sav',
  rds: 'saveRDS'
};

/**
 * Whether R can write the file as it was: no compression, no other quotes, and
 * no byte order marks.
 */
function isWrittenAsIs(facts: IFacts): boolean {
  return (
    facts.compression === null &&
    facts.encoding !== 'utf-8-sig' &&
    !/^utf-?(16|32)/i.test(facts.encoding ?? '') &&
    facts.table?.quote !== "'"
  );
}

/**
 * readr writes UTF-8, no row names, separators of one byte, and a decimal comma
 * only with `;`.
 */
function csvWriter(facts: IFacts): IReader {
  const { table } = facts;
  const encoding = encodingOf(facts);
  const separator = table?.separator ?? ',';
  const header = table?.hasHeader === false ? ['col_names = FALSE'] : [];
  // R does not quote a number that has a comma.
  const oddComma = table?.decimal === ',' && ![',', ';'].includes(separator);
  const isBase = encoding || table?.rowNames || oddComma || !isByte(separator);
  if (table && isBase) {
    return baseWriter(table, encoding);
  }
  return table?.decimal === ',' && separator === ';'
    ? { name: 'readr::write_csv2', args: header }
    : {
        name: 'readr::write_delim',
        args: [`delim = ${rLiteral(separator)}`, ...header]
      };
}

/** R's own function, which writes row names without a column name. */
function baseWriter(table: ITableFacts, encoding: string | null): IReader {
  return {
    name: 'utils::write.table',
    args: [
      `sep = ${rLiteral(table.separator)}`,
      ...(table.decimal === ',' && table.separator !== ','
        ? ['dec = ","']
        : []),
      ...(table.rowNames ? [] : ['row.names = FALSE']),
      ...(table.hasHeader ? [] : ['col.names = FALSE']),
      'qmethod = "double"',
      ...(encoding ? [`fileEncoding = ${rLiteral(encoding)}`] : [])
    ]
  };
}

/** R's `readLines` keeps byte order marks, and only supports UTF-8. */
function textReader(facts: IFacts): IReader {
  const encoding = encodingOf(facts);
  if (facts.encodingErrors) {
    return {
      name: 'function(path) iconv(readr::read_lines(path), "UTF-8", "UTF-8", sub = "\\ufffd")',
      args: [],
      remarks: REPLACED
    };
  }
  return encoding || facts.encoding === 'utf-8-sig'
    ? {
        name: 'readr::read_lines',
        args: encoding
          ? [`locale = readr::locale(encoding = ${rLiteral(encoding)})`]
          : []
      }
    : { name: 'readLines', args: [] };
}
