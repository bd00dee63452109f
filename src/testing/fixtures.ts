// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Client, CreateBucketCommand } from '@aws-sdk/client-s3';
import { ServerConnection } from '@jupyterlab/services';

import { S3Connection } from '../s3/connection';
import { SERVER_VARIABLE } from './globalSetup';
import {
  controlOf,
  startServer,
  type IControl,
  type IRunningServer,
  type IServerDescription
} from './server';

/**
 * Stands between the connection and the network.
 *
 * @param request - What is about to be sent.
 * @param next - Sends it.
 */
export type Interceptor = (
  request: Request,
  next: () => Promise<Response>
) => Promise<Response>;

/**
 * A real Jupyter server with our extension, a real store behind it, and two
 * ways to that store.
 */
export interface IFixture {
  readonly description: IServerDescription;
  readonly store: 'seaweedfs' | 'minio';
  readonly serverSettings: ServerConnection.ISettings;
  /** The way through the server, as the drive has it. */
  readonly connection: S3Connection;
  /** Straight to the store with its keys: someone else who writes there. */
  readonly foreign: S3Client;
  /**
   * Stop, start and restart store and server: only with `own`, as the shared
   * pair serves other files at the same time.
   */
  readonly control: IControl;
  /** Every request that the connection has sent, as `METHOD url`. */
  readonly sent: string[];
  /** Put something between connection and network; `null` takes it out. */
  intercept(interceptor: Interceptor | null): void;
  /** Close it all, in `afterAll`. */
  dispose(): Promise<void>;
}

/**
 * Connect to a test server.
 *
 * @param options - `own`: start a pair for this file alone (2 to 5 s), which
 * its control may kill. `stallTimeout`: as for `S3Connection`.
 */
export async function connect(
  options: { own?: boolean; stallTimeout?: number } = {}
): Promise<IFixture> {
  let server: IRunningServer | undefined;
  let description: IServerDescription;
  if (options.own) {
    server = await startServer();
    description = server.description;
  } else {
    description = JSON.parse(process.env[SERVER_VARIABLE] ?? '{}');
  }
  const sent: string[] = [];
  let interceptor: Interceptor | null = null;
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: description.url,
    token: description.token,
    fetch: async input => {
      const request = input as Request;
      sent.push(`${request.method} ${request.url}`);
      const next = () => fetch(request);
      return interceptor ? interceptor(request, next) : next();
    }
  });
  const { stallTimeout } = options;
  const connection = new S3Connection({ serverSettings, stallTimeout });
  const foreign = foreignClient(description);
  return {
    description,
    store: description.store,
    serverSettings,
    connection,
    foreign,
    control: server ? controlOf(description) : REFUSING,
    sent,
    intercept: given => {
      interceptor = given;
    },
    dispose: async () => {
      connection.dispose();
      foreign.destroy();
      await server?.stop();
    }
  };
}

/**
 * A plain client of the store.
 */
export function foreignClient(description: IServerDescription): S3Client {
  return new S3Client({
    endpoint: description.endpoint,
    region: description.region,
    forcePathStyle: true,
    // A store that has just been started again answers 500 for a while.
    maxAttempts: 8,
    credentials: {
      accessKeyId: description.accessKey,
      secretAccessKey: description.secretKey
    }
  });
}

/**
 * A name that no other test uses.
 */
export function freshName(label = 'test'): string {
  return `${label}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/**
 * An unused prefix, ending in `/`.
 */
export function freshPrefix(label?: string): string {
  return `${freshName(label)}/`;
}

/**
 * Make a new empty bucket.
 */
export async function freshBucket(fixture: IFixture): Promise<string> {
  const name = freshName('bucket');
  await fixture.foreign.send(new CreateBucketCommand({ Bucket: name }));
  return name;
}

const refuse = () =>
  Promise.reject(new Error('The shared server must not be touched: use `own`'));

const REFUSING: IControl = {
  killStore: refuse,
  startStore: refuse,
  pauseStore: refuse,
  resumeStore: refuse,
  stopServer: refuse,
  startServer: refuse,
  restartServer: refuse
};
