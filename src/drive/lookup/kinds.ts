// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { keepsBackslash } from '../../s3/uploads/backslash';
import { problemOf, isMissing } from '../../s3/errors';
import { hasPrefix } from '../../s3/objects/list';
import { head } from '../../s3/objects/head';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import { type IS3Location, S3Location } from '../../s3/location';
import { unaddressable } from '../../s3/keys';
import { vanishedError } from './emptyfolders';
import { refusal, type DriveError } from '../messages/messages';
import { isMarked } from './models';
import type { IDriveContext } from '../context';

/**
 * What a name in the store is: an object, a folder, both or nothing.
 */
export interface IKind {
  /** The object with exactly this key, if there is one and it may be read. */
  readonly file: IObjectInfo | null;

  /** Whether any key starts with the name and a slash. */
  readonly folder: boolean;
}

/**
 * The location of a path that an operation is about.
 *
 * @throws `DriveError` 400 for a key that cannot be addressed. It is thrown
 * before a URL is built: a `..` would turn the request into one for something
 * else.
 */
export function locationOf(
  context: IDriveContext,
  localPath: string
): S3Location {
  const { trans } = context;
  const location = S3Location.fromPath(localPath, context.connection.name);
  const reason = unaddressable(location.key);
  if (isMarked(localPath) || reason) {
    throw refusal(
      400,
      'InvalidKey',
      trans.__(
        'The key of %1 has an empty, "." or ".." part, or starts with a slash. JupyterLab and web browsers would reach another object with it, so nothing was done. Delete it in the S3 panel, or rename it with another S3 client.',
        location.uri
      ),
      location
    );
  }
  return location;
}

/**
 * The location of an object or folder inside a bucket, without a trailing
 * slash.
 *
 * @throws `DriveError` 403 for the root and for a bucket, which the drive does
 * not change.
 */
export function locationInBucket(
  context: IDriveContext,
  localPath: string
): S3Location {
  const { trans } = context;
  const location = locationOf(context, localPath);
  if (!location.key) {
    throw refusal(
      403,
      'BucketChangeRefused',
      location.isRoot
        ? trans.__(
            'Nothing can be created or changed in the list of buckets. Open a bucket first.'
          )
        : trans.__(
            'The bucket "%1" cannot be created, renamed, moved or deleted here. Open it and work on what is in it.',
            location.bucket
          ),
      location
    );
  }
  return location.withKey(location.key.replace(/\/$/, ''));
}

/**
 * Find out what a name is: one HEAD, and one LIST of one key.
 *
 * If only one of the two is allowed, its answer counts.
 *
 * @throws `S3Error` 404 if it is nothing, or the refusal if that is not known.
 */
