// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Make a function that loads something once, for all who ask, and again after
 * it has failed: a part of the code that could not be fetched can be later.
 *
 * @param load - Loads it, for a key: what there is of each connection has the
 * name of the connection.
 *
 * @returns The function: every call with a key gets the same promise, until it
 * rejects. Without a key it is that of the default connection.
 */
export function loadedOnce<T>(
  load: (key: string) => Promise<T>
): (key?: string) => Promise<T> {
  const loading: { [key: string]: Promise<T> | undefined } = {};
  return (key = 'default') =>
    (loading[key] ??= load(key).catch(error => {
      delete loading[key];
      throw error;
    }));
}
