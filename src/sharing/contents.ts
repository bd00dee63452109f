// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/connection';
import { listAll } from '../s3/listing';
import type { IS3Location } from '../s3/path';

/**
 * Where the count before a publication ends, with one request a thousand.
 */
const LIMIT = 10_000;

/**
 * What a folder holds that becomes public with it.
 */
export interface IContents {
  readonly objects: number;
  /** Whether there are more than were counted. */
  readonly isMore: boolean;
  /** Earlier versions that Jupyter keeps, and other hidden files. */
  readonly hidden: readonly string[];
}

/**
 * Count what a folder holds.
 *
 * @throws `S3Error`.
 */
export async function contentsOf(
  connection: IS3Connection,
  folder: IS3Location,
  signal?: AbortSignal
): Promise<IContents> {
  const { bucket, key } = folder;
  const hidden: string[] = [];
  let objects = 0;
  for await (const page of listAll(connection, bucket, key, { signal })) {
    for (const object of page.objects) {
      if (!object.key.endsWith('/')) {
        objects += 1;
        const below = object.key.slice(key.length);
        if (/(^|\/)\./.test(below)) {
          hidden.push(below);
        }
      }
    }
    if (objects >= LIMIT) {
      return { objects, hidden, isMore: true };
    }
  }
  return { objects, hidden, isMore: false };
}
