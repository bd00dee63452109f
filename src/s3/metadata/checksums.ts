// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection, IHeaders } from '../http/types';
import { crc32 } from '../http/crc32';
import { S3Error } from '../errors';

/**
 * A body with the headers to send with it.
 */
export interface IChecked<T> {
  readonly body: T | Uint8Array;
  readonly headers: IHeaders;
}

/**
 * Send a body with its checksum. A body in memory always has one; a file only
 * if the bucket requires it, as buckets on AWS do whose objects are locked by
 * default. The file is then read into memory.
 *
 * @param send - Makes one attempt.
 */
export async function sendChecked<T>(
  connection: IS3Connection,
  bucket: string,
  body: Uint8Array | Blob,
  send: (checked: IChecked<Blob>) => Promise<T>
): Promise<T> {
  const isChecked = !(body instanceof Blob) || wants(connection, bucket);
  try {
    return await send(isChecked ? await checked(body) : { body, headers: {} });
  } catch (error) {
    if (isChecked || !isWanted(error)) {
      throw error;
    }
    setWanted(connection, bucket);
    return send(await checked(body));
  }
}

/**
 * Read a body into memory and compute its checksum.
 */
export async function checked(
  body: Uint8Array | Blob
): Promise<{ body: Uint8Array; headers: IHeaders }> {
  const bytes =
    body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : body;
  const headers = {
    [CHECKSUM]: crc32(bytes),
    'x-amz-sdk-checksum-algorithm': 'CRC32'
  };
  return { body: bytes, headers };
}

/**
 * The name of the checksum header.
 */
export const CHECKSUM = 'x-amz-checksum-crc32';

/**
 * The headers that begin an upload whose parts have checksums; without them AWS
 * refuses the parts.
 */
export const CHECKED_UPLOAD: IHeaders = {
  'x-amz-checksum-algorithm': 'CRC32',
  'x-amz-checksum-type': 'FULL_OBJECT'
};

/**
 * Whether a bucket is known to require checksums.
 */
export function wants(connection: IS3Connection, bucket: string): boolean {
  return WANTED.get(connection)?.has(bucket) ?? false;
}

/**
 * Remember that a bucket requires checksums.
 */
export function setWanted(connection: IS3Connection, bucket: string): void {
  const buckets = WANTED.get(connection) ?? new Set<string>();
  WANTED.set(connection, buckets.add(bucket));
}

const WANTED = new WeakMap<IS3Connection, Set<string>>();

/**
 * Whether a store refused a body because it came without a checksum. The code
 * also stands for other errors; AWS says "Content-MD5 OR x-amz-checksum- HTTP
 * header is required for Put Object requests with Object Lock parameters".
 */
export function isWanted(error: unknown): boolean {
  return (
    error instanceof S3Error &&
    error.status === 400 &&
    /content-md5/i.test(error.message)
  );
}
