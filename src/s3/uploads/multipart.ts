// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CHECKED_UPLOAD } from '../metadata/checksums';
import type { IHeaders, IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { multipartEtag } from './etag';
import { interruptedError, withParts } from '../http/failures';
import { abortUpload } from './incomplete';
import { inputOf, tagsOf } from '../metadata/objectinfo';
import { keeping } from '../metadata/keeping';
import { encryptedAsNear } from '../objects/encryptednear';
import { head } from '../objects/head';
import { type IPutOptions, type IWritten } from '../objects/put';
import { inParallel } from '../http/parallel';
import type { IS3Location } from '../location';
import { PartNaming } from './partnaming';
import { quoted, requestOptionsOf } from '../http/headers';

/**
 * How many parts are sent at a time: one slot of the queue stays free.
 */
export const PARALLEL = 3;

/**
 * The largest number of parts that S3 accepts.
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
 * An upload that has begun.
 */
export interface IBegunUpload {
  readonly uploadId: string;
  readonly naming: PartNaming;
}

/**
 * Stores one part of an upload.
 *
 * @param options - With the headers to send.
 *
 * @returns The part's ETag.
 */
export type PartSender = (
  uploadId: string,
  part: IPart,
  options: IRequestOptions
) => Promise<string | undefined>;

/**
 * Write an object in parts, all or nothing: on any failure the upload is
 * aborted, which removes its parts.
 *
 * @param to - The location of the object.
 * @param parts - The parts, from `partsOf`.
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
  const { signal } = options;
  const upload = await createUpload(connection, to, options);
  const { naming, uploadId } = upload;
  const etags: string[] = [];
  try {
    await inParallel(
      parts,
      PARALLEL,
      async (part, partSignal) => {
        const requestOptions = {
          ...requestOptionsOf(options),
          signal: partSignal
        };
        const etag = await naming.send(requestOptions, headers =>
          send(uploadId, part, { ...requestOptions, headers })
        );
        if (!etag) {
          throw interruptedError(`Part ${part.number} was not acknowledged`);
        }
        etags[part.number - 1] = etag;
      },
      signal
    );
    return await completeUpload(connection, to, upload, etags, options);
  } catch (error) {
    await giveUp(connection, to, uploadId);
    throw error;
  }
}

/**
 * Begin a multipart upload.
 *
 * @param options - Headers and tags of the object; `isChecked`: its parts are
 * sent with checksums.
 */
export async function createUpload(
  connection: IS3Connection,
  to: IS3Location,
  options: IPutOptions & { isChecked?: boolean }
): Promise<IBegunUpload> {
  const requestOptions = requestOptionsOf(options);
  let began: IHeaders = {};
  const create = (headers: IHeaders) => {
    began = headers;
    return connection.send(
      sdk =>
        new sdk.CreateMultipartUploadCommand({
          Bucket: to.bucket,
          Key: to.key,
          ...inputOf(options),
          Tagging: tagsOf(options.tagging)
        }),
      {
        ...requestOptions,
        headers: options.isChecked ? { ...headers, ...CHECKED_UPLOAD } : headers
      }
    );
  };
  const created = await keeping(options, kept =>
    encryptedAsNear(connection, to, kept, requestOptions, create)
  );
  const naming = new PartNaming(connection, to, began);
  return { uploadId: created.UploadId ?? '', naming };
}

/**
 * Divide an object into parts.
 *
 * @param size - The size of the object, not 0.
 * @param partSize - The size of a part; increased if there would be too many
 * parts.
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
 * Assemble the object from its parts, under the conditions.
 *
 * @param etags - The ETags of the parts, in order.
 * @param options - Conditions; `sums`: the checksums of the parts, if they were
 * sent with them. MinIO requires them again.
 *
 * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
 * `ifNoneMatch`.
 */
export async function completeUpload(
  connection: IS3Connection,
  to: IS3Location,
  { naming, uploadId }: IBegunUpload,
  etags: string[],
  options: IPutOptions & { sums?: readonly (string | undefined)[] }
): Promise<IWritten> {
  const { ifMatch, ifNoneMatch, priority } = options;
  try {
    const requestOptions = requestOptionsOf(options);
    const output = await naming.send(requestOptions, headers =>
      connection.send(
        sdk =>
          new sdk.CompleteMultipartUploadCommand({
            Bucket: to.bucket,
            Key: to.key,
            UploadId: uploadId,
            IfMatch: ifMatch,
            IfNoneMatch: ifNoneMatch,
            MultipartUpload: {
              Parts: etags.map((ETag, index) => ({
                ETag,
                PartNumber: index + 1,
                ChecksumCRC32: options.sums?.[index]
              }))
            }
          }),
        { ...requestOptions, headers }
      )
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
 * Determine whether an upload was completed although its response was lost.
 *
 * @throws The error, if the object is not the one that was assembled.
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
 * Abort a failed upload. The signal of the upload does not cancel this; if it
 * fails too, the store's own rules for incomplete uploads apply.
 */
export async function giveUp(
  connection: IS3Connection,
  to: IS3Location,
  uploadId: string
): Promise<void> {
  try {
    await abortUpload(connection, to, uploadId);
  } catch {
    // Report the failure that led here instead.
  }
}

/**
 * The error for an empty 200: the store was cut off while it assembled the
 * object.
 */
function lostAnswer(): S3Error {
  return withParts(interruptedError('The answer is empty'), {
    afterLostAnswer: true
  });
}
