// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

const tests = require('../playwright.config');

/**
 * The pictures of the docs: a JupyterLab as a person sees it, with the demo's data.
 */
module.exports = {
  ...tests,
  testDir: __dirname,
  testMatch: '*.pictures.ts',
  globalSetup: require.resolve('./globalSetup'),
  outputDir: '../test-results/pictures',
  timeout: 120_000,
  // They share one demo.
  workers: 1,
  use: {
    ...tests.use,
    viewport: { width: 1200, height: 760 }
  }
};
