// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { abortedError, withParts } from '../http/failures';
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
  requireEmptyDestination
} from './folderplan';
import { deleteSources, undoCopies } from './foldersources';
import {
  deleteJournal,
  findJournal,
  writeJournal,
  type JournalKind
} from './movejournal';
import type { IKeepOptions } from '../metadata/keeping';
import type { IS3Object } from '../objects/list';
import type { IS3Location, S3Location } from '../location';

/**
 * The progress of copying or moving a folder.
 */
export interface IFolderProgress extends ICopyProgress {
  /** `copy` first; a move then deletes the sources (`delete`). */
  readonly stage: 'copy' | 'delete';
  /** How many sources have been deleted. */
  readonly deleted?: number;
}

/**
 * How to copy or move a folder.
 */
export interface IFolderOptions extends IRequestOptions {
  /** Called with what could not be kept of an object. */
  onLost?: IKeepOptions['onLost'];

  onProgress?: (progress: IFolderProgress) => void;

  /**
   * Called when the deletion of the sources begins. From then on the signal is
   * ignored, as stopping would leave the folder split in two.
   */
  onCommit?: () => void;

  /**
   * Whether an object must not be copied to this destination key. It then stays
   * at its source.
   */
  leave?: (key: string) => boolean;
}

/**
 * The outcome of copying or moving a folder.
 */
export interface IFolderResult {
  /** How many objects were copied. */
  readonly copied: number;

  /**
   * Exact source keys that were kept, because the source was changed or created
   * meanwhile, or because its copy was changed (always empty for a copy). Their
   * copies, in the earlier state, are kept too.
   */
  readonly kept: string[];

  /** Exact source keys that were not copied because of `leave`. */
  readonly left: string[];
}

/**
 * Copy a folder, with its marker, to a folder that does not exist, or resume
 * such a copy that was interrupted.
 *
 * @param from - The folder; its key ends in `/`.
 * @param to - The new folder; its key ends in `/`.
 *
 * @throws `S3Error`: `DestinationExists` (409) when an object or a folder of
 * that name exists, and `InvalidKey` (400, with all such keys in `keys`) when a
 * key below cannot be addressed, both before anything is changed;
 * `SourceChanged` (412) for an object that keeps changing; 404 when there is no
 * such folder; `Aborted` when the copy was cancelled: the copies are then
 * deleted, except those in `keys`.
 */
export async function copyFolder(
  connection: IS3Connection,
  from: S3Location,
  to: IS3Location,
  options: IFolderOptions = {}
): Promise<IFolderResult> {
  checkFolders(from, to);
  const folder = folderCopy(connection, from, to, options, true);
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
 * Move a folder. If the move is interrupted, every object is still at its
 * source or at its destination, and the same call completes it. If it is
 * cancelled while copying, the source is complete.
 *
 * Between the last listing of a page of the source and its deletion there is a
 * window of one request: a change of the source in that window is lost.
 *
 * @throws `S3Error` as `copyFolder`.
 */
export async function moveFolder(
  connection: IS3Connection,
  from: S3Location,
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
 * The copy of a folder; in the background unless the caller sets a priority.
 */
function folderCopy(
  connection: IS3Connection,
  from: S3Location,
  to: IS3Location,
  {
    leave,
    onLost,
    onProgress,
    priority = 'background',
    signal
  }: IFolderOptions,
  isCopy = false
): IFolderCopy {
  return {
    connection,
    from,
    to,
    leave,
    options: { isCopy, onLost, priority, signal },
    state: { done: 0, total: 0, bytes: 0, totalBytes: 0 },
    onProgress: progress => onProgress?.({ ...progress, stage: 'copy' })
  };
}

/**
 * The objects that were copied and the copies that are unchanged, both by
 * source key, and the keys that were left out.
 */
interface IAllCopied {
  readonly copied: Map<string, ICopied>;
  readonly verified: Map<string, ICopied>;
  readonly left: string[];
}

/**
 * Copy everything in the folder that is not copied yet, and verify the copies
 * with one listing.
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
    await requireEmptyDestination(connection, to, options);
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
 * Delete the journal at the destination when nothing was copied. If this fails
 * or something remains, the next move or copy completes or refuses it.
 */
async function forgetCopy({ connection, to }: IFolderCopy): Promise<void> {
  try {
    if (!(await listFolder(connection, to, {})).length) {
      await deleteJournal(connection, to, {});
    }
  } catch {
    // Report the failure of the move or copy itself instead.
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
 * @returns The copies that are unchanged, by source key.
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
