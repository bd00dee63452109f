// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { deleteObjects } from './deletes';
import { listAll } from './listing';
import { parentPrefix } from './path';

/**
 * The folders that keys stand in, from a folder on down.
 *
 * @param folder - Ends in a slash; it is one of them.
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
 * Let a folder vanish whose objects were all deleted.
 *
 * SeaweedFS goes on listing the prefix of a folder that had no marker, until
 * its marker is deleted, the deepest first; one that holds anything stays.
 * Other stores show no such folder, so that nothing is sent to them.
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
  if (await isShown(connection, bucket, folder, options)) {
    const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
    await deleteObjects(connection, bucket, deepestFirst, options);
  }
}

/**
 * Whether the folder above lists a folder.
 */
async function isShown(
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
