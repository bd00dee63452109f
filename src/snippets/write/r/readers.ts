// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { rLiteral } from '../literals';

/**
 * The function of R that reads a file on the disk, and its arguments after the
 * path; `null` where the file stays bytes.
 */
export interface IReader {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * How R reads a format. Packages that a pod has: readr, haven, readxl,
 * jsonlite, arrow, sf.
 */
export function readerOf(facts: IFacts): IReader | null {
  if (facts.doubt) {
    return null;
  }
  if (facts.format === 'csv') {
    return csvReader(facts);
  }
  if (facts.compression !== null && facts.format !== 'shapefile') {
    return null;
  }
  const found = READERS[facts.format];
  return found ? { name: found[0], args: found.slice(1) } : null;
}

/**
 * How R writes a data frame again; `null` where it does not.
 */
export function writerOf(facts: IFacts): IReader | null {
  if (facts.format === 'csv') {
    const separator = facts.table?.separator ?? ',';
    const comma = facts.table?.decimal === ',';
    return comma && separator === ';'
      ? { name: 'readr::write_csv2', args: [] }
      : {
          name: 'readr::write_delim',
          args: [`delim = ${rLiteral(separator)}`]
        };
  }
  const found = facts.compression ? undefined : WRITERS[facts.format];
  return found ? { name: found, args: [] } : null;
}

const READERS: { readonly [format: string]: readonly string[] } = {
  json: ['jsonlite::fromJSON'],
  jsonl: ['arrow::read_json_arrow'],
  parquet: ['arrow::read_parquet'],
  geoparquet: ['arrow::read_parquet'],
  feather: ['arrow::read_feather'],
  excel: ['readxl::read_excel'],
  stata: ['haven::read_dta'],
  sas: ['haven::read_sas'],
  spss: ['haven::read_sav'],
  rds: ['readRDS'],
  geojson: ['sf::st_read'],
  geopackage: ['sf::st_read'],
  text: ['readLines'],
  markdown: ['readLines']
};

const WRITERS: { readonly [format: string]: string } = {
  parquet: 'arrow::write_parquet',
  feather: 'arrow::write_feather',
  stata: 'haven::write_dta',
  spss: 'haven::write_sav',
  rds: 'saveRDS'
};

/** readr unpacks by what the file holds, but zstd. */
function csvReader(facts: IFacts): IReader | null {
  const { compression, encoding, table } = facts;
  if (compression === 'zstd') {
    return null;
  }
  const other = encoding && !/^(utf-?8(-sig)?|ascii)$/i.test(encoding);
  const locale = [
    ...(table?.decimal === ',' ? ['decimal_mark = ","'] : []),
    ...(other
      ? [`encoding = ${rLiteral(ENCODINGS[encoding] ?? encoding)}`]
      : [])
  ];
  const texts = table?.textColumns ?? [];
  return {
    name: 'readr::read_delim',
    args: [
      `delim = ${rLiteral(table?.separator ?? ',')}`,
      ...(table?.quote === "'" ? [`quote = "'"`] : []),
      ...(table?.hasHeader === false ? ['col_names = FALSE'] : []),
      ...(table?.comment ? [`comment = ${rLiteral(table.comment)}`] : []),
      ...(texts.length
        ? [
            `col_types = readr::cols(${texts.map(name => `${rLiteral(name)} = "c"`).join(', ')})`
          ]
        : []),
      ...(locale.length ? [`locale = readr::locale(${locale.join(', ')})`] : [])
    ]
  };
}

/** As R's `iconv` names what Python names otherwise. */
const ENCODINGS: { readonly [python: string]: string } = {
  cp1252: 'windows-1252',
  'latin-1': 'latin1',
  'utf-16': 'UTF-16'
};
