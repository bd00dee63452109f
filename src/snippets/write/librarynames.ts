// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Made from the files of ./libraries by "jlpm libraries".

/**
 * The displayed names of the libraries.
 */
export const LIBRARY_NAMES = {
  pandas: 'pandas',
  'storage-options': 'pandas storage_options',
  polars: 'Polars',
  duckdb: 'DuckDB',
  ibis: 'Ibis',
  pyarrow: 'PyArrow',
  dask: 'Dask',
  pyspark: 'PySpark',
  boto3: 'boto3',
  geopandas: 'geopandas',
  'aws.s3': 'aws.s3',
  arrow: 'arrow',
  paws: 'paws',
  AWSS3: 'AWSS3',
  mc: 'mc',
  aws: 'aws',
  curl: 'curl'
} as const;

type Libraries = ReadonlyArray<keyof typeof LIBRARY_NAMES>;

/**
 * The libraries that can be the default of a language; it is the first one
 * unless the settings name another.
 */
export const DEFAULT_LIBRARIES: {
  readonly [language in 'python' | 'r' | 'julia' | 'shell']: Libraries;
} = {
  python: [
    'pandas',
    'storage-options',
    'polars',
    'duckdb',
    'ibis',
    'pyarrow',
    'dask',
    'pyspark',
    'boto3'
  ],
  r: ['aws.s3', 'arrow', 'duckdb', 'paws'],
  julia: ['AWSS3'],
  shell: ['mc', 'aws', 'curl']
};

/**
 * The libraries for special files.
 */
export const SPECIAL_LIBRARIES: {
  readonly [language in 'python' | 'r' | 'julia' | 'shell']: Libraries;
} = {
  python: ['geopandas'],
  r: [],
  julia: [],
  shell: []
};
