// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawn } from 'child_process';
import { join } from 'path';

/**
 * One change in one folder.
 */
export interface IPagePoint {
  /** The name of the change. */
  readonly change: string;
  /** The name of the folder. */
  readonly name: string;
  /** The URL of the Jupyter server, by which its requests are told apart. */
  readonly url: string;
}

/**
 * What a page does: all of it at the same time, each with a drive of its own.
 */
export interface IPageTask {
  readonly bucket: string;
  readonly points: readonly IPagePoint[];
}

/**
 * A change that came to its end, and what it has failed with.
 */
export interface IEnded {
  readonly name: string;
  readonly error: string | null;
}

/**
 * The environment variable with the task of a page.
 */
export const TASK_VARIABLE = 'S3_DRIVE_TEST_PAGE';

/**
 * The code of the drive in a process of its own, as in the page of a browser.
 */
export class KilledPage {
  constructor(task: IPageTask) {
    const config = join(__dirname, 'jest.config.js');
    const jest = require.resolve('jest/bin/jest');
    this._process = spawn(
      process.execPath,
      [jest, '--config', config, '--runInBand', '--silent'],
      {
        env: { ...process.env, [TASK_VARIABLE]: JSON.stringify(task) },
        stdio: ['ignore', 'pipe', 'pipe']
      }
    );
    this._gone = new Promise(resolve => this._process.once('close', resolve));
    let rest = '';
    this._process.stdout.on('data', part => {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() ?? '';
      const told = lines.filter(line => line.startsWith('{'));
      this.ended.push(...told.map(line => JSON.parse(line) as IEnded));
    });
    this._process.stderr.on('data', part => (this.said += part));
  }

  /** The changes that came to their end. */
  readonly ended: IEnded[] = [];

  /** What it has written besides. */
  said = '';

  /** Whether it runs. */
  get isRunning(): boolean {
    return this._process.exitCode === null && !this._process.signalCode;
  }

  /** Kill it: it does nothing more. Resolves when it is gone. */
  async kill(): Promise<void> {
    this._process.kill('SIGKILL');
    await this._gone;
  }

  private readonly _process;
  private readonly _gone: Promise<unknown>;
}
