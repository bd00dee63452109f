// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IS3Connection } from '../s3/http/types';
import { listAll } from '../s3/objects/list';
import type { S3Location } from '../s3/location';
import { objectsText, sizeText } from '../transfers/tasks/format';

/**
 * How many objects are below a folder, and their total size.
 */
export interface ICount {
  readonly objects: number;
  readonly bytes: number;
  /** Whether there are more: counting goes on, or stopped at the limit. */
  readonly more: boolean;
}

/**
 * Counts what is below a folder (a global path).
 *
 * @param onCount - Called with the count so far, page by page.
 *
 * @throws When a listing fails or is cancelled.
 */
export type Counter = (
  path: string,
  signal: AbortSignal,
  onCount?: (count: ICount) => void
) => Promise<ICount>;

/**
 * Count the objects below a folder, without its own marker.
 *
 * @param folder - The slash at the end of its key may be missing.
 * @param limit - Where counting stops. There is one request per thousand
 * objects, in the background.
 *
 * @throws `S3Error`, also when it is cancelled.
 */
export async function countBelow(
  connection: IS3Connection,
  folder: S3Location,
  limit: number,
  signal: AbortSignal,
  onCount: (count: ICount) => void = () => undefined
): Promise<ICount> {
  const { bucket, key: prefix } = folder.asFolder();
  let objects = 0;
  let bytes = 0;
  const pages = listAll(connection, bucket, prefix, {
    signal,
    priority: 'background'
  });
  for await (const page of pages) {
    for (const object of page.objects) {
      objects += object.key === prefix ? 0 : 1;
      bytes += object.size;
    }
    const count = { objects, bytes, more: page.nextToken !== null };
    if (objects >= limit && count.more) {
      return count;
    }
    onCount(count);
  }
  return { objects, bytes, more: false };
}

/**
 * What is below a folder, in words: `12,000 objects, 3.4 GiB`.
 */
export function countText(count: ICount, trans: TranslationBundle): string {
  const { bytes, objects, more } = count;
  if (objects === 0 && !more) {
    return trans.__('empty folder');
  }
  const text = trans.__('%1, %2', objectsText(objects, trans), sizeText(bytes));
  return more ? trans.__('more than %1', text) : text;
}
