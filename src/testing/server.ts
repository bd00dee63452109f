// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawn } from 'child_process';

/**
 * Describes a running store and Jupyter server with the extension. Printed by
 * `python -m jupyterlab_s3_drive.tests.serve`.
 */
export interface IServerDescription {
  /** The base URL of the Jupyter server. */
  readonly url: string;
  readonly token: string;
  /** The endpoint of the store, with keys that have all permissions. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly store: StoreName;
  /** The Jupyter server's working directory. */
  readonly root: string;
  readonly control: string;
  /**
   * Environment variables that make the server act as a user with few
   * permissions.
   */
  readonly users: { readonly [name: string]: { [variable: string]: string } };
}

/**
 * A store for the tests. `moto` simulates AWS where a test requests it.
 */
export type StoreName = 'seaweedfs' | 'minio' | 'moto';

/**
 * Whether specs of several stores try moto too: it is the same beside each store,
 * and so is tried beside the first.
 */
export const isMotoTried = process.env.S3_DRIVE_TEST_STORE !== 'minio';

/**
 * A running pair of store and Jupyter server.
 */
export interface IRunningServer {
  readonly description: IServerDescription;

  /** Stop both. Resolves when they have exited. */
  stop(): Promise<void>;
}

/**
 * Start a store and a Jupyter server on free ports.
 *
 * Uses the `python` on PATH, in which the package must be installed.
 *
 * @param store - By default `S3_DRIVE_TEST_STORE` (`seaweedfs` or `minio`).
 */
export async function startServer(
  store: string = process.env.S3_DRIVE_TEST_STORE || 'seaweedfs'
): Promise<IRunningServer> {
  const child = spawn(
    'python',
    ['-m', 'jupyterlab_s3_drive.tests.serve', '--store', store],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  const ended = new Promise<void>(resolve =>
    child.once('exit', () => resolve())
  );
  /** Terminate the process, and kill it if it does not exit. */
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
 * The time limit for stopping the pair (ms). Starting may take three times as
 * long.
 */
const PATIENCE = 30_000;

/**
 * Controls a running pair.
 */
export interface IControl {
  /** Kill the store, as in a crash. */
  killStore(): Promise<void>;
  /** Start the store again with the same address and data. */
  startStore(): Promise<void>;
  /** Make the store accept requests without answering. */
  pauseStore(): Promise<void>;
  resumeStore(): Promise<void>;
  stopServer(): Promise<void>;
  /** Start the Jupyter server again at the same address. */
  startServer(env?: IEnvironment): Promise<void>;
  /**
   * Restart the server. The environment variables apply until the next start.
   */
  restartServer(env?: IEnvironment): Promise<void>;
}

/**
 * Environment variables to set, or to remove with `null`.
 */
export interface IEnvironment {
  [name: string]: string | null;
}

/**
 * The control of a pair. Each call resolves when it is done.
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
