// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { S3Error } from './errors';
import { multipartEtag } from './etag';
import { interruptedError, withParts } from './failures';
import { abortUpload } from './incomplete';
import { inputOf, tagsOf } from './info';
import { head, type IPutOptions, type IWritten } from './objects';
import { inParallel } from './parallel';
import type { IS3Location } from './path';
import { quoted } from './transport';

/**
 * How many parts are under way at a time: one place in flight stays free.
 */
export const PARALLEL = 3;

/**
 * S3 takes at most this many parts.
 */
const MAX_PARTS = 10_000;

/**
 * A part of an object.
 */
export interface IPart {
  /** Counted from 1. */
  readonly number: number;
  /** Its first byte. */
  readonly start: number;
  /** The byte after its last one. */
  readonly end: number;
}

/**
 * Stores one part of an upload.
 *
 * @returns The part's ETag.
 */
export type PartSender = (
  uploadId: string,
  part: IPart,
  options: IRequestOptions
) => Promise<string | undefined>;

/**
 * Put an object together from parts, all or nothing: on any failure the upload
 * is given up, and its parts are removed.
 *
 * @param to - Where the object will be.
 * @param parts - As `partsOf` gives them.
 * @param send - Stores one part.
 * @param options - Headers, tags and conditions of the object.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`.
 */
export async function putParts(
  connection: IS3Connection,
  to: IS3Location,
  parts: IPart[],
  send: PartSender,
  options: IPutOptions
): Promise<IWritten> {
  const { priority, signal } = options;
  const uploadId = await createUpload(connection, to, options);
  const etags: string[] = [];
  try {
    await inParallel(
      parts,
      PARALLEL,
      async (part, partSignal) => {
        const requestOptions = { priority, signal: partSignal };
        const etag = await send(uploadId, part, requestOptions);
        if (!etag) {
          throw interruptedError(`Part ${part.number} was not acknowledged`);
        }
        etags[part.number - 1] = etag;
      },
      signal
    );
    return await completeUpload(connection, to, uploadId, etags, options);
  } catch (error) {
    await giveUp(connection, to, uploadId);
    throw error;
  }
}

/**
 * Begin an upload in parts.
 *
 * @param options - Headers and tags of the object.
 *
 * @returns The id of the upload.
 */
export async function createUpload(
  connection: IS3Connection,
  to: IS3Location,
  options: IPutOptions
): Promise<string> {
  const { priority, signal } = options;
  const created = await connection.send(
    sdk =>
      new sdk.CreateMultipartUploadCommand({
        Bucket: to.bucket,
        Key: to.key,
        ...inputOf(options),
        Tagging: tagsOf(options.tagging)
      }),
    { priority, signal }
  );
  return created.UploadId ?? '';
}

/**
 * Divide an object.
 *
 * @param size - Its size, not 0.
 * @param partSize - The size of a part, made larger where the parts would be
 * too many.
 */
export function partsOf(size: number, partSize: number): IPart[] {
  const step = Math.max(partSize, Math.ceil(size / MAX_PARTS));
  return Array.from({ length: Math.ceil(size / step) }, (_, index) => ({
    number: index + 1,
    start: index * step,
    end: Math.min(size, (index + 1) * step)
  }));
}

/**
 * Make the parts one object, under the conditions.
 *
 * @param etags - Of the parts, in their order.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`.
 */
export async function completeUpload(
  connection: IS3Connection,
  to: IS3Location,
  uploadId: string,
  etags: string[],
  options: IPutOptions
): Promise<IWritten> {
  const { ifMatch, ifNoneMatch, priority, signal } = options;
  try {
    const output = await connection.send(
      sdk =>
        new sdk.CompleteMultipartUploadCommand({
          Bucket: to.bucket,
          Key: to.key,
          UploadId: uploadId,
          IfMatch: ifMatch,
          IfNoneMatch: ifNoneMatch,
          MultipartUpload: {
            Parts: etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }))
          }
        }),
      { priority, signal }
    );
    if (!output.ETag) {
      throw lostAnswer();
    }
    return { etag: quoted(output.ETag) };
  } catch (error) {
    if (!(error instanceof S3Error)) {
      throw error;
    }
    if (error.afterLostAnswer) {
      return await findCompleted(connection, to, etags, error, { priority });
    }
    throw error.status === 412 && ifNoneMatch
      ? withParts(error, { code: 'ObjectExists' })
      : error;
  }
}

/**
 * Find out whether an upload was completed although its answer was lost.
 *
 * @throws The error, if the object is not the one that was put together.
 */
export async function findCompleted(
  connection: IS3Connection,
  to: IS3Location,
  etags: string[],
  error: S3Error,
  options: IRequestOptions
): Promise<IWritten> {
  const found = await head(connection, to.bucket, to.key, options).catch(
    () => null
  );
  if (found && found.etag === multipartEtag(etags)) {
    return { etag: found.etag };
  }
  throw error;
}

/**
 * Remove the parts of a failed upload. This is not cancelled with it; if it
 * fails too, the store's own rules for unfinished uploads remain.
 */
export async function giveUp(
  connection: IS3Connection,
  to: IS3Location,
  uploadId: string
): Promise<void> {
  try {
    await abortUpload(connection, to, uploadId);
  } catch {
    // The failure that led here is the one to be told.
  }
}

/**
 * An empty 200: the store was cut off while it put the object together.
 */
function lostAnswer(): S3Error {
  return withParts(interruptedError('The answer is empty'), {
    afterLostAnswer: true
  });
}
