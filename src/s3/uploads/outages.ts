// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf, S3Error } from '../errors';
import { type Problem } from '../errorcodes';
import type { IS3Location } from '../location';
import { pause } from '../http/wait';

/**
 * The pauses (ms) before an upload tries again by itself, after the attempts of
 * each request: a restart of the store or server goes unnoticed.
 */
export const OUTAGE_DELAYS: readonly number[] = [2000, 4000, 8000];

/**
 * Repeat an operation while the store or the server does not respond.
 *
 * @param attempt - Called with whether an earlier attempt may have been
 * applied.
 *
 * @throws The error of the last attempt.
 */
export async function retryOutage<T>(
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
 * Whether an error means that nothing responds, so that the next request would
 * fail too.
 */
export function isOutage(error: unknown): boolean {
  return OUTAGES.has(problemOf(error));
}

const OUTAGES: ReadonlySet<Problem> = new Set<Problem>([
  'busy',
  'interrupted',
  'jupyter-down',
  'no-answer',
  'unreachable'
]);

/**
 * Check that a file can still be read. Browsers refuse a file that was changed,
 * moved or deleted since it was chosen; a request that sends it fails as if the
 * network had failed.
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
