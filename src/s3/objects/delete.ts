// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { withParts } from '../http/failures';
import { head } from './head';
import { inParallel } from '../http/parallel';
import { listedExactly } from './listed';
import { requireAddressable, unaddressable } from '../keys';
import { ATTEMPTS, verdictOfCode } from '../transport/retrytable';
import { pause } from '../http/wait';

/**
 * Delete one exact key. Deleting a key that does not exist succeeds.
 *
 * If it is uncertain whether the object was deleted, the store is asked: a
 * missing object counts as deleted, and one that still has the ETag of
 * `ifMatch` is deleted once more.
 *
 * @param options - `ifMatch`: only the object with this ETag. SeaweedFS and AWS
 * honour it; MinIO ignores it, so ask with `head` before.
 */
export async function deleteObject(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options: IRequestOptions & { ifMatch?: string } = {}
): Promise<void> {
  const { ifMatch, ...requestOptions } = options;
  const named = { Bucket: bucket, Key: key };
  for (let tries = 1; ; tries++) {
    try {
      await connection.send(
        sdk => new sdk.DeleteObjectCommand({ ...named, IfMatch: ifMatch }),
        requestOptions
      );
      return;
    } catch (error) {
      if (!(error instanceof S3Error) || !error.afterLostAnswer) {
        throw error;
      }
      const etag = await etagOf(connection, bucket, key, requestOptions);
      if (etag === null) {
        return;
      }
      if (ifMatch !== undefined && etag !== ifMatch) {
        const changed = { code: 'PreconditionFailed', status: 412 };
        throw withParts(error, changed);
      }
      if (ifMatch === undefined || tries >= ATTEMPTS.lost) {
        throw error;
      }
    }
    await pause(PAUSE, options.signal);
  }
}

/**
 * The largest number of keys in one batch.
 */
const BATCH = 1000;

/**
 * How long (ms) to wait before the keys that were not deleted are tried again;
 * doubled each time.
 */
const PAUSE = 500;

/**
 * How many objects are checked in parallel.
 */
const PARALLEL = 3;

/**
 * How to delete many objects.
 */
export interface IDeleteManyOptions extends IRequestOptions {
  /**
   * The listed ETags of the objects. If it is uncertain whether an object was
   * deleted, it is deleted once more while it has this ETag.
   */
  etags?: ReadonlyMap<string, string>;

  /**
   * Whether the keys come from `listedExactly`: keys that cannot be addressed
   * are then deleted too, each only while it still has its ETag (a condition
   * that AWS honours). A batch names keys literally, in its body.
   */
  areListed?: boolean;
}

/**
 * Delete exact keys, up to a thousand in one request.
 *
 * @throws `S3Error` when any could not be deleted: the first one's code and
 * key, all of them in `keys`; the others are deleted.
 */
export async function deleteObjects(
  connection: IS3Connection,
  bucket: string,
  keys: string[],
  { etags, areListed, ...options }: IDeleteManyOptions = {}
): Promise<void> {
  if (!areListed) {
    keys.forEach(key => requireAddressable(bucket, key));
  }
  const failed: IFailed[] = [];
  const batched = keys.filter(fitsXml);
  for (let start = 0; start < batched.length; start += BATCH) {
    const batch = batched.slice(start, start + BATCH);
    failed.push(
      ...(await deleteBatch(connection, bucket, batch, {
        etags,
        areListed,
        ...options
      }))
    );
  }
  for (const key of keys.filter(key => !fitsXml(key))) {
    if (unaddressable(key)) {
      failed.push({ Key: key, Code: 'InvalidKey' });
    } else {
      await deleteObject(connection, bucket, key, options);
    }
  }
  if (failed.length) {
    const code = failed[0].Code ?? 'InternalError';
    throw new S3Error({
      message: failed[0].Message || 'The store did not delete the object.',
      code,
      status: STATUS[code] ?? 500,
      origin: 'store',
      bucket,
      key: failed[0].Key,
      keys: failed.flatMap(error => error.Key ?? [])
    });
  }
}

/**
 * The error of a key that a batch could not delete.
 */
interface IFailed {
  readonly Key?: string;
  readonly Code?: string;
  readonly Message?: string;
}

