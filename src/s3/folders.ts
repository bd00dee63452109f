// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { clearEmptied, foldersOf } from './emptied';
import { S3Error } from './errors';
import { copyObjects, type ICopied, type IFolderCopy } from './foldercopy';
import {
  checkFolders,
  destinationOf,
  listFolder,
  noSuchFolder,
  requireAddressableKeys,
  requireFree
} from './folderplan';
import { deleteJournal, findJournal, JOURNAL, writeJournal } from './journal';
import { listAll, type IS3Object } from './listing';
import { deleteObjects } from './objects';
import type { IS3Location } from './path';

/**
 * How to copy or move a folder.
 */
export interface IFolderOptions extends IRequestOptions {
  /** Objects done so far, and in all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * What became of a folder's objects.
 */
export interface IFolderResult {
  /** How many objects were copied. */
  readonly copied: number;

  /**
   * Exact source keys that were kept, because they were changed, or came into
   * being, meanwhile, or because their copy was changed (always empty for a
   * copy). Their copies, of what they were, are kept too.
   */
  readonly kept: string[];
}

/**
 * Copy a folder, with its marker, to a folder that does not exist.
 *
 * @param from - The folder; its key ends in `/`.
 * @param to - The new folder; its key ends in `/`.
 *
 * @throws `S3Error`: `DestinationExists` (409) when there is an object or a
 * folder of that name, `InvalidKey` (400, all of them in `keys`) when a key
 * below cannot be addressed, both before anything is changed; `SourceChanged`
 * (412) for an object that changes all the time; 404 when there is no such
 * folder.
 */
export async function copyFolder(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: IFolderOptions = {}
): Promise<IFolderResult> {
  checkFolders(from, to);
  const folder = folderCopy(connection, from, to, options);
  const objects = await listFolder(connection, from, folder.options);
  requireContent(from, objects);
  await requireFree(connection, to, folder.options);
  const copied = await copyObjects(folder, objects, new Map());
  const verified = await verify(folder, copied);
  const missing = [...copied.keys()].filter(key => !verified.has(key));
  if (missing.length) {
    throw new S3Error({
      message: 'Some copies are not what was copied.',
      code: 'CopyChanged',
      status: 412,
      origin: 'store',
      keys: missing,
      ...to
    });
  }
  return { copied: copied.size, kept: [] };
}

/**
 * Move a folder. Interrupted anywhere, every object is still at its source or
 * at its destination, and the same call completes the move.
 *
 * Between the last listing of a page of the source and its deletion there is a
 * window of one request, in which a change of the source is lost.
 *
 * @throws `S3Error` as `copyFolder`.
 */
export async function moveFolder(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: IFolderOptions = {}
): Promise<IFolderResult> {
  if (from.bucket === to.bucket && from.key === to.key) {
    return { copied: 0, kept: [] };
  }
  checkFolders(from, to);
  const folder = folderCopy(connection, from, to, options);
  const objects = await listFolder(connection, from, folder.options);
  const resumed = await findJournal(connection, from, to, folder.options);
  const done = new Map<string, IS3Object>();
  if (resumed) {
    requireAddressableKeys(from, objects);
    for (const copy of await listFolder(connection, to, folder.options)) {
      done.set(copy.key, copy);
    }
  } else {
    requireContent(from, objects);
    await requireFree(connection, to, folder.options);
    await writeJournal(connection, from, to, folder.options);
  }
  let copied: Map<string, ICopied>;
  try {
    copied = await copyObjects(folder, objects, done);
  } catch (error) {
    await forgetMove(folder);
    throw error;
  }
  const verified = await verify(folder, copied);
  const kept = await deleteSources(folder, verified);
  await deleteJournal(connection, to, folder.options);
  return { copied: copied.size, kept };
}

/**
 * A folder's copy, in the background unless the caller says otherwise.
 */
function folderCopy(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  { onProgress, priority = 'background', signal }: IFolderOptions
): IFolderCopy {
  return {
    ...{ connection, from, to },
    options: { priority, signal },
    onProgress: onProgress ?? (() => undefined)
  };
}

/**
 * Leave no journal in the place of a folder of which nothing was copied. What
 * fails here, or is left, is completed or refused by the next move.
 */
async function forgetMove({ connection, to }: IFolderCopy): Promise<void> {
  try {
    if (!(await listFolder(connection, to, {})).length) {
      await deleteJournal(connection, to, {});
    }
  } catch {
    // The failure of the move itself is the one to be told.
  }
}

function requireContent(from: IS3Location, objects: IS3Object[]): void {
  if (!objects.length) {
    throw noSuchFolder(from);
  }
  requireAddressableKeys(from, objects);
}

/**
 * List the destination.
 *
 * @returns The copies that stand there as they were made, by the source's key.
 */
async function verify(
  { connection, from, to, options }: IFolderCopy,
  copied: Map<string, ICopied>
): Promise<Map<string, ICopied>> {
  const listed = new Map<string, IS3Object>();
  for (const copy of await listFolder(connection, to, options)) {
    listed.set(copy.key, copy);
  }
  const verified = new Map<string, ICopied>();
  for (const [key, made] of copied) {
    const copy = listed.get(destinationOf(from, to, key).key);
    if (copy?.etag === made.copyEtag && copy.size === made.source.size) {
      verified.set(key, made);
    }
  }
  return verified;
}

/**
 * Delete the sources that are still what was copied: each page of them right
 * after it was listed, markers last.
 *
 * @returns The keys that were kept.
 */
async function deleteSources(
  { connection, from, options }: IFolderCopy,
  verified: Map<string, ICopied>
): Promise<string[]> {
  const kept: string[] = [];
  const markers: string[] = [];
  for await (const page of listAll(
    connection,
    from.bucket,
    from.key,
    options
  )) {
    const gone: string[] = [];
    for (const { key, etag } of page.objects) {
      if (key === from.key + JOURNAL) {
        gone.push(key);
      } else if (verified.get(key)?.source.etag !== etag) {
        kept.push(key);
      } else if (key.endsWith('/')) {
        markers.push(key);
      } else {
        gone.push(key);
      }
    }
    await deleteObjects(connection, from.bucket, gone, options);
  }
  // The folder of something that is kept stays, with its marker.
  const empty = markers.filter(
    marker => !kept.some(key => key.startsWith(marker))
  );
  const deepestFirst = empty.sort((a, b) => b.length - a.length);
  await deleteObjects(connection, from.bucket, deepestFirst, options);
  if (!kept.length) {
    const folders = foldersOf(from.key, [...verified.keys()]);
    await clearEmptied(connection, from.bucket, from.key, folders, options);
  }
  return kept;
}
