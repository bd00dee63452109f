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
 * Where a place is after an entry was moved or deleted, or `null` when the
 * place is not at or below that entry.
 *
 * @param place - The place, as a global path.
 * @param from - The entry that was moved or deleted.
 * @param to - Where it went; `null` when it is gone: then the place is the
 * folder that held it.
 */
export function follow(
  contents: IPathReader,
  place: string,
  from: string,
  to: string | null
): string | null {
  if (place !== from && !place.startsWith(`${from}/`)) {
    return null;
  }
  return to === null ? parentOf(contents, from) : to + place.slice(from.length);
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
 * The global path of an entry in a folder.
 */
export function childOf(dir: string, name: string): string {
  return dir === '' || dir.endsWith(':') ? dir + name : `${dir}/${name}`;
}

/**
 * The place that a state database holds, `''` when it holds none.
 */
export function savedPlace(contents: IPathReader, saved: unknown): string {
  const path = (saved as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? contents.localPath(path) : '';
}
