// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CHECKPOINTS } from '../drive/lookup/checkpointkeys';
import type { IS3Connection } from '../s3/http/types';
import { deleteObjects } from '../s3/objects/delete';
import { listAll } from '../s3/objects/list';
import type { S3Location } from '../s3/location';

/**
 * Counting before a folder becomes public stops at this number of objects; it
 * takes one request per thousand.
 */
const LIMIT = 10_000;

/**
 * The objects that become public with a folder.
 */
export interface IContents {
  readonly objects: number;
  /** Whether there are more than were counted. */
  readonly isMore: boolean;
  /** The names of hidden files, relative to the folder. */
  readonly hidden: readonly string[];
  /** How many of these are Jupyter's checkpoints. */
  readonly checkpoints: number;
}

/**
 * Count the objects of a folder.
 *
 * @throws `S3Error`.
 */
export async function contentsOf(
  connection: IS3Connection,
  folder: S3Location,
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
 * Delete Jupyter's checkpoints below a folder.
 *
 * @throws `S3Error` when one could not be deleted.
 */
export async function deleteCheckpoints(
  connection: IS3Connection,
  folder: S3Location
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
 * @param name - A name relative to the folder.
 */
function isCheckpoint(name: string): boolean {
  return name.startsWith(CHECKPOINTS) || name.includes(`/${CHECKPOINTS}`);
}