const STATUS: { [code: string]: number | undefined } = {
  AccessDenied: 403,
  InvalidKey: 400,
  PreconditionFailed: 412,
  SourceChanged: 412
};

/**
 * Delete one batch, and repeat it for the keys that the store did not process.
 *
 * @returns The keys that remain.
 *
 * @throws `S3Error` when the batch itself fails.
 */
async function deleteBatch(
  connection: IS3Connection,
  bucket: string,
  keys: string[],
  { etags, areListed, ...options }: IDeleteManyOptions
): Promise<IFailed[]> {
  const failed: IFailed[] = [];
  const look = (uncertain: string[]) =>
    unchanged(connection, bucket, uncertain, failed, {
      etags: etags ?? new Map<string, string>(),
      ...options
    });
  let left = keys;
  for (let tries = 1; left.length > 0; tries++) {
    const isLast = tries >= ATTEMPTS.failed;
    const named = left.map(Key =>
      areListed ? { Key, ETag: etags?.get(Key) } : { Key }
    );
    const answered = await sendBatch(connection, bucket, named, options).catch(
      error => {
        if (isLast || !etags || !isLost(error)) {
          throw error;
        }
        return null;
      }
    );
    if (!answered) {
      left = await look(left);
    } else {
      const again: string[] = [];
      const uncertain: string[] = [];
      for (const error of answered.filter(({ Code }) => Code !== 'NoSuchKey')) {
        const verdict = verdictOfCode(error.Code);
        if (!error.Key || isLast || verdict === 'final') {
          failed.push(error);
        } else if (verdict === 'throttled') {
          again.push(error.Key);
        } else if (etags) {
          uncertain.push(error.Key);
        } else {
          failed.push(error);
        }
      }
      left = [...again, ...(await look(uncertain))];
    }
    if (left.length > 0) {
      await pause(PAUSE * 2 ** (tries - 1), options.signal);
    }
  }
  return failed;
}

async function sendBatch(
  connection: IS3Connection,
  bucket: string,
  objects: { Key: string; ETag?: string }[],
  options: IRequestOptions
): Promise<IFailed[]> {
  const output = await connection.send(
    sdk =>
      new sdk.DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: objects, Quiet: true }
      }),
    options
  );
  return output.Errors ?? [];
}

/**
 * The objects, among those that may or may not be deleted, which still exist in
 * their listed state. An object that was changed counts as failed: it is
 * someone else's.
 */
async function unchanged(
  connection: IS3Connection,
  bucket: string,
  keys: string[],
  failed: IFailed[],
  {
    etags,
    ...options
  }: IDeleteManyOptions & {
    etags: ReadonlyMap<string, string>;
  }
): Promise<string[]> {
  const left: string[] = [];
  const { priority, signal } = options;
  await inParallel(
    keys,
    PARALLEL,
    async (Key, looking) => {
      const requests = { priority, signal: looking };
      const etag = await etagOf(connection, bucket, Key, requests);
      if (etag !== null && etag === etags.get(Key)) {
        left.push(Key);
      } else if (etag !== null) {
        failed.push({ Key, Code: 'SourceChanged' });
      }
    },
    signal
  );
  return left;
}

function isLost(error: unknown): boolean {
  return error instanceof S3Error && error.afterLostAnswer;
}

/**
 * The ETag of an object; `null` if it does not exist.
 */
async function etagOf(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options: IRequestOptions
): Promise<string | null> {
  if (unaddressable(key)) {
    const location = { bucket, key };
    for await (const [object] of listedExactly(connection, location, options)) {
      return object.etag;
    }
    return null;
  }
  try {
    return (await head(connection, bucket, key, options)).etag;
  } catch (error) {
    if (error instanceof S3Error && error.status === 404) {
      return null;
    }
    throw error;
  }
}

/**
 * Whether XML 1.0 can represent a key, so that a batch can name it: it cannot
 * represent most control characters, nor half a character, which would become
 * U+FFFD and name another object.
 */
function fitsXml(key: string): boolean {
  return [...key].every(
    char =>
      (char >= ' ' || '\t\n\r'.includes(char)) &&
      !/[\p{Surrogate}\ufffe\uffff]/u.test(char)
  );
}
