// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf } from '../s3/errors';
import { listAll } from '../s3/listing';
import { putObject } from '../s3/objects';
import { basename, toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { fileModel, folderModel } from './models';
import { requireFree } from './places';
import type { IRoom } from './types';

/**
 * What an empty notebook is stored as.
 */
const EMPTY_NOTEBOOK = `{
 "cells": [],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

/**
 * How often another name is tried when somebody takes the one that was free.
 */
const ATTEMPTS = 20;

/**
 * Create something new with a name that is not taken yet, as Jupyter names it:
 * `untitled.txt`, `untitled1.txt`…, `Untitled.ipynb`, `Untitled Folder`,
 * `Untitled Folder 1`.
 *
 * @param folder - Where; its key is `''` or ends in a slash.
 * @param type - `notebook`, `directory`, or anything else for a file.
 * @param ext - The extension of a file, with its dot.
 */
export async function createUntitled(
  room: IRoom,
  folder: IS3Location,
  type: string,
  ext: string
): Promise<Contents.IModel> {
  if (type === 'directory') {
    const name = (n: number) => `Untitled Folder${n ? ` ${n}` : ''}`;
    return withFreeName(room, folder, name, place => makeFolder(room, place));
  }
  const isNotebook = type === 'notebook' || ext === '.ipynb';
  const [stem, extension, body] = isNotebook
    ? ['Untitled', '.ipynb', EMPTY_NOTEBOOK]
    : ['untitled', ext, ''];
  const name = (n: number) => `${stem}${n || ''}${extension}`;
  return withFreeName(room, folder, name, place =>
    Private.makeFile(room, place, body)
  );
}

/**
 * Do something with the first free name, and with the next one as long as
 * somebody else takes it.
 *
 * @param nameOf - The name to try with a number, from 0 on.
 * @param use - Must be conditional: it fails where the name is taken.
 */
export async function withFreeName<T>(
  room: IRoom,
  folder: IS3Location,
  nameOf: (number: number) => string,
  use: (place: IS3Location) => Promise<T>
): Promise<T> {
  const start = Private.commonStart(nameOf(0), nameOf(1));
  const taken = await namesIn(room, folder, start);
  for (let number = 0, attempt = 1; ; number++) {
    const name = nameOf(number);
    if (taken.has(name)) {
      continue;
    }
    try {
      return await use({ ...folder, key: folder.key + name });
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
 * The names in a folder, of objects and folders, that begin with a text.
 */
export async function namesIn(
  room: IRoom,
  folder: IS3Location,
  start: string
): Promise<Set<string>> {
  const names = new Set<string>();
  const { bucket, key } = folder;
  for await (const page of listAll(room.connection, bucket, key + start, {
    delimiter: '/'
  })) {
    page.objects.forEach(object => names.add(basename(object.key)));
    page.prefixes.forEach(prefix => names.add(basename(prefix)));
  }
  return names;
}

/**
 * Create a folder: its marker, an empty object whose key ends in a slash.
 *
 * @param place - Without the slash.
 *
 * @throws `DriveError` 409 when the name is taken.
 */
export async function makeFolder(
  room: IRoom,
  place: IS3Location
): Promise<Contents.IModel> {
  await requireFree(room, place);
  await putMarker(room, { ...place, key: `${place.key}/` });
  return folderModel(place);
}

/**
 * Write the marker of a folder: an empty object.
 *
 * Without a condition, as SeaweedFS has a directory for every prefix, and
 * takes it for an object that exists. Nothing is lost: callers have made sure
 * that there is no object of that key, or it is such a marker.
 */
export async function putMarker(
  room: IRoom,
  folder: IS3Location
): Promise<void> {
  await putObject(room.connection, folder.bucket, folder.key, '', {
    contentType: 'application/x-directory'
  });
}

/**
 * The path of a place that was created.
 */
function pathOf(place: IS3Location): string {
  return toPath(place.bucket, place.key);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * What two names begin with.
   */
  export function commonStart(one: string, other: string): string {
    let length = 0;
    while (length < one.length && one[length] === other[length]) {
      length++;
    }
    return one.slice(0, length);
  }

  export async function makeFile(
    room: IRoom,
    place: IS3Location,
    body: string
  ): Promise<Contents.IModel> {
    await requireFree(room, place, { folderOnly: true });
    const mimetype = room.mimetype(pathOf(place)) || 'text/plain';
    const { etag } = await putObject(
      room.connection,
      place.bucket,
      place.key,
      body,
      { contentType: mimetype, ifNoneMatch: '*' }
    );
    const size = new TextEncoder().encode(body).length;
    return fileModel(room, place, { size, etag, lastModified: new Date() });
  }
}
