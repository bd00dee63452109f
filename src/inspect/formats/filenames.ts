// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, Format } from '../facts';

/**
 * The format that a name promises. The content takes precedence.
 */
export interface IPromise {
  /** `null` for an unknown extension. */
  readonly format: Format | null;
  readonly variant: string | null;
  readonly compression: Compression | null;
  /**
   * The name without the extension of its compression: `x.csv` for `x.csv.gz`.
   */
  readonly inner: string;
}

/**
 * The format that a file's name promises.
 */
export function promiseOf(name: string): IPromise {
  const compression = COMPRESSIONS[endOf(name)] ?? null;
  const inner = compression ? name.slice(0, name.lastIndexOf('.')) : name;
  const [format, variant] = FORMATS[endOf(inner)] ?? [null];
  return { format, variant: variant ?? null, compression, inner };
}

/**
 * The extension of a name, in lower case and without its dot; `''` if it has
 * none.
 */
export function endOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/**
 * Whether a text with this name may be a table: `.csv`, but also `.txt`, an
 * `.xls` that is not a workbook, or a name without an extension. A program is
 * never a table.
 */
export function mayBeTable(name: string): boolean {
  return !PROSE.has(endOf(name));
}

/**
 * Whether the name says that the file is a text table.
 */
export function isNamedTable(name: string): boolean {
  return FORMATS[endOf(name)]?.[0] === 'csv';
}

const COMPRESSIONS: { [end: string]: Compression | undefined } = {
  gz: 'gzip',
  gzip: 'gzip',
  bgz: 'gzip',
  bz2: 'bz2',
  xz: 'xz',
  zip: 'zip',
  zst: 'zstd',
  zstd: 'zstd'
};

const FORMATS: { [end: string]: [Format, string?] | undefined } = {
  csv: ['csv'],
  tsv: ['csv'],
  tab: ['csv'],
  psv: ['csv'],
  txt: ['text'],
  log: ['text'],
  html: ['text', 'html'],
  htm: ['text', 'html'],
  xml: ['text', 'xml'],
  md: ['markdown'],
  markdown: ['markdown'],
  json: ['json'],
  jsonl: ['jsonl'],
  ndjson: ['jsonl'],
  geojson: ['geojson'],
  parquet: ['parquet'],
  pq: ['parquet'],
  parq: ['parquet'],
  geoparquet: ['geoparquet'],
  feather: ['feather', 'file'],
  arrow: ['feather', 'file'],
  ipc: ['feather', 'file'],
  arrows: ['feather', 'stream'],
  orc: ['orc'],
  xlsx: ['excel', 'xlsx'],
  xlsm: ['excel', 'xlsx'],
  xls: ['excel', 'xls'],
  xlsb: ['excel', 'xlsb'],
  ods: ['excel', 'ods'],
  dta: ['stata'],
  sas7bdat: ['sas', 'sas7bdat'],
  xpt: ['sas', 'xport'],
  sav: ['spss', 'sav'],
  zsav: ['spss', 'sav'],
  por: ['spss', 'por'],
  rds: ['rds'],
  rdata: ['rdata'],
  rda: ['rdata'],
  h5: ['hdf5'],
  hdf5: ['hdf5'],
  hdf: ['hdf5'],
  nc: ['netcdf'],
  nc4: ['netcdf'],
  cdf: ['netcdf'],
  zarr: ['zarr'],
  gpkg: ['geopackage'],
  shp: ['shapefile'],
  png: ['image', 'png'],
  jpg: ['image', 'jpeg'],
  jpeg: ['image', 'jpeg'],
  gif: ['image', 'gif'],
  bmp: ['image', 'bmp'],
  tif: ['image', 'tiff'],
  tiff: ['image', 'tiff'],
  webp: ['image', 'webp'],
  pdf: ['pdf'],
  pkl: ['pickle'],
  pickle: ['pickle'],
  sqlite: ['sqlite'],
  sqlite3: ['sqlite'],
  db: ['sqlite'],
  npy: ['binary', 'npy'],
  npz: ['binary', 'npz'],
  tar: ['binary', 'tar'],
  tgz: ['binary', 'tar'],
  avro: ['binary', 'avro'],
  duckdb: ['binary', 'duckdb']
};

const PROSE = new Set([
  ...['md', 'markdown', 'rst', 'tex', 'html', 'htm', 'xml', 'svg', 'kml'],
  ...['py', 'r', 'rmd', 'qmd', 'jl', 'sql', 'sh', 'js', 'ts', 'css', 'java'],
  ...['c', 'h', 'cpp', 'go', 'rs', 'sas', 'do', 'ipynb', 'log', 'lock'],
  ...['yml', 'yaml', 'toml', 'ini', 'cfg', 'conf', 'env', 'bib', 'prj']
]);
