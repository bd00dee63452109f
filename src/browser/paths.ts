// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

/**
 * What of `Contents.IManager` paths are read with.
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
 * Where to go from a place when an entry is deleted: to the folder that held
 * the entry if the place is at or below it, else nowhere (`null`).
 */
export function wayOut(
  contents: IPathReader,
  place: string,
  deleted: string
): string | null {
  const isGone = place === deleted || place.startsWith(`${deleted}/`);
  return isGone ? parentOf(contents, deleted) : null;
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
 * The place that a state database holds, `''` when it holds none.
 */
export function savedPlace(contents: IPathReader, saved: unknown): string {
  const path = (saved as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? contents.localPath(path) : '';
}
