// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { S3Error } from './errors';
import { abortedError, withParts } from './failures';
import {
  copyObjects,
  type ICopied,
  type ICopyProgress,
  type IFolderCopy
} from './foldercopy';
import {
  checkFolders,
  destinationOf,
  listFolder,
  noSuchFolder,
  requireAddressableKeys,
  requireFree
} from './folderplan';
import { deleteSources, undoCopies } from './foldersources';
import {
  deleteJournal,
  findJournal,
  writeJournal,
  type JournalKind
} from './journal';
import type { IS3Object } from './listing';
import type { IS3Location } from './path';

/**
 * How far the copy or move of a folder is.
 */
export interface IFolderProgress extends ICopyProgress {
  /** Objects are copied first; a move then deletes them at their source. */
  readonly stage: 'copy' | 'delete';
  /** How many sources are deleted. */
  readonly deleted?: number;
}

/**
 * How to copy or move a folder.
 */
export interface IFolderOptions extends IRequestOptions {
  onProgress?: (progress: IFolderProgress) => void;

  /**
   * Is called when sources begin to be deleted: from there on the signal is not
   * heeded, as it could only leave the folder in two halves.
   */
  onCommit?: () => void;

  /**
   * Whether an object must not come to be at a key of the destination: then it
   * stays at its source.
   */
  leave?: (key: string) => boolean;
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

  /** Exact source keys that were not copied, as they were to be left. */
  readonly left: string[];
}

/**
 * Copy a folder, with its marker, to a folder that does not exist, or go on
 * with such a copy that was interrupted.
 *
 * @param from - The folder; its key ends in `/`.
 * @param to - The new folder; its key ends in `/`.
 *
 * @throws `S3Error`: `DestinationExists` (409) when there is an object or a
 * folder of that name, `InvalidKey` (400, all of them in `keys`) when a key
 * below cannot be addressed, both before anything is changed; `SourceChanged`
 * (412) for an object that changes all the time; 404 when there is no such
 * folder; `Aborted` when it was cancelled: the copies are gone then, but for
 * those in `keys`.
 */
export async function copyFolder(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: IFolderOptions = {}
): Promise<IFolderResult> {
  checkFolders(from, to);
  const folder = folderCopy(connection, from, to, options);
  const { copied, left, verified } = await copyAll(folder, 'copiedFrom');
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
  await deleteJournal(connection, to, { priority: folder.options.priority });
  return { copied: copied.size, kept: [], left };
}

/**
 * Move a folder. Interrupted anywhere, every object is still at its source or
 * at its destination, and the same call completes the move. Cancelled while it
 * copies, the source is whole.
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
    return { copied: 0, kept: [], left: [] };
  }
  checkFolders(from, to);
  const folder = folderCopy(connection, from, to, options);
  const { copied, left, verified } = await copyAll(folder, 'movedFrom');
  options.onCommit?.();
  const requests = { priority: folder.options.priority };
  const { total, totalBytes } = folder.state;
  const all = { done: total, total, bytes: totalBytes, totalBytes };
  const stayed = await deleteSources(
    { ...folder, options: requests },
    verified,
    deleted => options.onProgress?.({ ...all, stage: 'delete', deleted })
  );
  await deleteJournal(connection, to, requests);
  const kept = stayed.filter(key => !left.includes(key));
  return { copied: copied.size, kept, left };
}

/**
 * A folder's copy, in the background unless the caller says otherwise.
 */
function folderCopy(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  { leave, onProgress, priority = 'background', signal }: IFolderOptions
): IFolderCopy {
  return {
    ...{ connection, from, to, leave },
    options: { priority, signal },
    state: { done: 0, total: 0, bytes: 0, totalBytes: 0 },
    onProgress: progress => onProgress?.({ ...progress, stage: 'copy' })
  };
}

/**
 * What was copied, and what of it stands as it was made, by the source's key;
 * and what was left.
 */
interface IAllCopied {
  readonly copied: Map<string, ICopied>;
  readonly verified: Map<string, ICopied>;
  readonly left: string[];
}

/**
 * Copy all that is in the folder, or what is not copied yet, and check the
 * copies by one listing.
 */
async function copyAll(
  folder: IFolderCopy,
  kind: JournalKind
): Promise<IAllCopied> {
  const { connection, from, to, options } = folder;
  const listed = await listFolder(connection, from, options);
  const isLeft = ({ key }: IS3Object) =>
    !!folder.leave?.(destinationOf(from, to, key).key);
  const objects = listed.filter(object => !isLeft(object));
  const left = listed.filter(isLeft).map(({ key }) => key);
  const resumed = await findJournal(connection, kind, from, to, options);
  const done = new Map<string, IS3Object>();
  if (resumed) {
    requireAddressableKeys(from, objects);
    for (const copy of await listFolder(connection, to, options)) {
      done.set(copy.key, copy);
    }
  } else {
    requireContent(from, listed);
    await requireFree(connection, to, options);
    await writeJournal(connection, kind, from, to, options);
  }
  const copied = new Map<string, ICopied>();
  try {
    await copyObjects(folder, objects, done, copied);
    const verified = await verify(folder, copied);
    if (options.signal?.aborted) {
      throw abortedError();
    }
    return { copied, left, verified };
  } catch (error) {
    if (options.signal?.aborted) {
      const keys = await undoCopies(folder, copied);
      throw withParts(abortedError(), { keys });
    }
    await forgetCopy(folder);
    throw error;
  }
}

/**
 * Leave no journal in the place of a folder of which nothing was copied. What
 * fails here, or is left, is completed or refused by the next move or copy.
 */
async function forgetCopy({ connection, to }: IFolderCopy): Promise<void> {
  try {
    if (!(await listFolder(connection, to, {})).length) {
      await deleteJournal(connection, to, {});
    }
  } catch {
    // The failure of the move or copy itself is the one to be told.
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
