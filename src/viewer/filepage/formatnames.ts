// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Compression } from '../../inspect/facts';
import type { IMagic } from '../../inspect/formats/signatures';

/**
 * What people call a format that the first bytes of a file show.
 */
export function formatName(
  { format, variant }: IMagic,
  trans: TranslationBundle
): string {
  const name = NAMES[variant ?? ''] ?? NAMES[format] ?? variant ?? format;
  return variant === 'encrypted'
    ? trans.__('%1, protected by a password', name)
    : name;
}

/**
 * What people call a compression.
 */
export function packingName(compression: Compression): string {
  return compression === 'gzip' || compression === 'bz2' || compression === 'xz'
    ? compression
    : { zip: 'ZIP', zstd: 'Zstandard (zstd)' }[compression];
}

/** By the format, or by its variant where that says more. */
const NAMES: { readonly [name: string]: string | undefined } = {
  parquet: 'Parquet',
  geoparquet: 'GeoParquet',
  feather: 'Apache Arrow',
  orc: 'ORC',
  encrypted: 'Excel',
  excel: 'Excel',
  xls: 'Excel (xls)',
  stata: 'Stata',
  sas7bdat: 'SAS (sas7bdat)',
  xport: 'SAS (xport)',
  spss: 'SPSS',
  rds: 'R (rds)',
  rdata: 'R (RData)',
  hdf5: 'HDF5',
  netcdf: 'NetCDF',
  geopackage: 'GeoPackage',
  shapefile: 'Shapefile',
  pdf: 'PDF',
  pickle: 'Python pickle',
  sqlite: 'SQLite',
  npy: 'NumPy (npy)',
  npz: 'NumPy (npz)',
  avro: 'Avro',
  duckdb: 'DuckDB',
  tar: 'tar',
  '7z': '7-Zip',
  rar: 'RAR',
  png: 'PNG',
  jpeg: 'JPEG',
  gif: 'GIF',
  tiff: 'TIFF',
  webp: 'WebP',
  bmp: 'BMP'
};
