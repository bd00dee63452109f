// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { S3Error } from './errors';
import { deleteObject, getObject, putObject } from './objects';
import { toUri, type IS3Location } from './path';

/**
 * The name of the hidden object that stands in a folder while another one is
 * moved or copied there. It keeps a second one out, and after an interruption
 * it tells the rest of a move or copy from a folder that someone else has made.
 */
export const JOURNAL = '.s3-drive-move.json';

/**
 * What a journal is about.
 */
export type JournalKind = 'movedFrom' | 'copiedFrom';

/**
 * Begin a move or copy.
 *
 * @throws `S3Error` `ObjectExists` when another one to the same folder has just
 * begun.
 */
export async function writeJournal(
  connection: IS3Connection,
  kind: JournalKind,
  from: IS3Location,
  to: IS3Location,
  options: IRequestOptions
): Promise<void> {
  const text = JSON.stringify({ [kind]: toUri(from) });
  await putObject(connection, to.bucket, to.key + JOURNAL, text, {
    ...options,
    contentType: 'application/json',
    ifNoneMatch: '*'
  });
}

/**
 * Whether a move, or a copy, of this very folder to this very place was
 * interrupted.
 */
export async function findJournal(
  connection: IS3Connection,
  kind: JournalKind,
  from: IS3Location,
  to: IS3Location,
  options: IRequestOptions
): Promise<boolean> {
  try {
    const key = to.key + JOURNAL;
    const opened = await getObject(connection, to.bucket, key, options);
    const text = new TextDecoder().decode(await opened.body());
    return JSON.parse(text)[kind] === toUri(from);
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
 * End a move or copy.
 */
export async function deleteJournal(
  connection: IS3Connection,
  to: IS3Location,
  options: IRequestOptions
): Promise<void> {
  await deleteObject(connection, to.bucket, to.key + JOURNAL, options);
}
