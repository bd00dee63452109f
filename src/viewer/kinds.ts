// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Whether a file of this name is opened as a table (`opened`), or only on demand
 * because it may be one (`offered`); `null` if it is not a table.
 *
 * By its name alone, as JupyterLab asks at once and before anything is loaded:
 * a spec holds it to what `inspect` says of names.
 */
export function tableRole(name: string): 'opened' | 'offered' | null {
  const inner = name.replace(/(.)\.(gz|gzip|bgz|bz2|xz|zst|zstd)$/i, '$1');
  if (
    /.\.(csv|tsv|tab|psv|jsonl|ndjson)$/i.test(inner) ||
    /.\.(parquet|geoparquet|parq|pq|arrows?|feather|ipc|xls[xmb]?|ods)$/i.test(
      name
    )
  ) {
    return 'opened';
  }
  return /.\.(txt|log)$/i.test(inner) ? 'offered' : null;
}
