// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { julia } from './julia';
import { boto3 } from './python/boto3';
import { duckdb } from './python/duckdb';
import { geopandas, pandas } from './python/pandas';
import { polars } from './python/polars';
import { pyarrow } from './python/pyarrow';
import { dask, storageOptions } from './python/storageoptions';
import { arrow, awsS3, duckdbR, paws } from './r/libraries';
import { aws, curl, mc } from './shell';
import type { ILibrary } from './types';

/**
 * All ways that there are.
 */
export const LIBRARIES: readonly ILibrary[] = [
  pandas,
  geopandas,
  storageOptions,
  polars,
  duckdb,
  pyarrow,
  dask,
  boto3,
  awsS3,
  arrow,
  duckdbR,
  paws,
  julia,
  mc,
  aws,
  curl
];
