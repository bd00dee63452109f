// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import type { IS3Location } from './path';
import { encodeKey, encodeSegment, requireAddressable } from './path';
import { ask, strangeAnswer } from './status';

/**
 * What the store answers to somebody without credentials.
 */
export interface IAnonymousAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** `null` where the status tells neither. */
  readonly readable: boolean | null;
  /** The address, without a signature, at which others reach the place. */
  readonly url: string;
}

/**
 * Ask the store, by way of the server, as somebody without credentials: for a
 * byte of an object, or, for a folder (its key is `''` or ends in a slash), for
 * one key of its list.
 *
 * @throws `S3Error`.
 */
export async function askAnonymously(
  connection: IS3Connection,
  place: IS3Location,
  options: IRequestOptions = {}
): Promise<IAnonymousAnswer> {
  const { bucket, key } = place;
  requireAddressable(bucket, key);
  const route = `public/${encodeSegment(bucket)}/${encodeKey(key)}`;
  const answer = await ask(connection, route, { method: 'GET' }, options);
  const { readable, status, url } = answer as Partial<IAnonymousAnswer>;
  if (
    typeof status !== 'number' ||
    typeof url !== 'string' ||
    readable === undefined
  ) {
    throw strangeAnswer();
  }
  return { readable, status, url };
}
