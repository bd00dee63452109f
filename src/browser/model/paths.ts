// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

/**
 * The methods of `Contents.IManager` needed for paths.
 */
type IPathReader = Pick<Contents.IManager, 'driveName' | 'localPath'>;

/**
 * The folder that holds an entry, as a global path (`s3:bucket`, `s3:`).
 */
export function parentOf(contents: IPathReader, path: string): string {
  const drive = contents.driveName(path);
  const parent = PathExt.dirname(contents.localPath(path));
  return drive ? `${drive}:${parent}` : parent;
}

/**
 * The path in the drive of a listed entry. JupyterLab removes the trailing
 * slash, which distinguishes a folder from an object of the same name.
 */
export function localOf(contents: IPathReader, path: string): string {
  const local = contents.localPath(path);
  const isCut = path.endsWith('/') && !local.endsWith('/') && local !== '';
  return isCut ? `${local}/` : local;
}

/**
 * Where to go when an entry is deleted: its parent folder if the current path
 * is at or below the entry, otherwise nowhere (`null`).
 */
export function wayOut(
  contents: IPathReader,
  place: string,
  deleted: string
): string | null {
  const path = deleted.replace(/\/$/, '');
  const isGone = place === path || place.startsWith(`${path}/`);
  return isGone ? parentOf(contents, path) : null;
}

/**
 * The `bucket/key` of an `s3://` URI that was typed where JupyterLab expects a
 * path, so that its slashes were collapsed (`/s3:/bucket/key`); `null` for an
 * ordinary path.
 */
export function typedUri(path: string): string | null {
  const uri = /^\/?s3[an]?:\/+(.*)$/i.exec(path);
  return uri ? uri[1] : null;
}

/**
 * The path saved in a state database, `''` if there is none.
 */
export function savedPlace(contents: IPathReader, saved: unknown): string {
  const path = (saved as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? contents.localPath(path) : '';
}
