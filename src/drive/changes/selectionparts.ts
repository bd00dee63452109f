// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Object } from '../../s3/objects/list';
import type { S3Location } from '../../s3/location';
import { copyNames } from './copynames';
import type { Survey } from '../lookup/survey';

/**
 * How many files are moved before their folders are listed again: at most this
 * many can exist at both locations if the store fails in between.
 */
export const CHUNK = 250;

/**
 * Larger objects are done one by one: their bytes take most of the time.
 */
export const SMALL = 8 * 2 ** 20;

/** How many checkpoints are moved at a time; each takes several requests. */
export const CHECKPOINTS_AT_ONCE = 4;

/**
 * How requests for single files are sent.
 */
export const REQUESTS = { priority: 'background', together: true } as const;

/**
 * A file to work on.
 */
export interface IFile {
  readonly name: string;
  readonly location: S3Location;
  readonly object: IS3Object;
}

/**
 * A file to copy, and its destination.
 */
export interface IPair {
  readonly file: IFile;
  readonly to: S3Location;
}

/**
 * A copy that was made.
 */
export interface ICopy extends IPair {
  readonly etag: string;
}

/**
 * The names of locations, by their folder.
 */
export function byFolder(
  locations: readonly S3Location[]
): [S3Location, string[]][] {
  const folders = new Map<string, [S3Location, string[]]>();
  for (const { name, parent } of locations) {
    const [, names] = folders.get(parent.id) ?? [parent, []];
    names.push(name);
    folders.set(parent.id, [parent, names]);
  }
  return [...folders.values()];
}

/**
 * The first name that is free for a copy.
 *
 * @param there - The complete listing of the folder.
 * @param taken - Names assigned since the listing; the new one is added.
 */
export function freeName(
  name: string,
  there: Survey,
  taken: Set<string>
): string {
  const nameOf = copyNames(name, true);
  const isFree = (wanted: string) => there.isFree(wanted) && !taken.has(wanted);
  let free = name;
  for (let number = 0; !isFree(free); number++) {
    free = nameOf(number);
  }
  taken.add(free);
  return free;
}
