// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawn } from 'child_process';

/**
 * Where a store and a Jupyter server with our extension run: what
 * `python -m jupyterlab_s3_drive.tests.serve` prints.
 */
export interface IServerDescription {
  /** Base URL of the Jupyter server. */
  readonly url: string;
  readonly token: string;
  /** The store itself, with keys that may do everything. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly store: 'seaweedfs' | 'minio';
  /** The Jupyter server's working directory. */
  readonly root: string;
  readonly control: string;
  /** Variables that make the server act as a user who may do little. */
  readonly users: { readonly [name: string]: { [variable: string]: string } };
}

/**
 * A running pair of store and Jupyter server.
 */
export interface IRunningServer {
  readonly description: IServerDescription;

  /** End both; resolves when they are gone. */
  stop(): Promise<void>;
}

/**
 * Start a store and a Jupyter server on free ports.
 *
 * The store is that of `S3_DRIVE_TEST_STORE` (`seaweedfs`, or `minio`), the
 * interpreter the `python` on PATH, which has to know the package.
 */
export async function startServer(): Promise<IRunningServer> {
  const store = process.env.S3_DRIVE_TEST_STORE || 'seaweedfs';
  const child = spawn(
    'python',
    ['-m', 'jupyterlab_s3_drive.tests.serve', '--store', store],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  const ended = new Promise<void>(resolve =>
    child.once('exit', () => resolve())
  );
  /** Ask it to end, and insist when it does not. */
  const stop = async () => {
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    await ended;
    clearTimeout(insist);
  };
  const line = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`The test server ended with code ${code}.`))
    );
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
      if (text.includes('\n')) {
        resolve(text);
      }
    });
  });
  const impatience = setTimeout(() => child.kill('SIGKILL'), 3 * PATIENCE);
  const description = JSON.parse(await line) as IServerDescription;
  clearTimeout(impatience);
  return { description, stop };
}

/**
 * How long, in milliseconds, the pair may take to end; three times as long to
 * start.
 */
const PATIENCE = 30_000;

/**
 * What can be done to a running pair.
 */
export interface IControl {
  /** End the store as a crash would. */
  killStore(): Promise<void>;
  /** Start it again: same address, same data. */
  startStore(): Promise<void>;
  /** Make it accept requests and never answer. */
  pauseStore(): Promise<void>;
  resumeStore(): Promise<void>;
  stopServer(): Promise<void>;
  /** Start the Jupyter server again at the same address. */
  startServer(env?: IEnvironment): Promise<void>;
  /** Both in one; the variables hold until the next start. */
  restartServer(env?: IEnvironment): Promise<void>;
}

/**
 * Variables to set, or to remove with `null`.
 */
export interface IEnvironment {
  [name: string]: string | null;
}

/**
 * The control of a pair; each call resolves when the work is done.
 */
export function controlOf(description: IServerDescription): IControl {
  const post = async (path: string, env?: IEnvironment) => {
    const body = JSON.stringify(env ? { env } : {});
    const url = `${description.control}${path}`;
    const response = await fetch(url, { method: 'POST', body });
    if (!response.ok) {
      throw new Error(`${path}: ${await response.text()}`);
    }
  };
  return {
    killStore: () => post('/store/kill'),
    startStore: () => post('/store/start'),
    pauseStore: () => post('/store/pause'),
    resumeStore: () => post('/store/resume'),
    stopServer: () => post('/server/stop'),
    startServer: env => post('/server/start', env),
    restartServer: env => post('/server/restart', env)
  };
}
