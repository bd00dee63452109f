// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Make a function that loads something once, for all who ask, and again after
 * it has failed: a part of the code that could not be fetched can be later.
 *
 * @param load - Loads it.
 *
 * @returns The function: every call gets the same promise, until it rejects.
 */
export function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () =>
    (loading ??= load().catch(error => {
      loading = null;
      throw error;
    }));
}
