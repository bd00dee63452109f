// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFile } from 'child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { promisify } from 'util';

import type { IServerDescription } from '../server';

const run = promisify(execFile);

/**
 * The MinIO client, from PATH or as built by `scripts/test`; `null` if there is
 * none.
 */
export function findMc(): string | null {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    join(__dirname, '..', '..', '..', '.setup', 'bin')
  ];
  const isProgram = (path: string) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return folders.map(folder => join(folder, 'mc')).find(isProgram) ?? null;
}

/**
 * Run `mc` with the store as the alias `s3`.
 *
 * @returns Its output.
 */
export async function mc(
  { accessKey, endpoint, secretKey }: IServerDescription,
  ...args: string[]
): Promise<string> {
  const program = findMc();
  if (!program) {
    throw new Error('There is no `mc` on PATH, nor in .setup/bin.');
  }
  const home = mkdtempSync(join(tmpdir(), 's3-drive-mc-'));
  const host = endpoint.replace('://', `://${accessKey}:${secretKey}@`);
  try {
    const { stdout } = await run(program, ['--config-dir', home, ...args], {
      env: { HOME: home, MC_HOST_s3: host }
    });
    return stdout;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
