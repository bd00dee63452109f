// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../http/types';
import { putObject, type IPutOptions, type IWritten } from '../objects/put';
import type { IS3Location } from '../location';
import { retryOutage, OUTAGE_DELAYS, requireReadable } from './outages';
import { PART_SIZE, type IResumableOptions } from './resumable';

/**
 * How to upload.
 */
export interface IPutBlobOptions extends IPutOptions, IResumableOptions {
  /** Bytes stored so far, and in all. */
  onProgress?: (done: number, total: number) => void;
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
 * @param options - As for `putObject`; runs in the background by default.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`; `FileChanged` when the file can no longer be read.
 */
export async function putBlob(
  connection: IS3Connection,
  to: IS3Location,
  blob: Blob,
  options: IPutBlobOptions
): Promise<IWritten> {
  const { onProgress, pauses = OUTAGE_DELAYS, ...rest } = options;
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
  const written = await retryOutage(attempt, pauses, put.signal);
  onProgress?.(blob.size, blob.size);
  return written;
}
