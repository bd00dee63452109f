// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { MAX_BODY } from '../transport/batcher';
import { carried, type ICarryOptions } from '../metadata/carried';
import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { withParts } from '../http/failures';
import { partsOf, putParts, type IPart } from '../uploads/multipart';
import { getObject, type IOpenedObject } from '../objects/get';
import { head } from '../objects/head';
import { putObject, type IPutOptions, type IWritten } from '../objects/put';
import { type IObjectInfo } from '../metadata/objectinfo';
import { copySource, type IS3Location } from '../location';
import { requireAddressable } from '../keys';
import { requestOptionsOf } from '../http/headers';

/**
 * How to copy one object.
 */
export interface ICopyOptions extends ICarryOptions {
  /**
   * The expected ETag of the source, if known; a source with another one is
   * refused.
   */
  ifMatch?: string;

  /**
   * The size of the source, if known. A small object is copied by reading and
   * writing its bytes, which takes two requests.
   */
  size?: number;

  /**
   * What may exist at the destination: nothing (absent, the default), or the
   * object with this ETag, which is replaced.
   */
  overwrite?: { etag: string };

  /**
   * The object whose headers, tags and grants the copy gets; by default those
   * of the source.
   */
  like?: IS3Location & { info: IObjectInfo };

  /** Bytes copied so far, and in all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Objects up to this size are copied as one part. S3 allows 5 GiB, but the
 * parts of a larger object are copied in parallel.
 */
const PART_SIZE = 2 ** 30;

/**
 * Copy one object inside the store, with its metadata, tags and grants.
 *
 * It is copied as a multipart upload, because the completion of an upload can
 * be made conditional on every store; MinIO ignores conditions on CopyObject.
 *
 * @throws `S3Error`: `ObjectExists` (412) when the destination exists,
 * `PreconditionFailed` (412) when it is not the one to be overwritten,
 * `SourceChanged` (412) when the source is not the one expected.
 */
export async function copyObject(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: ICopyOptions = {}
): Promise<IWritten> {
  const { size } = options;
  if (size !== undefined && size > 0 && size <= MAX_BODY) {
    return copyBytes(connection, from, to, options);
  }
  const info = await headSource(connection, from, options);
  return copyKnown(connection, from, to, info, options);
}

/**
 * Copy the marker of a folder, which is an empty object. It is written without
 * a condition, as some stores treat a folder with content as an existing
 * marker.
 *
 * @throws `S3Error` `SourceChanged` (412) when the marker is not empty.
 */
export async function copyMarker(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: ICarryOptions
): Promise<IWritten> {
  const info = await headSource(connection, from, options);
  if (info.size > 0) {
    throw sourceChanged(from);
  }
  return putObject(connection, to.bucket, to.key, '', {
    ...(await carried(connection, from, info, options)),
    ...options
  });
}

/**
 * Copy a small object by reading and writing it. An object with a
 * `Content-Encoding` is copied inside the store, as a browser may decode what
 * it reads.
 */
async function copyBytes(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: ICopyOptions
): Promise<IWritten> {
  const { ifMatch } = options;
  const how = { ...requestOptionsOf(options), ifMatch };
  let opened: IOpenedObject;
  try {
    opened = await getObject(connection, from.bucket, from.key, how);
  } catch (error) {
    throw error instanceof S3Error && error.status === 412
      ? sourceChanged(from, error)
      : error;
  }
  const { info } = opened;
  if (info.contentEncoding || info.size > MAX_BODY) {
    opened.cancel();
    return copyKnown(connection, from, to, info, options);
  }
  return copyKnown(connection, from, to, info, options, await opened.body());
}

/**
 * HEAD the source, and refuse it unless it is the one expected.
 */
export async function headSource(
  connection: IS3Connection,
  from: IS3Location,
  { ifMatch, ...options }: ICopyOptions
): Promise<IObjectInfo> {
  const requestOptions = requestOptionsOf(options);
  const info = await head(connection, from.bucket, from.key, requestOptions);
  if (ifMatch !== undefined && info.etag !== ifMatch) {
    throw sourceChanged(from);
  }
  return info;
}

/**
 * Copy an object whose HEAD is known.
 *
 * @param bytes - Its content; without it the object is copied inside the store.
 */
export async function copyKnown(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  info: IObjectInfo,
  options: ICopyOptions,
  bytes?: Uint8Array
): Promise<IWritten> {
  const { like, overwrite, onProgress } = options;
  requireAddressable(to.bucket, to.key);
  if (isSameObject(from, to)) {
    throw new S3Error({
      message: 'An object cannot be copied onto itself.',
      code: 'ObjectExists',
      status: 412,
      origin: 'network',
      ...to
    });
  }
  const model = like ?? { ...from, info };
  const put: IPutOptions = {
    ...(await carried(connection, model, model.info, options)),
    ifMatch: overwrite?.etag,
    ifNoneMatch: overwrite ? undefined : '*',
    ...requestOptionsOf(options)
  };
  let done = 0;
  onProgress?.(0, info.size);
  if (bytes || info.size === 0) {
    return putObject(connection, to.bucket, to.key, bytes ?? '', put);
  }
  const parts = partsOf(info.size, PART_SIZE);
  const sendPart = async (
    uploadId: string,
    part: IPart,
    requestOptions: IRequestOptions
  ) => {
    const range = `bytes=${part.start}-${part.end - 1}`;
    const etag = await copyPart(connection, from, info.etag, {
      to,
      uploadId,
      number: part.number,
      range: parts.length > 1 ? range : undefined,
      ...requestOptions
    });
    done += part.end - part.start;
    onProgress?.(done, info.size);
    return etag;
  };
  return putParts(connection, to, parts, sendPart, put);
}

/**
 * Copy one part of the source, on condition that the source is unchanged.
 */
async function copyPart(
  connection: IS3Connection,
  from: IS3Location,
  etag: string,
  options: IRequestOptions & {
    to: IS3Location;
    uploadId: string;
    number: number;
    range?: string;
  }
): Promise<string | undefined> {
  const { to, uploadId, number, range, ...requestOptions } = options;
  try {
    const output = await connection.send(
      sdk =>
        new sdk.UploadPartCopyCommand({
          Bucket: to.bucket,
          Key: to.key,
          UploadId: uploadId,
          PartNumber: number,
          CopySource: copySource(from),
          CopySourceIfMatch: etag,
          CopySourceRange: range
        }),
      requestOptions
    );
    return output.CopyPartResult?.ETag;
  } catch (error) {
    throw error instanceof S3Error && error.status === 412
      ? sourceChanged(from, error)
      : error;
  }
}

export function isSameObject(from: IS3Location, to: IS3Location): boolean {
  return from.bucket === to.bucket && from.key === to.key;
}

/**
 * The error for a source that has changed since it was to be copied.
 */
export function sourceChanged(from: IS3Location, error?: S3Error): S3Error {
  const told = {
    message: 'The object was changed by someone else meanwhile.',
    code: 'SourceChanged',
    status: 412,
    ...from
  };
  return error
    ? withParts(error, told)
    : new S3Error({ ...told, origin: 'store' });
}
