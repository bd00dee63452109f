// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { carried, type ICarryOptions } from '../metadata/carried';
import type { IS3Connection } from '../http/types';
import { copyMarker, copyObject, sourceChanged } from './copyobject';
import { S3Error } from '../errors';
import { abortedError, withParts } from '../http/failures';
import { destinationExists, destinationOf } from './folderplan';
import { keeping } from '../metadata/keeping';
import { asksFor, copyHeaders } from '../metadata/kept';
import { copyInServer, headOrNull, lostCopy } from './servercopy';
import type { IS3Object } from '../objects/list';
import { head } from '../objects/head';
import { type IWritten } from '../objects/put';
import { inParallel } from '../http/parallel';
import { SMALL_AT_ONCE } from '../transport/batcher';
import { copySource, type IS3Location, type S3Location } from '../location';
import { quoted, requestOptionsOf } from '../http/headers';

/**
 * How many large copies run at a time: two more than the requests in flight, so
 * that the next one is ready when a response arrives.
 */
const PARALLEL = 6;

/**
 * Copies of objects up to this size are sent to the server in batches: the
 * request takes longer than the copy.
 */
const SMALL = 8 * 2 ** 20;

/**
 * The largest object that CopyObject accepts.
 */
const MAX_COPY = 5 * 2 ** 30;

/**
 * How often to try an object that changes while it is copied.
 */
const ATTEMPTS = 3;

/**
 * A copied object in its state when copied, and the ETag of the copy.
 */
export interface ICopied {
  readonly source: IS3Object;
  readonly copyEtag: string;
}

/**
 * How many objects and bytes are copied, and the totals.
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
  readonly from: S3Location;
  readonly to: IS3Location;
  readonly options: ICarryOptions;
  /** The progress, kept up to date by the copy. */
  readonly state: { -readonly [part in keyof ICopyProgress]: number };
  /** Whether nothing may be copied to this key. */
  readonly leave?: (key: string) => boolean;
  onProgress(progress: ICopyProgress): void;
}

/**
 * Copy the objects of a folder.
 *
 * The signal does not stop a copy in progress unless it has several parts: the
 * store would finish it, and the object would appear after the copies were
 * deleted.
 *
 * @param done - The objects at the destination, by key, that an interrupted
 * move or copy has left.
 * @param copied - Filled with the copied objects by source key, also when this
 * fails. Objects that someone has deleted meanwhile are missing.
 *
 * @throws `S3Error`: `DestinationExists` (409) when another object exists at
 * the destination of an object, `SourceChanged` (412) for an object that keeps
 * changing.
 */
export async function copyObjects(
  folder: IFolderCopy,
  objects: IS3Object[],
  done: Map<string, IS3Object>,
  copied: Map<string, ICopied>
): Promise<void> {
  const { from, to, options, state } = folder;
  const pairs: IPair[] = objects.map(source => ({
    source,
    target: destinationOf(from, to, source.key)
  }));
  const strange: string[] = [];
  for (const { source, target } of pairs) {
    const existing = done.get(target.key);
    if (
      isStrange(source, existing) &&
      !(await isUnderKey(folder, source, existing))
    ) {
      strange.push(target.key);
    }
  }
  if (strange.length) {
    throw destinationExists(to, strange);
  }
  state.total = pairs.length;
  state.totalBytes = objects.reduce((sum, { size }) => sum + size, 0);
  folder.onProgress({ ...state });
  const copy = async (pair: IPair, signal: AbortSignal) => {
    if (options.signal?.aborted) {
      throw abortedError();
    }
    const { source } = pair;
    const result = await copyPair(folder, pair, done, signal);
    if (result) {
      copied.set(source.key, result);
    }
    state.done += 1;
    state.bytes += source.size;
    folder.onProgress({ ...state });
  };
  const small = pairs.filter(({ source }) => source.size <= SMALL);
  const large = pairs.filter(({ source }) => source.size > SMALL);
  await inParallel(small, SMALL_AT_ONCE, copy, options.signal);
  await inParallel(large, PARALLEL, copy, options.signal);
}

/**
 * An object and the destination of its copy.
 */
interface IPair {
  readonly source: IS3Object;
  readonly target: IS3Location;
}

/**
 * Copy one object, unless its copy exists.
 *
 * @returns `null` when the object is gone.
 */
async function copyPair(
  folder: IFolderCopy,
  { source, target }: IPair,
  done: Map<string, IS3Object>,
  signal: AbortSignal
): Promise<ICopied | null> {
  const { isCopy, onLost, priority } = folder.options;
  const existing = done.get(target.key);
  if (isEqual(source, existing)) {
    return { source, copyEtag: source.etag };
  }
  const requests =
    source.size > MAX_COPY
      ? { isCopy, onLost, priority, signal }
      : { isCopy, onLost, priority, together: source.size <= SMALL };
  return copyOne({ ...folder, to: target }, source, existing, requests);
}

