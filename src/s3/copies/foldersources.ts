// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { BatchDelete } from '../objects/batchdelete';
import { clearEmptied, foldersOf } from '../objects/emptyfolders';
import type { ICopied, IFolderCopy } from './foldercopy';
import { destinationOf, listFolder } from './folderplan';
import { deleteJournal, JOURNAL } from './movejournal';
import { listPage, type IS3Object } from '../objects/list';
import { deleteObjects } from '../objects/delete';

/**
 * Delete the sources that are unchanged since they were copied: each page right
 * after it was listed, markers last.
 *
 * @param onDeleted - Called with the number of deleted sources.
 *
 * @returns The keys that were kept.
 */
export async function deleteSources(
  { connection, from, options }: IFolderCopy,
  verified: Map<string, ICopied>,
  onDeleted: (done: number) => void
): Promise<string[]> {
  const kept: string[] = [];
  const markers: string[] = [];
  const { bucket, key: prefix } = from;
  const batches = new BatchDelete(connection, bucket, options, onDeleted);
  let token: string | undefined;
  do {
    await batches.ready();
    const page = await listPage(connection, bucket, prefix, {
      ...options,
      token
    });
    const gone: IS3Object[] = [];
    for (const object of page.objects) {
      const { key, etag } = object;
      if (key === prefix + JOURNAL) {
        gone.push(object);
      } else if (verified.get(key)?.source.etag !== etag) {
        kept.push(key);
      } else if (key.endsWith('/')) {
        markers.push(key);
      } else {
        gone.push(object);
      }
    }
    batches.add(gone);
    token = page.nextToken ?? undefined;
  } while (token);
  await batches.end();
  // Keep the marker of a folder that still contains something.
  const empty = markers.filter(
    marker => !kept.some(key => key.startsWith(marker))
  );
  const deepestFirst = empty.sort((a, b) => b.length - a.length);
  await deleteObjects(connection, bucket, deepestFirst, options);
  if (!kept.length) {
    const folders = foldersOf(prefix, [...verified.keys()]);
    await clearEmptied(connection, bucket, prefix, folders, options);
  }
  return kept;
}

/**
 * Undo a copy or move that was cancelled before a source was deleted: delete
 * the copies that are unchanged and whose source still exists.
 *
 * @returns The keys of the copies that remain. The journal then remains too, so
 * that repeating the operation completes it.
 */
export async function undoCopies(
  { connection, from, to, options }: IFolderCopy,
  copied: Map<string, ICopied>
): Promise<string[]> {
  // The signal cancelled the copy; it must not cancel this.
  const requests = { priority: options.priority };
  const made = new Map<string, string>();
  for (const source of await listFolder(connection, from, requests)) {
    const copy = copied.get(source.key);
    if (copy && copy.source.etag === source.etag) {
      made.set(destinationOf(from, to, source.key).key, copy.copyEtag);
    }
  }
  const copies = await listFolder(connection, to, requests);
  const gone = copies.filter(({ etag, key }) => made.get(key) === etag);
  const batches = new BatchDelete(connection, to.bucket, requests);
  const keys = gone.map(({ key }) => key);
  batches.add(gone.filter(({ key }) => !key.endsWith('/')));
  await batches.end();
  const markers = keys.filter(key => key.endsWith('/'));
  const deepestFirst = markers.sort((a, b) => b.length - a.length);
  await deleteObjects(connection, to.bucket, deepestFirst, requests);
  const left = copies.filter(copy => !gone.includes(copy));
  if (left.length === 0) {
    await deleteJournal(connection, to, requests);
    const folders = foldersOf(to.key, keys);
    await clearEmptied(connection, to.bucket, to.key, folders, requests);
  }
  return left.map(({ key }) => key);
}
