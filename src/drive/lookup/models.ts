// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import { S3Location } from '../../s3/location';
import { readableKey } from '../../s3/objects/keytext';
import type { IDriveContext } from '../context';

/**
 * The date of entries that have none (folders, buckets): a valid date, so that
 * no code computes with `NaN`, but clearly not a real one. Views show it as
 * nothing.
 */
export const NO_DATE = new Date(0).toISOString();

/**
 * What the model of an object needs; a HEAD, a GET and a listing provide it.
 */
export interface IObjectFacts {
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date;
}

/**
 * The type that JupyterLab gives to an object with this name.
 */
export function typeOf(key: string): 'notebook' | 'file' {
  return key.endsWith('.ipynb') ? 'notebook' : 'file';
}

/**
 * The model of an object, without its content.
 *
 * `hash` is the ETag: JupyterLab compares it before a save, and reports a
 * conflict when it differs. Dates are cut to the second, as HTTP headers are no
 * more precise, so that a listing and a HEAD give the same date.
 */
export function fileModel(
  context: IDriveContext,
  location: S3Location,
  facts: IObjectFacts,
  options: { type?: string; writable?: boolean } = {}
): Contents.IModel {
  const date = Private.date(facts.lastModified);
  const { key, name, path } = location;
  return {
    name,
    path,
    type: options.type ?? typeOf(key),
    writable: options.writable ?? true,
    created: date,
    last_modified: date,
    mimetype: context.mimetype(path),
    content: null,
    format: null,
    size: Private.size(facts.size),
    hash: facts.etag,
    hash_algorithm: 'etag'
  };
}

/**
 * The model of a folder, a bucket or the root.
 *
 * @param location - A folder's key may end in a slash or not.
 * @param content - Its entries, if they were requested.
 */
export function folderModel(
  location: S3Location,
  options: {
    name?: string;
    writable?: boolean;
    created?: Date | null;
    content?: Contents.IModel[];
  } = {}
): Contents.IModel {
  const date = options.created ? Private.date(options.created) : NO_DATE;
  return {
    name: options.name ?? location.name,
    path: location.entryPath,
    type: 'directory',
    writable: options.writable ?? true,
    created: date,
    last_modified: date,
    // The contents API has `null`; JupyterLab's type only allows a string.
    mimetype: null as unknown as string,
    content: options.content ?? null,
    format: options.content ? 'json' : null
  };
}

/**
 * The model of a key that cannot be addressed.
 *
 * JupyterLab joins and normalises names and paths before it passes them to a
 * drive: `a//b` would arrive as `a/b`, and `..` as the folder above, which are
 * other objects. So the name and the last segment of the path carry a mark that
 * no normalisation removes, and by which the drive refuses the path
 * (`isMarked`).
 *
 * @param folder - Its key is `''` or ends in a slash.
 * @param key - The key of an object, or a prefix that ends in a slash.
 */
export function markedModel(
  folder: S3Location,
  key: string,
  facts?: IObjectFacts
): Contents.IModel {
  const rest = key.slice(folder.key.length);
  const text = readableKey(rest.replace(/\/$/, '')) || '(/)';
  const end = rest.endsWith('/') ? Private.MARK : '';
  // A name cannot contain a slash; this character only looks like one.
  const name = `${Private.MARK}${text.replace(/\//g, '\u2215')}${end}`;
  const date = facts ? Private.date(facts.lastModified) : NO_DATE;
  return {
    name,
    path: folder.child(name).path,
    type: rest.endsWith('/') ? 'directory' : 'file',
    writable: false,
    created: date,
    last_modified: date,
    mimetype: null as unknown as string,
    content: null,
    format: null,
    size: Private.size(facts?.size)
  };
}

/**
 * The location of what a model describes; a folder's key ends in a slash.
 */
export function modelLocation(
  context: Pick<IDriveContext, 'connection'>,
  { path, type }: Pick<Contents.IModel, 'path' | 'type'>
): S3Location {
  const location = S3Location.fromPath(path, context.connection.name);
  return type === 'directory' ? location.asFolder() : location;
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
 * A namespace for private helpers.
 */
namespace Private {
  /** The size to show: none where the store lists none (`NaN`). */
  export function size(listed: number | undefined): number | undefined {
    return Number.isNaN(listed) ? undefined : listed;
  }

  /** Three invisible characters that occur in no key in this order. */
  export const MARK = '\u2060\u2063\u2060';

  /** A date cut to the second, in ISO 8601. */
  export function date(value: Date): string {
    const time = value.getTime();
    return Number.isFinite(time)
      ? new Date(Math.floor(time / 1000) * 1000).toISOString()
      : NO_DATE;
  }
}
