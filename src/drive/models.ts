// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import { basename, parentPrefix, toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import type { IRoom } from './types';

/**
 * The date of what has none (folders, buckets): a valid one, so that nobody
 * computes with `NaN`, and not an invented one. Show it as nothing.
 */
export const NO_DATE = new Date(0).toISOString();

/**
 * What a model needs to know of an object; a HEAD, a GET and a listing tell it.
 */
export interface IObjectFacts {
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date;
}

/**
 * The type that JupyterLab gives to an object of that name.
 */
export function typeOf(key: string): 'notebook' | 'file' {
  return key.endsWith('.ipynb') ? 'notebook' : 'file';
}

/**
 * The model of an object, without its content.
 *
 * `hash` is the ETag: JupyterLab compares it before a save, and asks for a
 * conflict when it differs. Dates are cut to the second, as HTTP headers carry
 * no more, so that a listing and a HEAD tell the same.
 */
export function fileModel(
  room: IRoom,
  place: IS3Location,
  facts: IObjectFacts,
  options: { type?: string; writable?: boolean } = {}
): Contents.IModel {
  const date = Private.date(facts.lastModified);
  const path = toPath(place.bucket, place.key);
  return {
    name: basename(place.key),
    path,
    type: options.type ?? typeOf(place.key),
    writable: options.writable ?? true,
    created: date,
    last_modified: date,
    mimetype: room.mimetype(path),
    content: null,
    format: null,
    size: facts.size,
    hash: facts.etag,
    hash_algorithm: 'etag'
  };
}

/**
 * The model of a folder, a bucket or the root.
 *
 * @param place - A folder's key may end in a slash or not.
 * @param content - Its entries, if they were asked for.
 */
export function folderModel(
  place: IS3Location,
  options: {
    name?: string;
    writable?: boolean;
    created?: Date | null;
    content?: Contents.IModel[];
  } = {}
): Contents.IModel {
  const path = toPath(place.bucket, place.key).replace(/\/$/, '');
  const date = options.created ? Private.date(options.created) : NO_DATE;
  return {
    name: options.name ?? basename(path),
    path,
    type: 'directory',
    writable: options.writable ?? true,
    created: date,
    last_modified: date,
    // `null` by the contents API; JupyterLab's type has it as a string.
    mimetype: null as unknown as string,
    content: options.content ?? null,
    format: options.content ? 'json' : null
  };
}

/**
 * The model of a key that cannot be addressed.
 *
 * JupyterLab joins and normalises names and paths before it hands them to a
 * drive: `a//b` would reach us as `a/b`, and `..` as the folder above, which
 * are other objects. So name and last segment of the path carry a mark that no
 * normalisation removes, and by which the drive refuses the path
 * (`isMarked`).
 *
 * @param key - The key of an object, or a prefix that ends in a slash.
 */
export function markedModel(
  bucket: string,
  folder: string,
  key: string,
  facts?: IObjectFacts
): Contents.IModel {
  const rest = key.slice(folder.length);
  const text = rest.replace(/\/$/, '') || '(/)';
  const end = rest.endsWith('/') ? Private.MARK : '';
  // No slash may be in a name; this one only looks like it.
  const name = `${Private.MARK}${text.replace(/\//g, '\u2215')}${end}`;
  const date = facts ? Private.date(facts.lastModified) : NO_DATE;
  return {
    name,
    path: toPath(bucket, folder + name),
    type: rest.endsWith('/') ? 'directory' : 'file',
    writable: false,
    created: date,
    last_modified: date,
    mimetype: null as unknown as string,
    content: null,
    format: null,
    size: facts?.size
  };
}

/**
 * The MIME type that JupyterLab knows for a path; `''` if none.
 */
export function mimetypeOf(
  known: string | readonly DocumentRegistry.IFileType[]
): string {
  return typeof known === 'string' ? known : (known[0]?.mimeTypes[0] ?? '');
}

/**
 * Whether a path is one of `markedModel`, or below it.
 */
export function isMarked(path: string): boolean {
  return path.includes(Private.MARK);
}

/**
 * The folder that holds a path of the drive; `''` is the root.
 */
export function parentPath(place: IS3Location): string {
  return place.key
    ? toPath(place.bucket, parentPrefix(place.key)).replace(/\/$/, '')
    : '';
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Three invisible characters that no key has in this order.
   */
  export const MARK = '\u2060\u2063\u2060';

  /**
   * To the second, as ISO 8601.
   */
  export function date(value: Date): string {
    const time = value.getTime();
    return Number.isFinite(time)
      ? new Date(Math.floor(time / 1000) * 1000).toISOString()
      : NO_DATE;
  }
}
