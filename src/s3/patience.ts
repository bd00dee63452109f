// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf, S3Error } from './errors';
import type { IS3Location } from './path';
import { pause } from './retry';

/**
 * How long an upload waits (ms) before it tries again by itself, after the
 * attempts of each request: a store or server that restarts goes unnoticed.
 */
export const PAUSES: readonly number[] = [2000, 4000, 8000];

/**
 * Try something again while store or server do not answer.
 *
 * @param attempt - Gets whether an attempt before may have been applied.
 *
 * @throws What the last attempt has thrown.
 */
export async function patiently<T>(
  attempt: (repeated: boolean) => Promise<T>,
  pauses: readonly number[],
  signal?: AbortSignal
): Promise<T> {
  let repeated = false;
  for (const milliseconds of pauses) {
    try {
      return await attempt(repeated);
    } catch (error) {
      if (signal?.aborted || !isOutage(error)) {
        throw error;
      }
      repeated ||= error instanceof S3Error && error.afterLostAnswer;
    }
    await pause(milliseconds, signal);
  }
  return attempt(repeated);
}

/**
 * Whether an error says that nobody answers: what is sent next fails alike.
 */
export function isOutage(error: unknown): boolean {
  return ['unreachable', 'interrupted'].includes(problemOf(error));
}

/**
 * Find out whether a file can be read still. Browsers refuse one that was
 * changed, moved or deleted since it was chosen; a request that sends it fails
 * as if the network did.
 *
 * @throws `S3Error` `FileChanged`, status 400.
 */
export async function requireReadable(
  blob: Blob,
  { bucket, key }: IS3Location
): Promise<void> {
  try {
    await blob.slice(0, 1).arrayBuffer();
  } catch (reason) {
    throw new S3Error({
      message: 'The file was changed since it was chosen.',
      code: 'FileChanged',
      status: 400,
      origin: 'network',
      details: String(reason),
      bucket,
      key
    });
  }
}
