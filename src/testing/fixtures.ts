// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Client, CreateBucketCommand } from '@aws-sdk/client-s3';
import { ServerConnection } from '@jupyterlab/services';

import { S3Connection } from '../s3/transport/connection';
import { answerBatch, isBatch, requestsOf } from './batches';
import { SERVER_VARIABLE } from './globalSetup';
import {
  controlOf,
  startServer,
  type IControl,
  type IRunningServer,
  type IServerDescription,
  type StoreName
} from './server';

/**
 * Intercepts the requests between the connection and the network.
 *
 * @param request - The request about to be sent.
 * @param next - Sends a request.
 */
export type Interceptor = (
  request: Request,
  next: () => Promise<Response>
) => Promise<Response>;

/**
 * A real Jupyter server with the extension, a real store behind it, and two
 * ways to access the store.
 */
export interface IFixture {
  readonly description: IServerDescription;
  readonly store: StoreName;
  readonly serverSettings: ServerConnection.ISettings;
  /** The connection through the server, as used by the drive. */
  readonly connection: S3Connection;
  /** A client with keys that accesses the store directly: a second writer. */
  readonly foreign: S3Client;
  /**
   * Stops, starts and restarts store and server. Only with `own`, as other test
   * files use the shared pair at the same time.
   */
  readonly control: IControl;
  /**
   * All requests that the connection has sent, as `METHOD url`. Those of a
   * batch are listed individually.
   */
  readonly sent: string[];
  /**
   * Set an interceptor between connection and network; `null` removes it. The
   * requests of a batch are intercepted, and sent, individually.
   */
  intercept(interceptor: Interceptor | null): void;
  /** Release everything, in `afterAll`. */
  dispose(): Promise<void>;
}

/**
 * Connect to a test server.
 *
 * @param options - `own`: start a pair for this test file alone (2 to 5 s),
 * which `control` may kill; its value may name the store. `url`: of the Jupyter
 * server, where it is reached by another one. `stallTimeout`: as for
 * `S3Connection`.
 */
export async function connect(
  options: {
    own?: boolean | StoreName;
    url?: string;
    stallTimeout?: number;
  } = {}
): Promise<IFixture> {
  let server: IRunningServer | undefined;
  let description: IServerDescription;
  if (options.own) {
    server = await startServer(options.own === true ? undefined : options.own);
    description = server.description;
  } else {
    description = JSON.parse(process.env[SERVER_VARIABLE] ?? '{}');
  }
  const sent: string[] = [];
  let interceptor: Interceptor | null = null;
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: options.url ?? description.url,
    token: description.token,
    fetch: async input => {
      const request = input as Request;
      const pass = (one: Request, next: () => Promise<Response>) => {
        sent.push(`${one.method} ${one.url}`);
        return interceptor ? interceptor(one, next) : next();
      };
      if (!isBatch(request)) {
        return pass(request, () => fetch(request));
      }
      const single = await requestsOf(request);
      if (interceptor) {
        return answerBatch(single.map(one => pass(one.request, one.send)));
      }
      sent.push(
        ...single.map(({ request: { method, url } }) => `${method} ${url}`)
      );
      return fetch(request);
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
 * A client that accesses the store directly.
 */
export function foreignClient(description: IServerDescription): S3Client {
  return new S3Client({
    endpoint: description.endpoint,
    region: description.region,
    forcePathStyle: true,
    // A restarted store answers 500 for a while.
    maxAttempts: 8,
    credentials: {
      accessKeyId: description.accessKey,
      secretAccessKey: description.secretKey
    }
  });
}

/**
 * A unique name.
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
 * Create an empty bucket.
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
