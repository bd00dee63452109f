// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Wait until a check passes, for what comes later than the call that begins it.
 *
 * @param check - Throws until then, as `expect` does.
 * @param timeout - How long it may take (ms); long, for a busy machine.
 *
 * @throws What the check threw last.
 */
export async function until(
  check: () => void | Promise<void>,
  timeout = 10_000
): Promise<void> {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
