// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { shared } from './globalSetup';

/**
 * Stop the pair that `globalSetup` started.
 */
export default async function globalTeardown(): Promise<void> {
  await shared.__s3DriveServer?.stop();
}
