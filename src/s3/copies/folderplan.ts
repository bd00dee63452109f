// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { JOURNAL } from './movejournal';
import { hasPrefix, listAll, type IS3Object } from '../objects/list';
import { exists } from '../objects/head';
import { unaddressable } from '../keys';
import { type IS3Location } from '../location';

/**
 * Refuse folders that cannot be copied or moved, without a request to the
 * store.
 *
 * @throws `S3Error`: `InvalidKey` for a key that is not a folder,
 * `DestinationInside` for a folder inside itself, both 400.
 */
export function checkFolders(from: IS3Location, to: IS3Location): void {
  for (const folder of [from, to]) {
    if (!folder.key.endsWith('/') || unaddressable(folder.key)) {
      throw refusal(
        'InvalidKey',
        400,
        `${JSON.stringify(folder.key)} is not the key of a folder.`,
        folder
      );
    }
  }
  if (from.bucket === to.bucket && to.key.startsWith(from.key)) {
    throw refusal(
      'DestinationInside',
      400,
      'A folder cannot be put inside itself.',
      to
    );
  }
}

/**
 * List all objects below a folder, including its marker, without the journal.
 */
export async function listFolder(
  connection: IS3Connection,
  folder: IS3Location,
  options: IRequestOptions
): Promise<IS3Object[]> {
  const objects: IS3Object[] = [];
  for await (const page of listAll(
    connection,
    folder.bucket,
    folder.key,
    options
  )) {
    objects.push(...page.objects);
  }
  return objects.filter(object => object.key !== folder.key + JOURNAL);
}

/**
 * Refuse a folder that contains keys which cannot be addressed.
 *
 * @throws `S3Error` `InvalidKey` (400), with all of them in `keys`.
 */
export function requireAddressableKeys(
  folder: IS3Location,
  objects: IS3Object[]
): void {
  const keys = objects.map(object => object.key).filter(unaddressable);
  if (keys.length) {
    const message = 'The folder holds keys that cannot be addressed.';
    throw refusal('InvalidKey', 400, message, folder, keys);
  }
}

/**
 * Refuse a destination where an object or a folder of that name exists.
 *
 * @throws `S3Error` `DestinationExists` (409).
 */
export async function requireEmptyDestination(
  connection: IS3Connection,
  to: IS3Location,
  options: IRequestOptions
): Promise<void> {
  const name = to.key.slice(0, -1);
  if (
    (await hasPrefix(connection, to.bucket, to.key, options)) ||
    (await exists(connection, to.bucket, name, options))
  ) {
    throw destinationExists(to);
  }
}

/**
 * The destination of an object of the folder.
 */
export function destinationOf(
  from: IS3Location,
  to: IS3Location,
  key: string
): IS3Location {
  return { bucket: to.bucket, key: to.key + key.slice(from.key.length) };
}

/**
 * The error for a destination that exists.
 */
export function destinationExists(to: IS3Location, keys?: string[]): S3Error {
  const message = 'The destination exists.';
  return refusal('DestinationExists', 409, message, to, keys);
}

/**
 * The error for a folder that does not exist.
 */
export function noSuchFolder(from: IS3Location): S3Error {
  return refusal('NoSuchKey', 404, 'There is no such folder.', from);
}

function refusal(
  code: string,
  status: number,
  message: string,
  location: IS3Location,
  keys?: string[]
): S3Error {
  return new S3Error({
    code,
    status,
    message,
    keys,
    origin: 'network',
    bucket: location.bucket,
    key: location.key
  });
}
