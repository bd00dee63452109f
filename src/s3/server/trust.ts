// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { JSON_TYPE, ask } from './ask';

/**
 * A notebook in the store.
 */
export interface INotebookReference {
  readonly bucket: string;
  readonly key: string;

  /** The version that is meant: another one is neither checked nor signed. */
  readonly etag: string;

  /** A longer one is refused, also when it is uncompressed (bytes). */
  readonly limit: number;
}

/**
 * Ask the server's notary about a notebook, which the server reads itself.
 *
 * @param action - `check`: is it trusted as it is? `sign`: trust it from now on.
 *
 * @returns Whether it is trusted (always `true` after `sign`).
 *
 * @throws `S3Error`: `TrustInvalid` (400) for what is no notebook,
 * `TrustChanged` (412) when it is another version, `TooLarge` (413).
 */
export async function notarize(
  connection: IS3Connection,
  action: 'check' | 'sign',
  { bucket, etag, key, limit }: INotebookReference,
  options: IRequestOptions = {}
): Promise<boolean> {
  const body = JSON.stringify({ action, bucket, etag, key, limit });
  const init = {
    body,
    headers: JSON_TYPE,
    method: 'POST',
    // A page that is closed right after a save still has it signed.
    keepalive: true
  };
  const answer = await ask(connection, 'trust', init, options);
  return (
    ('trusted' in answer && answer.trusted === true) ||
    ('signed' in answer && answer.signed === true)
  );
}
