// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import type { IS3Location } from '../location';
import { encodeKey, encodeSegment, requireAddressable } from '../keys';
import { ask, strangeAnswer } from './ask';

/**
 * The store's response to a request without credentials.
 */
export interface IAnonymousAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** `null` if the status proves neither. */
  readonly readable: boolean | null;
  /** The URL, without a signature, at which others reach the location. */
  readonly url: string;
}

/**
 * Send a request without credentials to the store, through the server: for one
 * byte of an object, or, for a folder (its key is `''` or ends in a slash), for
 * one key of its listing.
 *
 * @throws `S3Error`.
 */
export async function askAnonymously(
  connection: IS3Connection,
  location: IS3Location,
  options: IRequestOptions = {}
): Promise<IAnonymousAnswer> {
  const { bucket, key } = location;
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