/**
 * Whether an object at the destination is the copy of the source.
 */
function isEqual(source: IS3Object, copy: IS3Object | undefined): boolean {
  return copy?.etag === source.etag && copy.size === source.size;
}

/**
 * Whether an object at the destination is someone else's. The ETag of an object
 * made of parts says nothing about that of its copy: then the size decides, and
 * the object is copied again.
 */
function isStrange(source: IS3Object, copy: IS3Object | undefined): boolean {
  const ofParts = source.etag.includes('-') || copy?.etag.includes('-');
  const same = ofParts ? copy?.size === source.size : isEqual(source, copy);
  return copy !== undefined && !same;
}

/**
 * Whether the ETags of an object and its copy differ only because of SSE-KMS,
 * under which all copies differ: then the size decides. Called only when the
 * object looks like someone else's.
 */
async function isUnderKey(
  { connection, from, options }: IFolderCopy,
  source: IS3Object,
  copy: IS3Object | undefined
): Promise<boolean> {
  if (copy?.size !== source.size) {
    return false;
  }
  const location = { bucket: from.bucket, key: source.key };
  const info = await headOrNull(connection, location, options);
  const encryption = info?.kept['x-amz-server-side-encryption'] ?? '';
  return encryption.startsWith('aws:kms');
}

/**
 * Copy one object in its current state.
 *
 * @returns `null` when it is gone.
 */
async function copyOne(
  { connection, from, to }: IFolderCopy,
  listed: IS3Object,
  existing: IS3Object | undefined,
  options: ICarryOptions
): Promise<ICopied | null> {
  const location = { bucket: from.bucket, key: listed.key };
  let source = listed;
  for (let attempt = 1; ; attempt++) {
    try {
      const { etag } = await copyAs(connection, location, to, source, {
        ...options,
        overwrite: existing
      });
      return { source, copyEtag: etag };
    } catch (error) {
      if (!(error instanceof S3Error) || ![404, 412].includes(error.status)) {
        throw error;
      }
      const now = await headOrNull(connection, location, options);
      if (!now) {
        return null;
      }
      if (now.etag === source.etag) {
        const found = await lostCopy(connection, to, source, error, options);
        if (found) {
          return { source, copyEtag: found.etag };
        }
        throw error.status === 412 ? destinationExists(to, [to.key]) : error;
      }
      if (attempt === ATTEMPTS) {
        const told = { code: 'SourceChanged', status: 412, ...location };
        throw withParts(error, told);
      }
      source = { ...source, etag: now.etag, size: now.size };
    }
  }
}

/**
 * Copy one object in the state that was listed.
 */
async function copyAs(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  source: IS3Object,
  options: ICarryOptions & { overwrite?: { etag: string } }
): Promise<IWritten> {
  const { overwrite, ...requestOptions } = options;
  if (source.key.endsWith('/') && source.size === 0) {
    return copyMarker(connection, from, to, requestOptions);
  }
  // MinIO honours the condition of a replacement only on an upload.
  if (source.size > MAX_COPY || overwrite) {
    const ifMatch = source.etag;
    return copyObject(connection, from, to, { ...options, ifMatch });
  }
  const requests = requestOptionsOf(options);
  if (options.together) {
    const way = 'COPY';
    const { etag: old } = source;
    const etag = await copyInServer(connection, from, to, old, way, options);
    if (etag !== null) {
      return { etag };
    }
  }
  // A listing does not include the metadata of an object.
  const info = await head(connection, from.bucket, from.key, requests);
  if (info.etag !== source.etag) {
    throw sourceChanged(from);
  }
  if (asksFor(info.kept, 'lock') && from.bucket !== to.bucket) {
    // SeaweedFS drops a lock in silence where the bucket has none, but for an
    // upload in parts.
    return copyObject(connection, from, to, { ...options, ifMatch: info.etag });
  }
  const how = { ...options, ...requests };
  const taken = await carried(connection, from, { kept: info.kept }, how);
  const output = await keeping(taken, kept =>
    connection.send(
      sdk =>
        new sdk.CopyObjectCommand({
          Bucket: to.bucket,
          Key: to.key,
          CopySource: copySource(from),
          CopySourceIfMatch: source.etag,
          // Honoured by AWS and SeaweedFS, ignored by MinIO.
          IfNoneMatch: '*'
        }),
      { ...requests, headers: copyHeaders(kept) }
    )
  );
  return { etag: quoted(output.CopyObjectResult?.ETag) };
}
