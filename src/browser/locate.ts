// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LazyDrive } from '../drive/lazy';
import { refusal } from '../drive/messages';
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
 * @throws `DriveError` when it means none.
 */
export async function readLocation(
  text: string,
  drive: Pick<LazyDrive, 'status'>,
  trans: TranslationBundle
): Promise<IS3Location> {
  const status = /^\s*https?:/i.test(text) ? await drive.status() : null;
  const endpoints = [status?.endpoint, status?.publicEndpoint];
  try {
    return parseLocation(
      text,
      endpoints.flatMap(endpoint => endpoint ?? [])
    );
  } catch {
    const reason = status
      ? trans.__(
          '"%1" is not an address in the store %2, which this panel shows.',
          text.trim(),
          status.publicEndpoint ?? status.endpoint
        )
      : trans.__(
          '"%1" names no bucket. Type an address such as s3://bucket/folder/.',
          text.trim()
        );
    throw refusal(400, 'InvalidLocation', reason);
  }
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
