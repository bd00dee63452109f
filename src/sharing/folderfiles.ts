// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/http/types';
import { listAll } from '../s3/objects/list';
import { encodeKey, unaddressable } from '../s3/keys';
import type { S3Location } from '../s3/location';
import type { IDescription } from './description';

/**
 * The files of a folder listed so far.
 */
export interface IFolderFiles {
  /** Their keys, without markers of folders. */
  readonly keys: readonly string[];
  /** Whether there are more. */
  readonly isMore: boolean;
}

/**
 * List the files below a folder, with one request per thousand.
 *
 * @param atLeast - The number of files wanted. Whole pages are returned.
 *
 * @throws `S3Error`.
 */
export async function filesOf(
  connection: IS3Connection,
  { bucket, key }: S3Location,
  atLeast: number
): Promise<IFolderFiles> {
  const keys: string[] = [];
  const pages = listAll(connection, bucket, key);
  for await (const page of pages) {
    for (const object of page.objects) {
      if (!object.key.endsWith('/') && unaddressable(object.key) === null) {
        keys.push(object.key);
      }
    }
    if (keys.length >= atLeast) {
      return { keys, isMore: !(await pages.next()).done };
    }
  }
  return { keys, isMore: false };
}

/**
 * The URL of an object below a folder, derived from the URL of the folder.
 * Stores serve the object's URL, but not that of the folder.
 */
export function addressOf(
  { location, url }: Pick<IDescription, 'location' | 'url'>,
  key: string
): string {
  return bucketAddress({ location, url }) + encodeKey(key);
}

/**
 * The URL of the bucket, with a trailing slash.
 */
export function bucketAddress({
  location,
  url
}: Pick<IDescription, 'location' | 'url'>): string {
  const path = encodeKey(location.key);
  const base = url.endsWith(path)
    ? url.slice(0, url.length - path.length)
    : url;
  return base.endsWith('/') ? base : `${base}/`;
}

/**
 * The URLs of files, one per line.
 */
export function addressesText(
  description: Pick<IDescription, 'location' | 'url'>,
  files: IFolderFiles | null
): string {
  return (files?.keys ?? [])
    .map(key => `${addressOf(description, key)}\n`)
    .join('');
}
