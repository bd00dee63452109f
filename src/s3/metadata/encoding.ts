// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat } from '../http/body';

/**
 * The names of compressing codings (IANA, HTTP content codings), and
 * unregistered names in use.
 */
const COMPRESSIONS: ReadonlySet<string> = new Set([
  ...['gzip', 'x-gzip', 'compress', 'x-compress', 'deflate', 'br', 'zstd'],
  ...['dcb', 'dcz', 'exi', 'pack200-gzip', 'bzip2', 'x-bzip2', 'xz', 'lz4'],
  ...['lzma', 'snappy', 'zlib']
]);

/**
 * The compression named by a `Content-Encoding`, or `null`: `aws-chunked`
 * belongs to the transfer, `identity` is none, and `utf-8` is a mistake.
 */
export function compressionIn(encoding: string | undefined): string | null {
  const names = Private.codings(encoding).filter(name =>
    COMPRESSIONS.has(name)
  );
  return names.join(', ') || null;
}

/**
 * Whether an object is delivered decompressed, so that the content matches the
 * name: a gzip of `data.csv` is decompressed for whoever reads the file; one of
 * `data.csv.gz` is the file itself. `jupyterlab_s3_drive/store/encoding.py` has
 * the same rule for what the server delivers.
 */
export function isUnpacked(encoding: string | undefined, key: string): boolean {
  const told = Private.codings(encoding);
  return (
    told.length === 1 &&
    ['gzip', 'x-gzip'].includes(told[0]) &&
    !/\.(gz|gzip|tgz|bgz|svgz)$/i.test(key)
  );
}

/**
 * Decompress a gzip; bytes that do not begin as one are returned unchanged.
 *
 * @param limit - The largest number of bytes to return.
 *
 * @returns `null` when there are more.
 *
 * @throws `TypeError` when the bytes cannot be decompressed.
 */
export async function unpacked(
  bytes: Uint8Array,
  limit: number
): Promise<Uint8Array | null> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes;
  }
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // A failure of the writing side is also reported by the reading side.
  void writer.write(bytes as BufferSource).then(
    () => writer.close().catch(() => undefined),
    () => undefined
  );
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done) {
      return concat(chunks);
    }
    chunks.push(value);
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => undefined);
      return null;
    }
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The codings that are named, except values that are not codings. */
  export function codings(encoding = ''): string[] {
    return encoding
      .split(',')
      .map(name => name.trim().toLowerCase())
      .filter(name => name && name !== 'aws-chunked' && name !== 'identity');
  }
}
