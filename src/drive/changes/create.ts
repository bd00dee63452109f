// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf } from '../../s3/errors';
import { listAll } from '../../s3/objects/list';
import { putObject } from '../../s3/objects/put';
import { basename } from '../../s3/keys';
import type { S3Location } from '../../s3/location';
import { fileModel, folderModel } from '../lookup/models';
import { requireFreeName } from '../lookup/kinds';
import type { IDriveContext } from '../context';

/**
 * The stored text of an empty notebook.
 */
const EMPTY_NOTEBOOK = `{
 "cells": [],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

/**
 * How many names are tried when others take the free ones first.
 */
const ATTEMPTS = 20;

/**
 * Create something with a free name, as Jupyter names it: `untitled.txt`,
 * `untitled1.txt`…, `Untitled.ipynb`, `Untitled Folder`, `Untitled Folder 1`.
 *
 * @param folder - Where to create it; its key is `''` or ends in a slash.
 * @param type - `notebook`, `directory`, or anything else for a file.
 * @param ext - The extension of a file, with its dot.
 */
export async function createUntitled(
  context: IDriveContext,
  folder: S3Location,
  type: string,
  ext: string
): Promise<Contents.IModel> {
  const name = Private.namer(type, ext);
  if (type === 'directory') {
    return withFreeName(context, folder, name, location =>
      makeFolder(context, location)
    );
  }
  const body = Private.isNotebook(type, ext) ? EMPTY_NOTEBOOK : '';
  return withFreeName(context, folder, name, location =>
    Private.makeFile(context, location, body)
  );
}

/**
 * What `createUntitled` creates when no name is taken; a folder's key ends in a
 * slash.
 */
export function untitledAt(
  folder: S3Location,
  type: string,
  ext: string
): S3Location {
  const end = type === 'directory' ? '/' : '';
  return folder.child(Private.namer(type, ext)(0) + end);
}

/**
 * Run an operation with the first free name, and with the next one if somebody
 * else has taken it meanwhile.
 *
 * @param nameOf - Returns the name to try for a number, starting at 0.
 * @param use - The operation. It must be conditional: it fails when the name is
 * taken.
 */
export async function withFreeName<T>(
  context: IDriveContext,
  folder: S3Location,
  nameOf: (number: number) => string,
  use: (location: S3Location) => Promise<T>
): Promise<T> {
  const start = Private.commonStart(nameOf(0), nameOf(1));
  const taken = await namesIn(context, folder, start);
  for (let number = 0, attempt = 1; ; number++) {
    const name = nameOf(number);
    if (taken.has(name)) {
      continue;
    }
    try {
      return await use(folder.child(name));
    } catch (error) {
      if (
        attempt++ === ATTEMPTS ||
        !['exists', 'changed'].includes(problemOf(error))
      ) {
        throw error;
      }
    }
  }
}

/**
 * The names of objects and folders in a folder that begin with a text.
 */
export async function namesIn(
  context: IDriveContext,
  folder: S3Location,
  start: string
): Promise<Set<string>> {
  const names = new Set<string>();
  const { bucket, key } = folder;
  for await (const page of listAll(context.connection, bucket, key + start, {
    delimiter: '/'
  })) {
    page.objects.forEach(object => names.add(basename(object.key)));
    page.prefixes
      .filter(prefix => !context.vanished.has(folder.withKey(prefix)))
      .forEach(prefix => names.add(basename(prefix)));
  }
  return names;
}

/**
 * Create a folder: its marker, an empty object whose key ends in a slash.
 *
 * @param location - Without the trailing slash.
 *
 * @throws `DriveError` 409 when the name is taken.
 */
export async function makeFolder(
  context: IDriveContext,
  location: S3Location
): Promise<Contents.IModel> {
  await requireFreeName(context, location);
  await putMarker(context, location.asFolder());
  return folderModel(location);
}

/**
 * Write the marker of a folder: an empty object.
 *
 * The request is unconditional, as SeaweedFS has a directory for every prefix
 * and treats it as an existing object. Nothing is lost: callers have made sure
 * that there is no object with that key, or that it is such a marker.
 */
export async function putMarker(
  context: IDriveContext,
  folder: S3Location
): Promise<void> {
  await putObject(context.connection, folder.bucket, folder.key, '', {
    contentType: 'application/x-directory'
  });
  context.vanished.put(folder);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function isNotebook(type: string, ext: string): boolean {
    return type === 'notebook' || ext === '.ipynb';
  }

  /** The name for a number of something that is not named by the person. */
  export function namer(type: string, ext: string): (n: number) => string {
    if (type === 'directory') {
      return n => `Untitled Folder${n ? ` ${n}` : ''}`;
    }
    const [stem, extension] = isNotebook(type, ext)
      ? ['Untitled', '.ipynb']
      : ['untitled', ext];
    return n => `${stem}${n || ''}${extension}`;
  }

  /** The common beginning of two names. */
  export function commonStart(one: string, other: string): string {
    let length = 0;
    while (length < one.length && one[length] === other[length]) {
      length++;
    }
    return one.slice(0, length);
  }

  export async function makeFile(
    context: IDriveContext,
    location: S3Location,
    body: string
  ): Promise<Contents.IModel> {
    await requireFreeName(context, location, { folderOnly: true });
    const mimetype = context.mimetype(location.path) || 'text/plain';
    const { etag } = await putObject(
      context.connection,
      location.bucket,
      location.key,
      body,
      { contentType: mimetype, ifNoneMatch: '*' }
    );
    const size = new TextEncoder().encode(body).length;
    return fileModel(context, location, {
      size,
      etag,
      lastModified: new Date()
    });
  }
}
