// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { LazyDrive } from '../drive/lazy';
import type { IS3Location } from '../s3/path';
import { parseLocation, toPath } from '../s3/path';

/**
 * What stands at a place.
 */
export interface ILocated {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * The place that a text means. Only a URL needs to know the store's own.
 *
 * @throws `S3Error` when it means none.
 */
export async function readLocation(
  text: string,
  drive: Pick<LazyDrive, 'status'>
): Promise<IS3Location> {
  if (!/^\s*https?:/i.test(text)) {
    return parseLocation(text, []);
  }
  const { endpoint, publicEndpoint } = await drive.status();
  return parseLocation(
    text,
    publicEndpoint ? [endpoint, publicEndpoint] : [endpoint]
  );
}

/**
 * Find out whether a place is an object or a folder.
 *
 * A key that ends in a slash is a folder without asking: where one may only
 * read below a prefix, the store forbids the question. A key that does not is
 * asked for as an object; when that is refused or there is none, it is taken
 * as a folder if one can be listed.
 *
 * @returns The path in the drive, without a trailing slash.
 *
 * @throws What the store said of the object, when neither can be had.
 */
export async function locate(
  contents: Contents.IManager,
  driveName: string,
  location: IS3Location
): Promise<ILocated> {
  const { bucket, key } = location;
  const path = `${driveName}:${toPath(bucket, key.replace(/\/$/, ''))}`;
  if (key === '' || key.endsWith('/')) {
    return { path, isFolder: true };
  }
  try {
    const model = await contents.get(path, { content: false });
    return { path, isFolder: model.type === 'directory' };
  } catch (error) {
    try {
      await contents.get(path, { content: true, type: 'directory' });
      return { path, isFolder: true };
    } catch {
      throw error;
    }
  }
}
