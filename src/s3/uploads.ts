// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from './connection';
import { S3Error } from './errors';
import { partsOf, putParts } from './multipart';
import { exists, putObject, type IPutOptions, type IWritten } from './objects';

/**
 * How to upload.
 */
export interface IUploadOptions extends IPutOptions {
  /** Bytes stored so far, and in all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * The size of a part, and of the largest upload in one request.
 */
const PART_SIZE = 16 * 2 ** 20;

/**
 * Upload a blob or file: in one request up to 16 MiB, above that in parts of
 * 16 MiB, three at a time. A failed or cancelled upload leaves nothing behind.
 *
 * @param options - As for `putObject`; runs in the background unless it says
 * otherwise.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`.
 */
export async function uploadBlob(
  connection: IS3Connection,
  bucket: string,
  key: string,
  blob: Blob,
  options: IUploadOptions = {}
): Promise<IWritten> {
  const { onProgress, ...rest } = options;
  const put: IPutOptions = { priority: 'background', ...rest };
  onProgress?.(0, blob.size);
  if (blob.size <= PART_SIZE) {
    const written = await putObject(connection, bucket, key, blob, put);
    onProgress?.(blob.size, blob.size);
    return written;
  }
  if (put.ifNoneMatch) {
    await requireAbsent(connection, bucket, key, put);
  }
  let done = 0;
  return putParts(
    connection,
    { bucket, key },
    partsOf(blob.size, PART_SIZE),
    async (uploadId, part, requestOptions) => {
      const output = await connection.send(
        sdk =>
          new sdk.UploadPartCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            PartNumber: part.number,
            Body: blob.slice(part.start, part.end)
          }),
        requestOptions
      );
      done += part.end - part.start;
      onProgress?.(done, blob.size);
      return output.ETag;
    },
    put
  );
}

/**
 * Refuse a name that is taken before a byte is sent: the condition itself
 * counts only at the end of a long upload.
 */
async function requireAbsent(
  connection: IS3Connection,
  bucket: string,
  key: string,
  { priority, signal }: IPutOptions
): Promise<void> {
  if (!(await exists(connection, bucket, key, { priority, signal }))) {
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
