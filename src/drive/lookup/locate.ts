// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../messages/messages';
import { connectionOf } from '../../names';
import { S3Location } from '../../s3/location';
import { requireAddressable } from '../../s3/keys';
import type { IServerStatus } from '../../s3/server/status';

/**
 * What exists at a location.
 */
export interface ILocated {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * The location that a text means. Only a URL needs the store's own URL.
 *
 * @throws `DriveError` when it means none.
 */
export async function readLocation(
  text: string,
  drive: { readonly name: string; status(): Promise<IServerStatus> },
  trans: TranslationBundle
): Promise<S3Location> {
  const status = /^\s*https?:/i.test(text) ? await drive.status() : null;
  const endpoints = [status?.endpoint, status?.publicEndpoint];
  const connection = connectionOf(drive.name);
  let location: S3Location;
  try {
    location = S3Location.typed(
      text,
      endpoints.flatMap(endpoint => endpoint ?? []),
      connection
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
  if (location.connection !== connection) {
    const reason = trans.__(
      '"%1" is on another S3 connection than this. Give an address on the same one.',
      text.trim()
    );
    throw refusal(400, 'InvalidLocation', reason);
  }
  return location;
}

/**
 * Find out whether a location is an object or a folder.
 *
 * A key that ends in a slash is taken as a folder without a request: with the
 * right to read only below a prefix, the store would refuse it. Any other key
 * is requested as an object; when that is refused or not found, it is taken as
 * a folder if one can be listed.
 *
 * @returns The path in the drive, without a trailing slash.
 *
 * @throws The store's error for the object, when neither is found; an `S3Error`
 * for a key that cannot be addressed.
 */
export async function locate(
  contents: Contents.IManager,
  driveName: string,
  location: S3Location
): Promise<ILocated> {
  const { bucket, key } = location;
  if (bucket) {
    // JupyterLab would turn it into another key.
    requireAddressable(bucket, key);
  }
  const path = `${driveName}:${location.entryPath}`;
  if (location.isFolder) {
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
