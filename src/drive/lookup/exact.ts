// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { S3Location } from '../../s3/location';
import type { IEntryFlags } from '../context';

/**
 * The exact location of what is stored at a location: the key of a folder ends in
 * a slash.
 *
 * @param location - Of a folder, if its key ends in a slash.
 * @param get - Asks the drive for the model of a path.
 *
 * @throws What `get` throws, 404 if there is nothing.
 */
export async function exactLocation(
  location: S3Location,
  get: (localPath: string) => Promise<Contents.IModel>
): Promise<S3Location> {
  if (location.isFolder) {
    return location;
  }
  const { type } = await get(location.path);
  return type === 'directory' ? location.asFolder() : location;
}

/**
 * The exact location of an entry in a listing whose path is not enough: its key
 * cannot be addressed, or an object and a folder share its name.
 *
 * @param location - Of the path of the entry; with a trailing slash it is a folder
 * beside an object.
 * @param flags - What the listing has shown about it.
 *
 * @returns The location (the key of a folder ends in a slash, that of an object
 * does not); `null` for any other entry, whose path is enough.
 */
export function exactEntry(
  location: S3Location,
  { ambiguous, key, unaddressable }: IEntryFlags
): S3Location | null {
  if (key !== undefined && (ambiguous || unaddressable)) {
    return location.withKey(key);
  }
  return location.key && location.isFolder ? location : null;
}
