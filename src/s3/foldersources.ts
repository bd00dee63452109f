// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { BatchDelete } from './batches';
import { clearEmptied, foldersOf } from './emptied';
import type { ICopied, IFolderCopy } from './foldercopy';
import { destinationOf, listFolder } from './folderplan';
import { deleteJournal, JOURNAL } from './journal';
import { listPage } from './listing';
import { deleteObjects } from './objects';

/**
 * Delete the sources that are still what was copied: each page of them right
 * after it was listed, markers last.
 *
 * @param onDeleted - Is told how many are gone.
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
    const gone: string[] = [];
    for (const { key, etag } of page.objects) {
      if (key === prefix + JOURNAL) {
        gone.push(key);
      } else if (verified.get(key)?.source.etag !== etag) {
        kept.push(key);
      } else if (key.endsWith('/')) {
        markers.push(key);
      } else {
        gone.push(key);
      }
    }
    batches.add(gone);
    token = page.nextToken ?? undefined;
  } while (token);
  await batches.end();
  // The folder of something that is kept stays, with its marker.
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
 * Take back a copy or move that was cancelled before a source was deleted:
 * delete the copies that are still what was made, and whose source still
 * stands.
 *
 * @returns The keys of the copies that stay. Then the journal does too, so that
 * doing the same again completes it.
 */
export async function undoCopies(
  { connection, from, to, options }: IFolderCopy,
  copied: Map<string, ICopied>
): Promise<string[]> {
  // What is cancelled is the copy, not this.
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
  batches.add(keys.filter(key => !key.endsWith('/')));
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
