// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { startServer, type IRunningServer } from './server';

/**
 * Keeps the running pair until the teardown.
 */
export const shared = globalThis as { __s3DriveServer?: IRunningServer };

/**
 * The environment variable that passes the description of the pair to the
 * workers.
 */
export const SERVER_VARIABLE = 'S3_DRIVE_TEST_SERVER';

/**
 * Start the store and server that all store-facing test files share.
 */
export default async function globalSetup(): Promise<void> {
  shared.__s3DriveServer = await startServer();
  process.env[SERVER_VARIABLE] = JSON.stringify(
    shared.__s3DriveServer.description
  );
}
