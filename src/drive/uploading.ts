// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { head } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { uploadBlob } from '../s3/uploads';
import { fileModel } from './models';
import { isMissing, requireFree } from './places';
import type { IRoom } from './types';

/**
 * How to upload a file.
 */
export interface IUploadOptions {
  /** Bytes stored so far, and in all. */
  onProgress?: (done: number, total: number) => void;

  /** Cancels the upload; nothing is left behind. */
  signal?: AbortSignal;

  /** What to do about an object of that name: 409 (the default), or replace. */
  onExisting?: 'fail' | 'replace';
}

/**
 * Upload a file as one object; the file itself, in parts if it is large.
 *
 * @throws `DriveError` 409 when the name is taken; `S3Error` 412 when it was
 * taken, or what is replaced was changed, during the upload.
 */
export async function uploadFile(
  room: IRoom,
  place: IS3Location,
  file: File,
  options: IUploadOptions
): Promise<{ model: Contents.IModel; replaced: boolean }> {
  const { onProgress, signal, onExisting } = options;
  const old =
    onExisting === 'replace' ? await Private.existing(room, place) : null;
  await requireFree(room, place, { folderOnly: old !== null });
  const known = file.type || room.mimetype(toPath(place.bucket, place.key));
  const { etag } = await uploadBlob(
    room.connection,
    place.bucket,
    place.key,
    file,
    {
      onProgress,
      signal,
      contentType: known || 'application/octet-stream',
      ...(old ? { ifMatch: old.etag } : { ifNoneMatch: '*' })
    }
  );
  const facts = { size: file.size, etag, lastModified: new Date() };
  return { model: fileModel(room, place, facts), replaced: old !== null };
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export async function existing(
    room: IRoom,
    place: IS3Location
  ): Promise<IObjectInfo | null> {
    try {
      return await head(room.connection, place.bucket, place.key);
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      throw error;
    }
  }
}
