// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { deleteObjects } from './delete';
import { listAll } from './list';
import { parentPrefix } from '../keys';

/**
 * The folders that contain the keys, from the given folder down.
 *
 * @param folder - Ends in a slash; it is included.
 */
export function foldersOf(folder: string, keys: string[]): string[] {
  const folders = new Set([folder]);
  for (const key of keys) {
    let prefix = key.slice(0, key.lastIndexOf('/') + 1);
    while (prefix.startsWith(folder) && !folders.has(prefix)) {
      folders.add(prefix);
      prefix = parentPrefix(prefix);
    }
  }
  return [...folders];
}

/**
 * Make a folder disappear whose objects were all deleted.
 *
 * SeaweedFS keeps listing the prefix of a folder without a marker until its
 * marker is deleted, the deepest folder first; a folder that contains anything
 * stays. Other stores do not list such a folder, so that nothing is sent to
 * them.
 *
 * @param folder - Ends in a slash.
 * @param folders - It and the folders below it.
 */
export async function clearEmptied(
  connection: IS3Connection,
  bucket: string,
  folder: string,
  folders: Iterable<string>,
  options?: IRequestOptions
): Promise<void> {
  if (await isListed(connection, bucket, folder, options)) {
    const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
    await deleteObjects(connection, bucket, deepestFirst, options);
  }
}

/**
 * Whether a folder is listed in its parent folder, which does not prove that it
 * contains anything. One LIST.
 */
export async function isListed(
  connection: IS3Connection,
  bucket: string,
  folder: string,
  options?: IRequestOptions
): Promise<boolean> {
  const pages = listAll(connection, bucket, folder.slice(0, -1), {
    ...options,
    delimiter: '/'
  });
  for await (const { prefixes } of pages) {
    if (prefixes.includes(folder)) {
      return true;
    }
  }
  return false;
}
