// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { grantHeaders, withoutEveryone } from './grants';
import type { IKeepOptions, Lost } from './keeping';
import { namesArchive, without } from './kept';
import type { IObjectInfo } from './objectinfo';
import { getTagging } from './tags';
import type { IS3Location } from '../location';
import { requestOptionsOf } from '../http/headers';

/**
 * The options for carrying over the metadata of an object.
 */
export interface ICarryOptions extends IRequestOptions {
  /** Called with what may not be read, and so is lost. */
  onLost?: IKeepOptions['onLost'];

  /** Leave out the grants, so that only the owner can read the new object. */
  isPrivate?: boolean;

  /**
   * The original stays: leave out the grants to everyone, which nobody has asked
   * for in the place of the copy.
   */
  isCopy?: boolean;
}

/**
 * What a write carries over from another object.
 */
export interface ICarried extends IKeepOptions {
  tagging?: { [name: string]: string };
}

/**
 * What a write carries over from an object whose HEAD is known: the headers of
 * the HEAD, its tags and its grants. Requests tags and grants only if there may
 * be some.
 */
export async function carried(
  connection: IS3Connection,
  location: IS3Location,
  info: Pick<IObjectInfo, 'kept' | 'tagCount'>,
  options: ICarryOptions = {}
): Promise<ICarried> {
  const { isCopy, isPrivate, onLost } = options;
  const requestOptions = requestOptionsOf(options);
  const { bucket, key } = location;
  const [tagging, grants] = await Promise.all([
    info.tagCount
      ? unlessForbidden('tags', onLost, () =>
          getTagging(connection, bucket, key, requestOptions)
        )
      : undefined,
    isPrivate
      ? undefined
      : unlessForbidden('grants', onLost, () =>
          grantHeaders(connection, location, requestOptions)
        )
  ]);
  const given = grants && isCopy ? withoutEveryone(grants) : grants;
  if (given !== grants) {
    onLost?.('publicGrants');
  }
  // It was restored to be read: in its class, the new object could not be.
  const isArchived = namesArchive(info.kept);
  if (isArchived) {
    onLost?.('archive');
  }
  const kept = isArchived ? without(info.kept, 'storageClass') : info.kept;
  return { kept: { ...kept, ...given }, tagging, onLost };
}

/**
 * The result of a request; `undefined` where it is forbidden.
 */
async function unlessForbidden<T>(
  lost: Lost,
  onLost: IKeepOptions['onLost'],
  ask: () => Promise<T>
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof S3Error && error.code === 'AccessDenied') {
      onLost?.(lost);
      return undefined;
    }
    // Deleted meanwhile: the condition of the write will report it.
    if (error instanceof S3Error && error.code === 'NoSuchKey') {
      return undefined;
    }
    throw error;
  }
}
