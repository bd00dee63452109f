// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/connection';
import { listAll } from '../s3/listing';
import { parsePath } from '../s3/path';

/**
 * How many objects are below a folder.
 */
export interface ICount {
  readonly objects: number;
  /** Whether there are more: counting ended at the limit. */
  readonly more: boolean;
}

/**
 * Count the objects below a folder, its own marker left out.
 *
 * @param localPath - The folder (`bucket/prefix`).
 * @param limit - Where counting ends; one request a thousand objects.
 *
 * @throws `S3Error`, also when it is cancelled.
 */
export async function countBelow(
  connection: IS3Connection,
  localPath: string,
  limit: number,
  signal: AbortSignal
): Promise<ICount> {
  const { bucket, key } = parsePath(localPath);
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  let objects = 0;
  for await (const page of listAll(connection, bucket, prefix, { signal })) {
    objects += page.objects.filter(object => object.key !== prefix).length;
    if (objects >= limit && page.nextToken !== null) {
      return { objects, more: true };
    }
  }
  return { objects, more: false };
}
