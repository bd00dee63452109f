// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawn } from 'child_process';

/**
 * Start a store and JupyterLab for all tests, and tell the workers where.
 *
 * The store is that of `S3_DRIVE_TEST_STORE`; `python` on PATH has to know the
 * package. Both end with this process, however it ends: the command watches the
 * pipe on its standard input.
 *
 * @returns What ends them.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const store = process.env.S3_DRIVE_TEST_STORE || 'seaweedfs';
  const child = spawn(
    'python',
    ['-m', 'jupyterlab_s3_drive.tests.serve', '--lab', '--store', store],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  const ended = new Promise<void>(resolve => child.once('close', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The test server ended with code ${code}.`))
    );
    child.stdout.on('data', chunk => {
      text += chunk;
      if (text.includes('\n')) {
        resolve(text);
      }
    });
  });
  process.env.S3_DRIVE_TEST_SERVER = line;
  // Galata's own variable for the address of JupyterLab.
  process.env.TARGET_URL = JSON.parse(line).url.replace(/\/$/, '');
  return async () => {
    child.stdin.end();
    await ended;
  };
}
