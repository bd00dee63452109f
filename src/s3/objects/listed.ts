// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { listAll, type IS3Object } from './list';
import { unaddressable } from '../keys';
import { type IS3Location } from '../location';

/**
 * List what the store has under an exact key that cannot be addressed: the
 * object, or, if the key ends in a slash, everything below it.
 *
 * Only an addressable prefix is requested, and listed up to the key. Some
 * stores treat `x//y` as `x/y` in every request: for the prefix `x//`,
 * SeaweedFS returns the content of `x/`, under the requested name. Its listing
 * of `x/` does not contain `x//`.
 *
 * @returns What each page of the listing has of it; pages without any are left
 * out. The next page is requested when the last one was taken, so that no more
 * is in memory, however much there is.
 */
export async function* listedExactly(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  options: IRequestOptions = {}
): AsyncGenerator<IS3Object[]> {
  const { priority, signal } = options;
  const isWanted = (found: string) =>
    key.endsWith('/') ? found.startsWith(key) : found === key;
  const pages = listAll(connection, bucket, folderAbove(key), {
    priority,
    signal
  });
  for await (const { objects } of pages) {
    const wanted = objects.filter(object => isWanted(object.key));
    if (wanted.length > 0) {
      yield wanted;
    }
    // Stores list in byte order; the keys differ in plain ASCII characters.
    const last = objects[objects.length - 1]?.key ?? '';
    if (last > key && !isWanted(last)) {
      return;
    }
  }
}

/**
 * The folder that contains the first segment which cannot be addressed: `''`,
 * or it ends in a slash.
 */
function folderAbove(key: string): string {
  let folder = '';
  for (const segment of key.split('/')) {
    const isLast = folder.length + segment.length === key.length;
    const entry = folder + segment + (isLast ? '' : '/');
    if (unaddressable(entry)) {
      break;
    }
    folder = entry;
  }
  return folder;
}
