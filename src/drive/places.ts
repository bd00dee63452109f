// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { keepsBackslash } from '../s3/backslash';
import { problemOf } from '../s3/errors';
import { hasPrefix } from '../s3/listing';
import { head } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { parsePath, toUri, unaddressable } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { refusal } from './messages';
import { isMarked } from './models';
import type { IRoom } from './types';

export { asFolder } from '../s3/path';

/**
 * What a name in the store stands for.
 */
export interface IKind {
  /** The object of that exact key, if there is one and it may be read. */
  readonly file: IObjectInfo | null;

  /** Whether any key starts with the name and a slash. */
  readonly folder: boolean;
}

/**
 * The place of a path that an operation is about.
 *
 * @throws `DriveError` 400 for a key that cannot be addressed: before any URL
 * is built, as a `..` would make a request for something else out of ours.
 */
export function placeOf(room: IRoom, localPath: string): IS3Location {
  const place = parsePath(localPath);
  const reason = unaddressable(place.key);
  if (isMarked(localPath) || reason) {
    throw refusal(
      400,
      'InvalidKey',
      room.trans.__(
        'The key of %1 has an empty, "." or ".." part, or starts with a slash. JupyterLab and web browsers would reach another object with it, so nothing was done. Rename it with another S3 client.',
        toUri(place)
      ),
      place
    );
  }
  return place;
}

/**
 * The place of an object or a folder inside a bucket, without a trailing slash.
 *
 * @throws `DriveError` 403 for the root and for a bucket: they are not ours to
 * change.
 */
export function placeInBucket(room: IRoom, localPath: string): IS3Location {
  const { bucket, key } = placeOf(room, localPath);
  if (!key) {
    throw refusal(
      403,
      'BucketChangeRefused',
      bucket
        ? room.trans.__(
            'The bucket "%1" cannot be created, renamed, moved or deleted here. Open it and work on what is in it.',
            bucket
          )
        : room.trans.__(
            'Nothing can be created or changed in the list of buckets. Open a bucket first.'
          ),
      { bucket, key }
    );
  }
  return { bucket, key: key.replace(/\/$/, '') };
}

/**
 * Find out what a name stands for: one HEAD and one LIST of one key.
 *
 * Where one may only do one of the two, its answer counts.
 *
 * @throws `S3Error` 404 if it is nothing, or the refusal if that cannot be
 * told.
 */
export async function kindOf(room: IRoom, place: IS3Location): Promise<IKind> {
  const { bucket, key } = place;
  const [file, folder] = await Promise.allSettled([
    head(room.connection, bucket, key),
    hasPrefix(room.connection, bucket, `${key}/`)
  ]);
  const kind = {
    file: file.status === 'fulfilled' ? file.value : null,
    folder: folder.status === 'fulfilled' && folder.value
  };
  for (const answer of [file, folder]) {
    if (answer.status === 'rejected' && !Private.isTolerable(answer.reason)) {
      throw answer.reason;
    }
  }
  if (!kind.file && !kind.folder) {
    const reasons = [file, folder].flatMap(answer =>
      answer.status === 'rejected' ? [answer.reason as unknown] : []
    );
    throw reasons.find(reason => !isMissing(reason)) ?? reasons[0];
  }
  return kind;
}

/**
 * What a name stands for, refusing one that is both.
 *
 * @throws `DriveError` 409 naming both keys; else as `kindOf`.
 */
export async function onlyKindOf(
  room: IRoom,
  place: IS3Location
): Promise<IKind> {
  const kind = await kindOf(room, place);
  if (kind.file && kind.folder) {
    throw refusal(
      409,
      'Ambiguous',
      room.trans.__(
        'There are both an object "%1" and a folder "%1/" in the bucket "%2", and JupyterLab cannot tell them apart. Nothing was done: rename one of them with another S3 client.',
        place.key,
        place.bucket
      ),
      place
    );
  }
  return kind;
}

