// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/http/types';
import type { IWritten } from '../s3/objects/put';
import { isLarge, putBlob, type IPutBlobOptions } from '../s3/uploads/putblob';
import { ResumableUpload } from '../s3/uploads/resumable';

/**
 * Upload a blob or file: in one request up to 16 MiB, above that in parts of 16
 * MiB, three at a time. A failed or cancelled upload leaves nothing behind.
 *
 * @param options - As for `putObject`; runs in the background by default.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`; `FileChanged` when the file can no longer be read.
 */
export async function uploadBlob(
  connection: IS3Connection,
  bucket: string,
  key: string,
  blob: Blob,
  options: IPutBlobOptions = {}
): Promise<IWritten> {
  const to = { bucket, key };
  const { onProgress, signal, ...rest } = options;
  if (!isLarge(blob)) {
    return putBlob(connection, to, blob, options);
  }
  onProgress?.(0, blob.size);
  const upload = new ResumableUpload(connection, to, blob, rest);
  try {
    return await upload.run(signal, done => onProgress?.(done, blob.size));
  } catch (error) {
    await upload.giveUp();
    throw error;
  }
}
