// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat } from '../../s3/http/body';

/**
 * The first bytes of compressed data, decompressed.
 */
export interface IUnpacked {
  readonly bytes: Uint8Array;
  /**
   * `end`: all of it; `limit`: there is more; `cut`: the compressed data is cut
   * off.
   */
  readonly ended: 'end' | 'limit' | 'cut';
}

/**
 * The largest number of bytes that are decompressed to look at them.
 */
export const UNPACKED_LIMIT = 131072;

/**
 * Decompress the first bytes of deflated data, as far as possible. Never
 * throws.
 *
 * @param packed - The beginning, or all of it.
 * @param format - `gzip`, or `deflate-raw` as in a zip.
 * @param limit - The largest number of bytes that are decompressed.
 */
export async function inflate(
  packed: Uint8Array,
  format: 'gzip' | 'deflate-raw',
  limit = UNPACKED_LIMIT
): Promise<IUnpacked> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let ended: IUnpacked['ended'] = 'cut';
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // A failure of the writing side is also reported by the reading side.
  const written = writer.write(packed).then(
    () => writer.close(),
    () => undefined
  );
  written.catch(() => undefined);
  try {
    while (length < limit) {
      const { done, value } = await reader.read();
      if (done) {
        ended = 'end';
        break;
      }
      chunks.push(value);
      length += value.length;
    }
    if (ended !== 'end') {
      ended = 'limit';
    }
  } catch {
    ended = 'cut';
  }
  await reader.cancel().catch(() => undefined);
  return { bytes: concat(chunks).subarray(0, limit), ended };
}
