// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { abortedError } from './failures';

/**
 * Wait for about the given time, varied so that many requests do not resume at
 * once.
 *
 * @throws `S3Error` `Aborted` when the signal fires.
 */
export function pause(
  milliseconds: number,
  signal?: AbortSignal
): Promise<void> {
  return sleep(milliseconds * (0.75 + Math.random() / 2), signal);
}

/**
 * Wait for exactly the given time.
 *
 * @throws `S3Error` `Aborted` when the signal fires.
 */
export function sleep(
  milliseconds: number,
  signal?: AbortSignal
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(abortedError());
    };
    const go = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    if (signal?.aborted) {
      stop();
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}
