// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What a folder is: one of Parquet files, one of which a log of Delta Lake says
 * which files count, another one, or none.
 */
export type FolderKind = 'parquet' | 'delta' | 'other' | 'empty';
