// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { copyMarker, copyObject } from './copyobject';
import { S3Error } from './errors';
import { abortedError, withParts } from './failures';
import { destinationExists, destinationOf } from './folderplan';
import type { IS3Object } from './listing';
import { head, type IWritten } from './objects';
import { inParallel } from './parallel';
import { copySource, type IS3Location } from './path';
import { quoted } from './transport';

/**
 * How many copies are under way at a time: two more than requests in flight, so
 * that the next one is ready when an answer comes.
 */
const PARALLEL = 6;

/**
 * CopyObject takes no larger object.
 */
const MAX_COPY = 5 * 2 ** 30;

/**
 * How often an object that changes under the copy is tried.
 */
const ATTEMPTS = 3;

/**
 * An object that was copied: what it was, and the ETag of its copy.
 */
export interface ICopied {
  readonly source: IS3Object;
  readonly copyEtag: string;
}

/**
 * How many objects and bytes are copied, and how many there are.
 */
export interface ICopyProgress {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/**
 * A folder being copied to another.
 */
export interface IFolderCopy {
  readonly connection: IS3Connection;
  readonly from: IS3Location;
  readonly to: IS3Location;
  readonly options: IRequestOptions;
  /** How far it is; kept up to date by the copy. */
  readonly state: { -readonly [part in keyof ICopyProgress]: number };
  /** Whether nothing may be copied to a key. */
  readonly leave?: (key: string) => boolean;
  onProgress(progress: ICopyProgress): void;
}

/**
 * Copy the objects of a folder.
 *
 * A copy under way is not broken off by the signal, unless it is one of many
 * parts: the store would go on with it, and it would appear after it was taken
 * back.
 *
 * @param done - What stands at the destination already, by key: the rest of an
 * interrupted move or copy.
 * @param copied - Is filled with what was copied, by the source's key, also
 * when it fails. What someone has deleted meanwhile is missing.
 *
 * @throws `S3Error`: `DestinationExists` (409) when something else stands at
 * the destination of an object, `SourceChanged` (412) for one that changes all
 * the time.
 */
export async function copyObjects(
  folder: IFolderCopy,
  objects: IS3Object[],
  done: Map<string, IS3Object>,
  copied: Map<string, ICopied>
): Promise<void> {
  const { from, to, options, state } = folder;
  const pairs = objects.map(source => ({
    source,
    target: destinationOf(from, to, source.key)
  }));
  const strange = pairs
    .filter(({ source, target }) => isStrange(source, done.get(target.key)))
    .map(({ target }) => target.key);
  if (strange.length) {
    throw destinationExists(to, strange);
  }
  state.total = pairs.length;
  state.totalBytes = objects.reduce((sum, { size }) => sum + size, 0);
  folder.onProgress({ ...state });
  await inParallel(
    pairs,
    PARALLEL,
    async ({ source, target }, signal) => {
      if (options.signal?.aborted) {
        throw abortedError();
      }
      const existing = done.get(target.key);
      const requests =
        source.size > MAX_COPY
          ? { ...options, signal }
          : { priority: options.priority };
      const result = isEqual(source, existing)
        ? { source, copyEtag: source.etag }
        : await copyOne({ ...folder, to: target }, source, existing, requests);
      if (result) {
        copied.set(source.key, result);
      }
      state.done += 1;
      state.bytes += source.size;
      folder.onProgress({ ...state });
    },
    options.signal
  );
}

/**
 * Whether an object at the destination is the copy of the source.
 */
function isEqual(source: IS3Object, copy: IS3Object | undefined): boolean {
  return copy?.etag === source.etag && copy.size === source.size;
}

/**
 * Whether an object at the destination is somebody else's. The ETag of an
 * object made of parts says nothing of its copy's: there the size decides, and
 * it is copied again.
 */
function isStrange(source: IS3Object, copy: IS3Object | undefined): boolean {
  const ofParts = source.etag.includes('-') || copy?.etag.includes('-');
  const same = ofParts ? copy?.size === source.size : isEqual(source, copy);
  return copy !== undefined && !same;
}

/**
 * Copy one object as it is now.
 *
 * @returns `null` when it is gone.
 */
async function copyOne(
  { connection, from, to }: IFolderCopy,
  listed: IS3Object,
  existing: IS3Object | undefined,
  options: IRequestOptions
): Promise<ICopied | null> {
  const place = { bucket: from.bucket, key: listed.key };
  let source = listed;
  for (let attempt = 1; ; attempt++) {
    try {
      const { etag } = await copyAs(connection, place, to, source, {
        ...options,
        overwrite: existing
      });
      return { source, copyEtag: etag };
    } catch (error) {
      if (!(error instanceof S3Error) || ![404, 412].includes(error.status)) {
        throw error;
      }
      const now = await headOrNull(connection, place, options);
      if (!now) {
        return null;
      }
      if (now.etag === source.etag) {
        return await foundCopy(connection, to, source, error, options);
      }
      if (attempt === ATTEMPTS) {
        const told = { code: 'SourceChanged', status: 412, ...place };
        throw withParts(error, told);
      }
      source = { ...source, etag: now.etag, size: now.size };
    }
  }
}

/**
 * Copy one object in the state in which it was listed.
 */
async function copyAs(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  source: IS3Object,
  options: IRequestOptions & { overwrite?: { etag: string } }
): Promise<IWritten> {
  const { overwrite, ...requestOptions } = options;
  if (source.key.endsWith('/') && source.size === 0) {
    return copyMarker(connection, from, to, requestOptions);
  }
  // MinIO heeds the condition of a replacement only on an upload.
  if (source.size > MAX_COPY || overwrite) {
    const ifMatch = source.etag;
    return copyObject(connection, from, to, { ...options, ifMatch });
  }
  const output = await connection.send(
    sdk =>
      new sdk.CopyObjectCommand({
        Bucket: to.bucket,
        Key: to.key,
        CopySource: copySource(from),
        CopySourceIfMatch: source.etag,
        // Heeded by AWS and SeaweedFS, not by MinIO.
        IfNoneMatch: '*'
      }),
    requestOptions
  );
  return { etag: quoted(output.CopyObjectResult?.ETag) };
}

/**
 * A refused copy of an unchanged source: something stands at its destination.
 * It may be the copy itself, when the answer to it was lost.
 */
async function foundCopy(
  connection: IS3Connection,
  to: IS3Location,
  source: IS3Object,
  error: S3Error,
  options: IRequestOptions
): Promise<ICopied> {
  const copy = error.afterLostAnswer
    ? await headOrNull(connection, to, options)
    : null;
  if (copy && copy.etag === source.etag && copy.size === source.size) {
    return { source, copyEtag: copy.etag };
  }
  throw error.status === 412 ? destinationExists(to, [to.key]) : error;
}

async function headOrNull(
  connection: IS3Connection,
  place: IS3Location,
  options: IRequestOptions
) {
  try {
    return await head(connection, place.bucket, place.key, options);
  } catch (error) {
    if (error instanceof S3Error && error.status === 404) {
      return null;
    }
    throw error;
  }
}
