// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IChecked } from '../metadata/checksums';
import type { IRequestOptions, IS3Connection } from '../http/types';
import type { DirectParts } from './direct';
import { S3Error } from '../errors';
import { interruptedError } from '../http/failures';
import { listParts } from './incomplete';
import type { IBegunUpload, IPart } from './multipart';
import { exists } from '../objects/head';
import { type IPutOptions } from '../objects/put';
import type { IS3Location } from '../location';
import { retryOutage, requireReadable } from './outages';
import { quoted } from '../http/headers';

/**
 * A multipart upload, with its location.
 */
export interface IUploadRef extends IS3Location, IBegunUpload {}

/**
 * How a part is sent.
 */
export interface ISendOptions extends IRequestOptions {
  /** Direct access to the store, if there is any. */
  direct: DirectParts | null;
  /**
   * The bytes with their checksum, if they are sent with one; they then go
   * through the proxy.
   */
  checked: IChecked<Blob> | null;
  /** Pauses (ms) during an outage. */
  pauses: readonly number[];
  signal: AbortSignal;
}

/**
 * Send a part: directly to the store if that works, else through the proxy.
 *
 * @param slice - Its bytes.
 *
 * @returns Its ETag; `''` if the store did not let the page read it.
 *
 * @throws `S3Error`, `FileChanged` when the file can no longer be read.
 */
export async function sendPart(
  connection: IS3Connection,
  upload: IUploadRef,
  part: IPart,
  slice: Blob,
  options: ISendOptions
): Promise<string> {
  const { direct, checked, pauses, ...requestOptions } = options;
  const etag = await direct?.put(part.number, slice, options.signal);
  if (typeof etag === 'string') {
    return etag;
  }
  const attempt = async () => {
    try {
      const sent = checked ?? { body: slice, headers: {} };
      return await byProxy(connection, upload, part, sent, requestOptions);
    } catch (error) {
      if (!options.signal.aborted) {
        await requireReadable(slice, upload);
      }
      throw error;
    }
  };
  return retryOutage(attempt, pauses, options.signal);
}

/**
 * The ETags of the parts that have arrived completely, by part number.
 *
 * @param parts - All parts of the upload, in order.
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
 * Refuse a name that is taken, before a byte is sent: the condition itself is
 * only evaluated at the end of a long upload.
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
  { bucket, key, naming, uploadId }: IUploadRef,
  { number }: IPart,
  { body, headers }: IChecked<Blob>,
  options: IRequestOptions
): Promise<string> {
  const { ETag: etag } = await naming.send(options, named =>
    connection.send(
      sdk =>
        new sdk.UploadPartCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          PartNumber: number,
          Body: body
        }),
      { ...options, headers: { ...headers, ...named } }
    )
  );
  if (!etag) {
    throw interruptedError(`Part ${number} was not acknowledged`);
  }
  return quoted(etag);
}
