// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { withParts } from '../http/failures';
import { deleteObject } from '../objects/delete';
import { getObject } from '../objects/get';
import { putObject } from '../objects/put';
import type { IS3Location, S3Location } from '../location';

/**
 * The name of the hidden object in a folder to which another folder is being
 * moved or copied. It blocks a second move or copy to that folder. After an
 * interruption it distinguishes an unfinished move or copy from a folder that
 * someone else has created.
 */
export const JOURNAL = '.s3-drive-move.json';

/**
 * The operation that a journal records.
 */
export type JournalKind = 'movedFrom' | 'copiedFrom';

/**
 * Write the journal that begins a move or copy.
 *
 * @throws `S3Error` `ObjectExists` when another move or copy to the same folder
 * has just begun.
 */
export async function writeJournal(
  connection: IS3Connection,
  kind: JournalKind,
  from: S3Location,
  to: IS3Location,
  options: IRequestOptions
): Promise<void> {
  const text = JSON.stringify({ [kind]: from.uri });
  await inNameOf(to, () =>
    putObject(connection, to.bucket, to.key + JOURNAL, text, {
      ...options,
      contentType: 'application/json',
      ifNoneMatch: '*'
    })
  );
}

/**
 * Whether a move, or a copy, of exactly this folder to exactly this destination
 * was interrupted.
 */
export async function findJournal(
  connection: IS3Connection,
  kind: JournalKind,
  from: S3Location,
  to: IS3Location,
  options: IRequestOptions
): Promise<boolean> {
  try {
    const key = to.key + JOURNAL;
    const body = await inNameOf(to, async () =>
      (await getObject(connection, to.bucket, key, options)).body()
    );
    const text = new TextDecoder().decode(body);
    return JSON.parse(text)[kind] === from.uri;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return false;
    }
    if (error instanceof S3Error && error.status === 404) {
      return false;
    }
    throw error;
  }
}

/**
 * Delete the journal, which ends the move or copy.
 */
export async function deleteJournal(
  connection: IS3Connection,
  to: IS3Location,
  options: IRequestOptions
): Promise<void> {
  await inNameOf(to, () =>
    deleteObject(connection, to.bucket, to.key + JOURNAL, options)
  );
}

/**
 * Run an operation on a journal.
 *
 * @throws `S3Error` that names the folder, as users do not know of the journal.
 */
async function inNameOf<T>(
  folder: IS3Location,
  run: () => Promise<T>
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof S3Error ? withParts(error, folder) : error;
  }
}
