// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

const tests = require('../playwright.config');

/**
 * The browser half of the bench: one browser that does what it is told, for as
 * long as it is told anything. `bench/driver.py` starts it.
 */
module.exports = {
  ...tests,
  testDir: __dirname,
  testMatch: 'driver.bench.ts',
  outputDir: process.env.S3_DRIVE_BENCH_OUTPUT || '../test-results/bench',
  timeout: 0,
  use: {
    ...tests.use,
    viewport: { width: 1280, height: 800 },
    navigationTimeout: 120_000,
    serviceWorkers: 'block'
  }
};
