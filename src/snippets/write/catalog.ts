// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { geopandas, pandas } from './python/pandas';
import type { ILibrary } from './types';

/**
 * All ways that there are.
 */
export const LIBRARIES: readonly ILibrary[] = [pandas, geopandas];
