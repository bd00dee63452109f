// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import type { DirectParts } from './direct';
import { S3Error } from './errors';
import { interruptedError } from './failures';
import { listParts } from './incomplete';
import type { IPart } from './multipart';
import { exists, type IPutOptions } from './objects';
import type { IS3Location } from './path';
import { patiently, requireReadable } from './patience';
import { quoted } from './transport';

/**
 * An upload in parts as the store knows it.
 */
export interface IUploadRef extends IS3Location {
  readonly uploadId: string;
}

/**
 * How a part is sent.
 */
export interface ISendOptions extends IRequestOptions {
  /** The way to the store itself, if there is one. */
  direct: DirectParts | null;
  /** Pauses (ms) while nobody answers. */
  pauses: readonly number[];
  signal: AbortSignal;
}

/**
 * Send a part: to the store itself where that works, else by the proxy.
 *
 * @param slice - Its bytes.
 *
 * @returns Its ETag; `''` where the store did not let the page read it.
 *
 * @throws `S3Error`, `FileChanged` when the file cannot be read any more.
 */
export async function sendPart(
  connection: IS3Connection,
  upload: IUploadRef,
  part: IPart,
  slice: Blob,
  options: ISendOptions
): Promise<string> {
  const { direct, pauses, ...requestOptions } = options;
  const etag = await direct?.put(part.number, slice, options.signal);
  if (typeof etag === 'string') {
    return etag;
  }
  const attempt = async () => {
    try {
      return await byProxy(connection, upload, part, slice, requestOptions);
    } catch (error) {
      if (!options.signal.aborted) {
        await requireReadable(slice, upload);
      }
      throw error;
    }
  };
  return patiently(attempt, pauses, options.signal);
}

/**
 * The ETags of the parts that have arrived whole, by their numbers.
 *
 * @param parts - All parts of the upload, in their order.
 *
 * @throws `S3Error` 404 (`NoSuchUpload`).
 */
export async function arrivedParts(
  connection: IS3Connection,
  upload: IUploadRef,
  parts: readonly IPart[],
  options: IRequestOptions
): Promise<Map<number, string>> {
  const etags = new Map<number, string>();
  for await (const page of listParts(connection, upload, options)) {
    for (const { number, size, etag } of page) {
      const part = parts[number - 1];
      if (part && size === part.end - part.start) {
        etags.set(number, quoted(etag));
      }
    }
  }
  return etags;
}

/**
 * Refuse a name that is taken before a byte is sent: the condition itself
 * counts only at the end of a long upload.
 */
export async function requireAbsent(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  { ifNoneMatch, priority, signal }: IPutOptions
): Promise<void> {
  if (
    !ifNoneMatch ||
    !(await exists(connection, bucket, key, { priority, signal }))
  ) {
    return;
  }
  throw new S3Error({
    message: 'An object of this name exists.',
    code: 'ObjectExists',
    status: 412,
    origin: 'store',
    bucket,
    key
  });
}

async function byProxy(
  connection: IS3Connection,
  { bucket, key, uploadId }: IUploadRef,
  { number }: IPart,
  slice: Blob,
  options: IRequestOptions
): Promise<string> {
  const { ETag: etag } = await connection.send(
    sdk =>
      new sdk.UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        Body: slice
      }),
    options
  );
  if (!etag) {
    throw interruptedError(`Part ${number} was not acknowledged`);
  }
  return quoted(etag);
}
