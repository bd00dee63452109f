// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from './connection';
import { putObject, type IPutOptions, type IWritten } from './objects';
import type { IS3Location } from './path';
import { patiently, PAUSES, requireReadable } from './patience';
import {
  PART_SIZE,
  ResumableUpload,
  type IResumableOptions
} from './resumable';

/**
 * How to upload.
 */
export interface IUploadOptions extends IPutOptions, IResumableOptions {
  /** Bytes stored so far, and in all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Upload a blob or file: in one request up to 16 MiB, above that in parts of
 * 16 MiB, three at a time. A failed or cancelled upload leaves nothing behind.
 *
 * @param options - As for `putObject`; runs in the background unless it says
 * otherwise.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`; `FileChanged` when the file cannot be read any more.
 */
export async function uploadBlob(
  connection: IS3Connection,
  bucket: string,
  key: string,
  blob: Blob,
  options: IUploadOptions = {}
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

/**
 * Whether a blob is uploaded in parts.
 */
export function isLarge(blob: Blob): boolean {
  return blob.size > PART_SIZE;
}

/**
 * Upload a blob or file in one request.
 *
 * @throws As `uploadBlob`.
 */
export async function putBlob(
  connection: IS3Connection,
  to: IS3Location,
  blob: Blob,
  options: IUploadOptions
): Promise<IWritten> {
  const { onProgress, pauses = PAUSES, ...rest } = options;
  const put: IPutOptions = { priority: 'background', ...rest };
  onProgress?.(0, blob.size);
  const attempt = async (repeated: boolean) => {
    try {
      const conditions = { ...put, repeated };
      return await putObject(connection, to.bucket, to.key, blob, conditions);
    } catch (error) {
      if (!put.signal?.aborted) {
        await requireReadable(blob, to);
      }
      throw error;
    }
  };
  const written = await patiently(attempt, pauses, put.signal);
  onProgress?.(blob.size, blob.size);
  return written;
}
