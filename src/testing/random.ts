// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import fc from 'fast-check';

/**
 * The seed of all random tests: from the environment, to repeat a run, or a new
 * one.
 */
export const SEED = Number(process.env.S3_DRIVE_TEST_SEED || Date.now());

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });

/**
 * `fast-check`, seeded.
 */
export { fc };

/**
 * Numbers from 0 to 1, which are the same for the same seed (mulberry32).
 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The number of runs of a random test: the environment variable, or the
 * default.
 */
export function runs(byDefault: number): number {
  return Number(process.env.S3_DRIVE_TEST_RUNS ?? byDefault);
}

/**
 * Bytes of which some are wrong.
 *
 * @param most - How many at most; one at least is drawn anew.
 */
export function withWrongBytes(
  whole: Uint8Array,
  most = 4
): fc.Arbitrary<Uint8Array> {
  const any = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
  return fc.array(any, { minLength: 1, maxLength: most }).map(wrong => {
    const bytes = whole.slice();
    wrong.forEach(({ at, byte }) => (bytes[at] = byte));
    return bytes;
  });
}

/**
 * Report the seed of a test that does not use `fc.assert`, which reports it
 * itself.
 */
export function reportSeed(what: string): void {
  console.info(`Seed of ${what}: ${SEED}`);
}
