// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { hasSignature } from './signatures';

/**
 * The contents of the footer of a Parquet file.
 */
export interface IParquet {
  /** The columns of the outermost level, without the index that pandas adds. */
  readonly columns: string[];
  /** Whether it is GeoParquet. */
  readonly isGeo: boolean;
}

/**
 * The longest footer that is read: thousands of columns or row groups.
 */
export const FOOTER_LIMIT = 4 * 2 ** 20;

/**
 * How many bytes at the end contain the footer, its length and its magic;
 * `null` if there is no footer at the end.
 *
 * @param tail - The last bytes.
 * @param size - The size of the whole file.
 */
export function footerLength(tail: Uint8Array, size: number): number | null {
  if (tail.length < 8 || !hasSignature(tail, 'PAR1', tail.length - 4)) {
    return null;
  }
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const length = view.getUint32(tail.length - 8, true) + 8;
  return length <= size - 4 ? length : null;
}

/**
 * Read a footer; `null` if it cannot be read.
 *
 * @param bytes - The last bytes of the file, at least `footerLength` of them.
 */
export async function readFooter(bytes: Uint8Array): Promise<IParquet | null> {
  // The largest of the libraries: loaded only for files that need it.
  const { parquetMetadata } = await import('hyparquet');
  try {
    const metadata = parquetMetadata(bytes, { geoparquet: false });
    const columns: string[] = [];
    let at = 1;
    while (at < metadata.schema.length && columns.length < 1000) {
      const name = metadata.schema[at].name;
      if (!/^__index_level_\d+__$/.test(name)) {
        columns.push(name);
      }
      at = afterColumn(metadata.schema, at);
    }
    const pairs = metadata.key_value_metadata ?? [];
    return { columns, isGeo: pairs.some(pair => pair.key === 'geo') };
  } catch {
    return null;
  }
}

/**
 * The index of the next column: nested levels are skipped.
 */
export function afterColumn(
  schema: readonly { num_children?: number }[],
  at: number
): number {
  let open = 1;
  while (open > 0 && at < schema.length) {
    open += (schema[at].num_children ?? 0) - 1;
    at++;
  }
  return at;
}
