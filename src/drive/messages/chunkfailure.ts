// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Whether an error says that a part of the code could not be fetched from the
 * Jupyter server, by the names and words that Rspack uses.
 */
export function isFetchFailure(error: unknown): boolean {
  const { name, message } = (error ?? {}) as Partial<Error>;
  return name === 'ChunkLoadError' || /^Loading .*chunk/.test(message ?? '');
}
