// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { createServer, request as ask } from 'http';
import type { AddressInfo } from 'net';

/**
 * A request that was received for the store.
 */
export interface IRelayed {
  readonly method: string;
  /** The path and query. */
  readonly url: string;
  /** `left`: the client disconnected before the response was complete. */
  state: 'held' | 'passed' | 'answered' | 'left';
}

/**
 * A proxy in front of a store that records requests.
 */
export interface IRelay {
  /** The URL to configure in place of the store's endpoint. */
  readonly endpoint: string;
  /** All requests in the order received. */
  readonly requests: IRelayed[];
  /** Set which requests get no response from now on. */
  hold(which: (request: IRelayed) => boolean): void;
  close(): Promise<void>;
}

/**
 * Start a proxy that forwards requests unchanged, except those that are held.
 *
 * @param endpoint - The endpoint of the store.
 */
export async function relayTo(endpoint: string): Promise<IRelay> {
  const { hostname, port } = new URL(endpoint);
  const requests: IRelayed[] = [];
  let isHeld: (request: IRelayed) => boolean = () => false;
  const server = createServer((incoming, answer) => {
    const { headers, method = '', url = '' } = incoming;
    const one: IRelayed = { method, url, state: 'passed' };
    requests.push(one);
    answer.on('close', () => {
      one.state = answer.writableFinished ? 'answered' : 'left';
    });
    if (isHeld(one)) {
      one.state = 'held';
      return;
    }
    // The signature includes the original host.
    const outgoing = ask(
      { hostname, port, method, path: url, headers },
      told => {
        answer.writeHead(told.statusCode ?? 502, told.headers);
        told.pipe(answer);
      }
    );
    outgoing.on('error', () => answer.destroy());
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    requests,
    hold: which => {
      isHeld = which;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    }
  };
}