/**
 * Refuse a name that is taken, as an object, as a folder, or because a folder
 * above it is an object (MinIO would hide what is below it).
 *
 * @param options - `folderOnly`: the object itself may exist, as the request
 * that follows is conditional. `aboveOnly`: whoever follows looks at the name.
 *
 * @throws `DriveError` 409 naming what is in the way; 400 for a name that the
 * store would change.
 */
export async function requireFree(
  room: IRoom,
  place: IS3Location,
  options: { folderOnly?: boolean; aboveOnly?: boolean } = {}
): Promise<void> {
  const { bucket, key } = place;
  await requireKept(room, place);
  const checks = [Private.objectAbove(room, bucket, key)];
  if (!options.aboveOnly) {
    checks.push(
      Private.isFolder(room, bucket, `${key}/`).then(found =>
        found ? `${key}/` : null
      )
    );
  }
  if (!options.aboveOnly && !options.folderOnly) {
    checks.push(
      Private.isObject(room, bucket, key).then(found => (found ? key : null))
    );
  }
  const taken = (await Promise.all(checks)).find(found => found !== null);
  if (taken !== undefined && taken !== null) {
    throw nameTaken(room, { bucket, key }, { bucket, key: taken });
  }
}

/**
 * Refuse a new name that the store would change: SeaweedFS takes a `\\` for a
 * `/`. Nothing is asked for other names.
 *
 * @throws `DriveError` 400.
 */
export async function requireKept(
  room: IRoom,
  place: IS3Location
): Promise<void> {
  if (
    place.key.includes('\\') &&
    !(await keepsBackslash(room.connection, place))
  ) {
    throw refusal(
      400,
      'InvalidKey',
      room.trans.__(
        'Nothing was written: the store would take the "\\" in %1 for a "/", and make a folder of it. Choose a name without it.',
        toUri(place)
      ),
      place
    );
  }
}

/**
 * Whether an error only says that there is no such object or folder.
 */
export function isMissing(error: unknown): boolean {
  return problemOf(error) === 'not-found';
}

/**
 * The error for a name that is taken.
 */
function nameTaken(
  room: IRoom,
  wanted: IS3Location,
  found: IS3Location
): Error {
  const message = found.key.endsWith('/')
    ? room.trans.__(
        'There is a folder %1 already; nothing was changed. Choose another name.',
        toUri(found)
      )
    : found.key === wanted.key
      ? room.trans.__(
          '%1 already exists; nothing was changed. Choose another name.',
          toUri(found)
        )
      : room.trans.__(
          '%1 is an object, so it cannot be a folder that holds "%2"; nothing was changed. Choose another place.',
          toUri(found),
          wanted.key
        );
  return refusal(409, 'NameTaken', message, found);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Whether an error leaves a question open without being trouble: not there,
   * or not ours to ask.
   */
  export function isTolerable(error: unknown): boolean {
    return isMissing(error) || problemOf(error) === 'forbidden';
  }

  export async function isObject(
    room: IRoom,
    bucket: string,
    key: string
  ): Promise<boolean> {
    try {
      await head(room.connection, bucket, key);
      return true;
    } catch (error) {
      if (isTolerable(error)) {
        return false;
      }
      throw error;
    }
  }

  export async function isFolder(
    room: IRoom,
    bucket: string,
    prefix: string
  ): Promise<boolean> {
    try {
      return await hasPrefix(room.connection, bucket, prefix);
    } catch (error) {
      if (isTolerable(error)) {
        return false;
      }
      throw error;
    }
  }

  /**
   * The nearest folder above a key that is an object, if one is. A folder that
   * lists anything needs no look: nothing gets worse there.
   */
  export async function objectAbove(
    room: IRoom,
    bucket: string,
    key: string
  ): Promise<string | null> {
    const names = key.split('/').slice(0, -1);
    if (
      !names.length ||
      (await isFolder(room, bucket, `${names.join('/')}/`))
    ) {
      return null;
    }
    const above = names.map((_, i) => names.slice(0, i + 1).join('/'));
    const found = await Promise.all(
      above.map(name => isObject(room, bucket, name))
    );
    const nearest = found.lastIndexOf(true);
    return nearest < 0 ? null : above[nearest];
  }
}
