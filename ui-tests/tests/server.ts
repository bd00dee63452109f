// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawn } from 'child_process';

import type { IServerDescription } from './control';

/**
 * Start a store and JupyterLab.
 *
 * The store is that of `S3_DRIVE_TEST_STORE`; `python` on PATH has to know the
 * package. Both end with this process, however it ends: the command watches the
 * pipe on its standard input.
 *
 * @param baseUrl - Below what JupyterLab is served, with slashes around it.
 *
 * @returns Where they run, and what ends them.
 */
export async function startServer(
  baseUrl = '/'
): Promise<{ server: IServerDescription; stop: () => Promise<void> }> {
  const store = process.env.S3_DRIVE_TEST_STORE || 'seaweedfs';
  const child = spawn(
    'python',
    [
      ...['-m', 'jupyterlab_s3_drive.tests.serve', '--lab'],
      ...['--store', store, '--base-url', baseUrl]
    ],
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
  return {
    server: JSON.parse(line),
    stop: async () => {
      child.stdin.end();
      await ended;
    }
  };
}
