// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { startServer, type IRunningServer } from './server';

/**
 * Where the running pair is kept until the teardown.
 */
export const shared = globalThis as { __s3DriveServer?: IRunningServer };

/**
 * The variable that tells the workers where the pair runs.
 */
export const SERVER_VARIABLE = 'S3_DRIVE_TEST_SERVER';

/**
 * Start the pair that all store-facing test files share.
 */
export default async function globalSetup(): Promise<void> {
  shared.__s3DriveServer = await startServer();
  process.env[SERVER_VARIABLE] = JSON.stringify(
    shared.__s3DriveServer.description
  );
}
