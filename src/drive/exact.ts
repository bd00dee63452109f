// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { asFolder, parsePath, type IS3Location } from '../s3/path';

/**
 * The exact place of a path in the drive: the key of a folder ends in a slash.
 *
 * @param localPath - `bucket/key`; one that ends in a slash is a folder.
 * @param get - Asks the drive what a path is.
 *
 * @throws What `get` throws, 404 for what is not there.
 */
export async function exactPlace(
  localPath: string,
  get: (localPath: string) => Promise<Contents.IModel>
): Promise<IS3Location> {
  const place = parsePath(localPath);
  if (place.key === '' || place.key.endsWith('/')) {
    return place;
  }
  const { type } = await get(localPath);
  return type === 'directory' ? asFolder(place) : place;
}
