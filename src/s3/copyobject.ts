// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { S3Error } from './errors';
import { withParts } from './failures';
import { partsOf, putParts, type IPart } from './multipart';
import {
  deleteObject,
  getTagging,
  head,
  putObject,
  type IObjectInfo,
  type IPutOptions,
  type IWritten
} from './objects';
import { copySource, type IS3Location } from './path';

/**
 * How to copy one object.
 */
export interface ICopyOptions extends IRequestOptions {
  /** The source's ETag, where the caller knows it: another one is refused. */
  ifMatch?: string;

  /**
   * What the destination may hold: nothing (absent, the default), or the
   * object with this ETag, which is replaced.
   */
  overwrite?: { etag: string };

  /** Bytes copied so far, and in all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Objects up to this size are copied as one part; S3 would take 5 GiB, but
 * parts of a larger one are copied side by side.
 */
const PART_SIZE = 2 ** 30;

/**
 * Copy one object inside the store, with its type, metadata and tags.
 *
 * It is copied as a multipart upload, whose completion can be made conditional
 * on every store; MinIO ignores conditions on CopyObject.
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
  const info = await headSource(connection, from, options);
  return copyKnown(connection, from, to, info, options);
}

/**
 * Move one object: copy, verify, delete the source if it is still the same.
 * Moving it onto itself does nothing.
 *
 * MinIO ignores the condition of the last step: a change of the source between
 * the HEAD just before and the DELETE is lost there.
 *
 * @throws `S3Error` as `copyObject`; `SourceChanged` also when the source was
 * changed during the move: the copy and the changed source both stay.
 */
export async function moveObject(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: ICopyOptions = {}
): Promise<IWritten> {
  const { priority, signal } = options;
  const requestOptions = { priority, signal };
  const source = await headSource(connection, from, options);
  if (isSame(from, to)) {
    return { etag: source.etag };
  }
  const written = await copyKnown(connection, from, to, source, options);
  const copy = await head(connection, to.bucket, to.key, requestOptions);
  if (copy.size !== source.size || copy.etag !== written.etag) {
    throw new S3Error({
      message: 'The copy is not what was copied; the source was kept.',
      code: 'CopyChanged',
      status: 412,
      origin: 'store',
      ...to
    });
  }
  try {
    const ifMatch = source.etag;
    await headSource(connection, from, { ...requestOptions, ifMatch });
    const condition = { ...requestOptions, ifMatch };
    await deleteObject(connection, from.bucket, from.key, condition);
  } catch (error) {
    throwUnlessGone(error, from);
  }
  return written;
}

/**
 * Copy the marker of a folder: an empty object, which says only that the
 * folder is there. It is written without a condition, as some stores count a
 * folder with content as an existing marker.
 *
 * @throws `S3Error` `SourceChanged` (412) when the marker is not empty.
 */
export async function copyMarker(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: IRequestOptions
): Promise<IWritten> {
  const info = await headSource(connection, from, options);
  if (info.size > 0) {
    throw sourceChanged(from);
  }
  return putObject(connection, to.bucket, to.key, '', {
    ...headersOf(info),
    tagging: await tagsOfSource(connection, from, info, options),
    ...options
  });
}

/**
 * HEAD the source, and refuse it if it is not the one expected.
 */
async function headSource(
  connection: IS3Connection,
  from: IS3Location,
  { ifMatch, priority, signal }: ICopyOptions
): Promise<IObjectInfo> {
  const requestOptions = { priority, signal };
  const info = await head(connection, from.bucket, from.key, requestOptions);
  if (ifMatch !== undefined && info.etag !== ifMatch) {
    throw sourceChanged(from);
  }
  return info;
}

/**
 * Copy an object of which the HEAD is known.
 */
async function copyKnown(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  info: IObjectInfo,
  options: ICopyOptions
): Promise<IWritten> {
  const { overwrite, onProgress, priority, signal } = options;
  if (isSame(from, to)) {
    throw new S3Error({
      message: 'An object cannot be copied onto itself.',
      code: 'ObjectExists',
      status: 412,
      origin: 'network',
      ...to
    });
  }
  const put: IPutOptions = {
    ...headersOf(info),
    tagging: await tagsOfSource(connection, from, info, { priority, signal }),
    ifMatch: overwrite?.etag,
    ifNoneMatch: overwrite ? undefined : '*',
    priority,
    signal
  };
  let done = 0;
  onProgress?.(0, info.size);
  if (info.size === 0) {
    return putObject(connection, to.bucket, to.key, '', put);
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
 * Copy one part, of the source as it was.
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

/**
 * The headers of the source, for its copy.
 */
function headersOf(info: IObjectInfo): IPutOptions {
  return {
    contentType: info.contentType,
    contentEncoding: info.contentEncoding,
    contentDisposition: info.contentDisposition,
    contentLanguage: info.contentLanguage,
    cacheControl: info.cacheControl,
    expires: info.expires,
    metadata: info.metadata
  };
}

/**
 * The tags of the source, for its copy: asked for where there are some.
 */
async function tagsOfSource(
  connection: IS3Connection,
  from: IS3Location,
  info: IObjectInfo,
  options: IRequestOptions
): Promise<{ [name: string]: string } | undefined> {
  return info.tagCount
    ? getTagging(connection, from.bucket, from.key, options)
    : undefined;
}

function isSame(from: IS3Location, to: IS3Location): boolean {
  return from.bucket === to.bucket && from.key === to.key;
}

function sourceChanged(from: IS3Location, error?: S3Error): S3Error {
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

/**
 * A source that someone else has deleted meanwhile has moved all the same.
 */
function throwUnlessGone(error: unknown, from: IS3Location): void {
  if (error instanceof S3Error && error.status === 412) {
    throw sourceChanged(from, error);
  }
  if (!(error instanceof S3Error && error.status === 404)) {
    throw error;
  }
}
