// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { linkSignals } from './signals';

/**
 * Run a task for each item, several at a time. The first failure cancels the
 * others; it is thrown when all of them have ended.
 *
 * @param task - Called with the item and the signal that cancels it.
 */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  task: (item: T, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal
): Promise<void> {
  const linked = linkSignals(signal);
  const failures: unknown[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length && !failures.length) {
      try {
        await task(items[next++], linked.signal);
      } catch (reason) {
        failures.push(reason);
        linked.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  linked.unlink();
  if (failures.length) {
    throw failures[0];
  }
}
