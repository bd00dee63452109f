// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import fc from 'fast-check';

/**
 * The seed of all random tests: that of the environment, so that a run can be
 * repeated, or a new one.
 */
const SEED = Number(process.env.S3_DRIVE_TEST_SEED || Date.now());

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });

/**
 * `fast-check`, seeded.
 */
export { fc };

/**
 * How large a test of many things is: the environment variable, or the default.
 */
export function runs(byDefault: number): number {
  return Number(process.env.S3_DRIVE_TEST_RUNS ?? byDefault);
}

/**
 * Say what a test that did not use `fc.assert`, which tells it by itself, has
 * drawn from.
 */
export function tellSeed(what: string): void {
  console.info(`Seed of ${what}: ${SEED}`);
}
