// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Made from the files of ./libraries by "jlpm libraries".

import { boto3 } from './libraries/boto3';
import { duckdb } from './libraries/duckdb';
import { ibis } from './libraries/ibis';
import { julia } from './libraries/julia';
import { geopandas, pandas } from './libraries/pandas';
import { polars } from './libraries/polars';
import { pyarrow } from './libraries/pyarrow';
import { pyspark } from './libraries/pyspark';
import { arrow, awsS3, duckdbR, paws } from './libraries/r';
import { aws, curl, mc } from './libraries/shell';
import { dask, storageOptions } from './libraries/storageoptions';
import type { ILibrary } from './types';

/**
 * All libraries.
 */
export const LIBRARIES: readonly ILibrary[] = [
  pandas,
  storageOptions,
  polars,
  duckdb,
  ibis,
  pyarrow,
  dask,
  pyspark,
  boto3,
  geopandas,
  awsS3,
  arrow,
  duckdbR,
  paws,
  julia,
  mc,
  aws,
  curl
];