export async function kindOf(
  context: IDriveContext,
  location: S3Location
): Promise<IKind> {
  const { bucket, key } = location;
  const [file, folder] = await Promise.allSettled([
    head(context.connection, bucket, key),
    hasPrefix(context.connection, bucket, `${key}/`)
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
    throw (
      reasons.find(reason => !isMissing(reason)) ??
      (await vanishedError(context, location.asFolder(), reasons[0]))
    );
  }
  return kind;
}

/**
 * What a name is, refusing one that is both.
 *
 * @throws `DriveError` 409 that names both keys; otherwise as `kindOf`.
 */
export async function onlyKindOf(
  context: IDriveContext,
  location: S3Location
): Promise<IKind> {
  const kind = await kindOf(context, location);
  if (kind.file && kind.folder) {
    throw ambiguous(context, location);
  }
  return kind;
}

/**
 * The refusal of an operation on an object and a folder that share a name.
 *
 * @param place - Either of them.
 */
export function ambiguous(
  context: IDriveContext,
  { bucket, key }: IS3Location
): DriveError {
  const { trans } = context;
  const name = key.replace(/\/$/, '');
  return refusal(
    409,
    'Ambiguous',
    trans.__(
      'There are both an object "%1" and a folder "%1/" in the bucket "%2", and JupyterLab cannot tell them apart. Nothing was done: delete one of them in the S3 panel, or rename it with another S3 client.',
      name,
      bucket
    ),
    { bucket, key: name }
  );
}

/**
 * Refuse a name that is taken, as an object, as a folder, or because a folder
 * above it is an object (MinIO would hide what is below it).
 *
 * @param options - `folderOnly`: the object itself may exist, as the request
 * that follows is conditional. `aboveOnly`: the caller checks the name itself.
 *
 * @throws `DriveError` 409 that names what is in the way; 400 for a name that
 * the store would change.
 */
export async function requireFreeName(
  context: IDriveContext,
  location: S3Location,
  options: { folderOnly?: boolean; aboveOnly?: boolean } = {}
): Promise<void> {
  const { bucket, key } = location;
  await requireKept(context, location);
  const checks = [Private.objectAbove(context, bucket, key)];
  if (!options.aboveOnly) {
    checks.push(
      Private.isFolder(context, bucket, `${key}/`).then(found =>
        found ? `${key}/` : null
      )
    );
  }
  if (!options.aboveOnly && !options.folderOnly) {
    checks.push(
      Private.isObject(context, bucket, key).then(found => (found ? key : null))
    );
  }
  const taken = (await Promise.all(checks)).find(found => found !== null);
  if (taken !== undefined && taken !== null) {
    throw nameTaken(context, location, location.withKey(taken));
  }
}

/**
 * Refuse a new name that the store would change: SeaweedFS replaces `\` by `/`.
 * Makes no request for other names. Where the store does not say what it does,
 * the write goes on, and has its own answer.
 *
 * @throws `DriveError` 400.
 */
export async function requireKept(
  context: IDriveContext,
  location: S3Location
): Promise<void> {
  const { trans } = context;
  if (
    location.key.includes('\\') &&
    (await keepsBackslash(context.connection, location)) === false
  ) {
    throw refusal(
      400,
      'InvalidKey',
      trans.__(
        'Nothing was written: the store would take the "\\" in %1 for a "/", and make a folder of it. Choose a name without it.',
        location.uri
      ),
      location
    );
  }
}

/**
 * The error for a name that is taken.
 */
function nameTaken(
  context: IDriveContext,
  wanted: S3Location,
  found: S3Location
): Error {
  const { trans } = context;
  const message = found.isFolder
    ? trans.__(
        'There is a folder %1 already; nothing was changed. Choose another name.',
        found.uri
      )
    : found.equals(wanted)
      ? trans.__(
          '%1 already exists; nothing was changed. Choose another name.',
          found.uri
        )
      : trans.__(
          '%1 is an object, so it cannot be a folder that holds "%2"; nothing was changed. Choose another place.',
          found.uri,
          wanted.key
        );
  return refusal(409, 'NameTaken', message, found);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Whether an error only leaves the question open: not found, or not allowed.
   */
  export function isTolerable(error: unknown): boolean {
    return isMissing(error) || problemOf(error) === 'forbidden';
  }

  export async function isObject(
    context: IDriveContext,
    bucket: string,
    key: string
  ): Promise<boolean> {
    try {
      await head(context.connection, bucket, key);
      return true;
    } catch (error) {
      if (isTolerable(error)) {
        return false;
      }
      throw error;
    }
  }

  export async function isFolder(
    context: IDriveContext,
    bucket: string,
    prefix: string
  ): Promise<boolean> {
    try {
      return await hasPrefix(context.connection, bucket, prefix);
    } catch (error) {
      if (isTolerable(error)) {
        return false;
      }
      throw error;
    }
  }

  /**
   * The nearest folder above a key that is an object, if there is one. If the
   * folder of the key lists anything, the others are not checked: writing there
   * makes nothing worse.
   */
  export async function objectAbove(
    context: IDriveContext,
    bucket: string,
    key: string
  ): Promise<string | null> {
    const names = key.split('/').slice(0, -1);
    if (
      !names.length ||
      (await isFolder(context, bucket, `${names.join('/')}/`))
    ) {
      return null;
    }
    const above = names.map((_, i) => names.slice(0, i + 1).join('/'));
    const found = await Promise.all(
      above.map(name => isObject(context, bucket, name))
    );
    const nearest = found.lastIndexOf(true);
    return nearest < 0 ? null : above[nearest];
  }
}
