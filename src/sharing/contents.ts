// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CHECKPOINTS } from '../drive/checkpoints';
import type { IS3Connection } from '../s3/connection';
import { deleteObjects } from '../s3/deletes';
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
  /** The hidden files, by their names below the folder. */
  readonly hidden: readonly string[];
  /** How many of these are earlier versions that Jupyter keeps. */
  readonly checkpoints: number;
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
      return resultOf(objects, hidden, true);
    }
  }
  return resultOf(objects, hidden, false);
}

/**
 * Delete the earlier versions that Jupyter keeps below a folder.
 *
 * @throws `S3Error` when one could not be deleted.
 */
export async function deleteCheckpoints(
  connection: IS3Connection,
  folder: IS3Location
): Promise<void> {
  const { bucket, key } = folder;
  for await (const page of listAll(connection, bucket, key)) {
    const keys = page.objects
      .map(object => object.key)
      .filter(found => isCheckpoint(found.slice(key.length)));
    await deleteObjects(connection, bucket, keys);
  }
}

function resultOf(
  objects: number,
  hidden: string[],
  isMore: boolean
): IContents {
  const checkpoints = hidden.filter(isCheckpoint).length;
  return { objects, hidden, checkpoints, isMore };
}

/**
 * @param name - A name below the folder.
 */
function isCheckpoint(name: string): boolean {
  return name.startsWith(CHECKPOINTS) || name.includes(`/${CHECKPOINTS}`);
}
