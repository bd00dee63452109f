// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawn } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/**
 * Start the demo on fresh data, and tell the pictures where.
 *
 * @returns What ends it.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 's3-drive-pictures-'));
  const child = spawn(
    'jupyter-s3-drive',
    ['demo', '--no-browser', '--json', '--data-dir', folder],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const ended = new Promise<void>(resolve => child.once('close', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The demo ended with code ${code}.`))
    );
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
      if (text.includes('\n')) {
        resolve(text);
      }
    });
  });
  process.env.S3_DRIVE_DEMO = line;
  return async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
