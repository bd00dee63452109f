// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../../s3/http/types';
import { S3Error } from '../../s3/errors';
import { deleteObjects } from '../../s3/objects/delete';
import { inParallel } from '../../s3/http/parallel';
import type { IS3Location, S3Location } from '../../s3/location';
import {
  CHECKPOINTS,
  checkpointOf,
  isPlainCheckpoint
} from '../lookup/checkpointkeys';
import type { ICopy, IFile } from './selectionparts';
import { survey } from '../lookup/survey';

/**
 * Delete the sources that are unchanged since they were copied, if their copies
 * are unchanged too. Both folders are listed once, the sources last.
 *
 * @returns Why the other sources stay.
 */
export async function deleteSelected(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  copies: readonly ICopy[]
): Promise<Map<ICopy, unknown>> {
  const failed = new Map<ICopy, unknown>();
  const names = copies.map(({ file }) => file.name);
  const patiently = { ...BACKGROUND, patient: true };
  const made = await survey(connection, to, names, patiently);
  const now = await survey(connection, from, names, patiently);
  const keys = new Map<string, ICopy>();
  for (const copy of copies) {
    const { name, object, location } = copy.file;
    const stands = made.file(name);
    const source = now.file(name);
    if (stands?.etag !== copy.etag || stands.size !== object.size) {
      failed.set(copy, changed('CopyChanged', copy.to));
    } else if (source && source.etag !== object.etag) {
      failed.set(copy, changed('SourceChanged', location));
    } else if (source) {
      keys.set(location.key, copy);
    }
  }
  const left = await deleteEach(connection, from.bucket, [...keys.keys()]);
  left.forEach((error, key) => failed.set(keys.get(key)!, error));
  return failed;
}

/**
 * The files that have a checkpoint, or may have one: the checkpoint of a long
 * name may be at two locations, which no single listing shows.
 */
export async function withCheckpoints(
  connection: IS3Connection,
  from: S3Location,
  files: readonly IFile[]
): Promise<IFile[]> {
  if (!files.length) {
    return [];
  }
  const folder = from.child(CHECKPOINTS);
  const nameOf = ({ location }: IFile) => checkpointOf(location).name;
  const plain = files.filter(({ location }) => isPlainCheckpoint(location));
  // If the folder may not be listed, each checkpoint is requested.
  const found =
    plain.length > 0
      ? await survey(connection, folder, plain.map(nameOf)).catch(() => null)
      : null;
  return files.filter(file => {
    const name = nameOf(file);
    const isListed = isPlainCheckpoint(file.location);
    return !isListed || !found?.knows(name) || found.file(name);
  });
}

/**
 * Delete exact keys, many at a time.
 *
 * @returns Errors by key, for those that could not be deleted. Never rejects.
 */
export async function deleteEach(
  connection: IS3Connection,
  bucket: string,
  keys: readonly string[]
): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  const slices: string[][] = [];
  for (let start = 0; start < keys.length; start += SLICE) {
    slices.push(keys.slice(start, start + SLICE));
  }
  await inParallel(slices, SLICES_AT_ONCE, async slice => {
    try {
      await deleteObjects(connection, bucket, slice, BACKGROUND);
    } catch (error) {
      const named = error instanceof S3Error ? error.keys : undefined;
      (named?.length ? named : slice).forEach(key => failed.set(key, error));
    }
  });
  return failed;
}

/**
 * How many keys one request deletes; stores process them one by one.
 */
const SLICE = 100;

const SLICES_AT_ONCE = 3;

/**
 * The error for an object that was changed after it was copied, or whose copy
 * was changed: both stay.
 */
function changed(
  code: 'CopyChanged' | 'SourceChanged',
  location: IS3Location
): S3Error {
  return new S3Error({
    message: 'The object was changed by someone else meanwhile.',
    code,
    status: 412,
    origin: 'store',
    ...location
  });
}

const BACKGROUND = { priority: 'background' } as const;
