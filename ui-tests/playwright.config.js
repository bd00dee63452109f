// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

const { accessSync, constants } = require('fs');
const { cpus } = require('os');
const { delimiter, join } = require('path');
const baseConfig = require('@jupyterlab/galata/lib/playwright-config');

/**
 * The system's Chromium, or undefined.
 */
function systemChromium() {
  const folders = (process.env.PATH || '').split(delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of folders) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

const executablePath = process.env.S3_DRIVE_CHROMIUM || systemChromium();

module.exports = {
  ...baseConfig,
  outputDir: 'test-results',
  reporter: [['list']],
  retries: 0,
  // Tests of many objects and of a store that dies take long on a slow machine.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each worker has a store and a JupyterLab of its own. A page that loads keeps one
  // core busy, and loading is most of what the tests do.
  workers: Math.min(cpus().length, 4),
  // No test needs another of its file: the worker that is free takes the next one.
  fullyParallel: true,
  use: {
    ...baseConfig.use,
    trace: 'off',
    video: 'off',
    // A system's Chromium in a container has neither the rights for its sandbox nor a GPU.
    launchOptions: executablePath
      ? {
          executablePath,
          args: ['--no-sandbox', '--disable-gpu', '--disable-quic']
        }
      : {}
  }
};
