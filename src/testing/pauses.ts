// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * How many times shorter the pauses between two attempts are in store specs.
 * What is tried again is the same; that it is not tried too soon is proved with
 * real pauses in `retry.spec`.
 */
const SHORTER = 25;

/**
 * By how much pauses are divided. See `shortpauses`.
 */
export const pauses = { dividedBy: SHORTER };

/**
 * Take the pauses as they are, where a store or a server has to come back while
 * a request waits.
 */
export function useRealPauses(): void {
  beforeAll(() => {
    pauses.dividedBy = 1;
  });
  afterAll(() => {
    pauses.dividedBy = SHORTER;
  });
}
