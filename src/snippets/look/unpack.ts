// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat } from '../../s3/body';

/**
 * The first bytes of something packed.
 */
export interface IUnpacked {
  readonly bytes: Uint8Array;
  /** `end`: all of it; `limit`: there is more; `cut`: the packing breaks off. */
  readonly ended: 'end' | 'limit' | 'cut';
}

/**
 * At most so much is unpacked, whatever the packing promises.
 */
export const UNPACKED_LIMIT = 131072;

/**
 * Unpack the first bytes of deflated data, as far as they go. Never throws.
 *
 * @param packed - The beginning, or all of it.
 * @param format - `gzip`, or `deflate-raw` as in a zip.
 */
export async function inflate(
  packed: Uint8Array,
  format: 'gzip' | 'deflate-raw'
): Promise<IUnpacked> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let ended: IUnpacked['ended'] = 'cut';
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // Failures of the writing side come out of the reading side as well.
  const written = writer.write(packed).then(
    () => writer.close(),
    () => undefined
  );
  written.catch(() => undefined);
  try {
    while (length < UNPACKED_LIMIT) {
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
  return { bytes: concat(chunks).subarray(0, UNPACKED_LIMIT), ended };
}
