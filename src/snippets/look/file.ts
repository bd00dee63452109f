// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../../s3/connection';
import { isAborted, S3Error } from '../../s3/errors';
import { getObject } from '../../s3/objects';
import { basename, type IS3Location } from '../../s3/path';
import type { IFacts } from '../facts';
import type { ISample } from './detect';

/**
 * How a place is looked at.
 */
export interface ILookOptions extends Pick<IRequestOptions, 'signal'> {
  /** Told why something could not be read, before the doubt is returned. */
  failed?(reason: unknown): void;
}

/**
 * How many bytes are read at the beginning, and at the end where it counts.
 */
const PART = 65536;

/**
 * Find out what a file is: from its first 64 KiB, and from its last 64 KiB
 * where a Parquet footer or the directory of a zip stands there (more only if
 * the footer says so, up to 4 MiB). Of a text whose first lines are longer than
 * that its first MiB is read.
 *
 * A file that is gone or cannot be read gives what its name tells, with a
 * doubt; its content never makes this fail.
 *
 * @param place - Of a file.
 * @param size - As the listing tells it; `null` where it is not known.
 *
 * @throws `S3Error` `Aborted`, by the signal, and nothing else.
 */
export async function lookAtFile(
  connection: IS3Connection,
  place: IS3Location,
  size: number | null,
  { failed, signal }: ILookOptions = {}
): Promise<IFacts> {
  const name = basename(place.key);
  const { detect, factsByName } = await import('./detect');
  try {
    const { sample, isEncoded } = await read(connection, place, size, signal);
    const found = await detect(sample);
    // The browser has unpacked it; libraries get the bytes as they are stored.
    return isEncoded && !found.compression
      ? { ...found, compression: 'gzip' }
      : found;
  } catch (error) {
    if (isAborted(error) || signal?.aborted) {
      throw error;
    }
    failed?.(error);
    return factsByName(name, 'unreadable');
  }
}

/**
 * Ask for the bytes that tell.
 */
async function read(
  connection: IS3Connection,
  place: IS3Location,
  size: number | null,
  signal?: AbortSignal
): Promise<{ sample: ISample; isEncoded: boolean }> {
  const name = basename(place.key);
  const none = new Uint8Array();
  const empty = { name, size: 0, head: none, tail: none };
  const get = async (first: number, last: number, ifMatch?: string) => {
    const range = { first, last };
    const options = { range, ifMatch, signal };
    return getObject(connection, place.bucket, place.key, options);
  };
  const opened = size === 0 ? null : await get(0, PART - 1).catch(ifNotEmpty);
  if (!opened) {
    return { sample: empty, isEncoded: false };
  }
  const { info } = opened;
  const head = await opened.body();
  if (/gzip/i.test(info.contentEncoding ?? '')) {
    // How much there is of the decoded bytes is known of a small object only.
    const all = info.size <= PART ? head.length : Infinity;
    return { sample: { name, size: all, head, tail: head }, isEncoded: true };
  }
  const sample = { name, size: info.size, head, tail: head };
  const { wantedHead, wantedTail } = await import('./detect');
  const more = wantedHead(sample);
  if (more > 0) {
    sample.head = await (await get(0, more - 1, info.etag)).body();
    return { sample, isEncoded: false };
  }
  // The end tells whether more of it is wanted: once, for a long footer.
  for (let asked = 0; asked < 2; asked++) {
    const wanted = wantedTail(sample, PART);
    if (wanted > 0) {
      const end = await get(info.size - wanted, info.size - 1, info.etag);
      sample.tail = await end.body();
    }
  }
  return { sample, isEncoded: false };
}

/**
 * An empty object has no first byte.
 */
function ifNotEmpty(reason: unknown): null {
  if (reason instanceof S3Error && reason.status === 416) {
    return null;
  }
  throw reason;
}
