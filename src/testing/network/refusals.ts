// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { createServer, request as ask } from 'http';
import type { AddressInfo } from 'net';

/**
 * A proxy in front of a store that rejects requests.
 */
export interface IRefusingProxy {
  /** The URL to configure in place of the store's endpoint. */
  readonly endpoint: string;
  /** The number of requests received, and of those rejected. */
  readonly counts: { asked: number; refused: number };
  close(): Promise<void>;
}

/**
 * Start a proxy that rejects a random share of requests, as an overloaded store
 * does, and forwards all others unchanged.
 *
 * @param endpoint - The endpoint of the store.
 * @param share - The share of rejected requests, from 0 to 1.
 * @param random - Returns numbers from 0 to 1.
 */
export async function refuseSome(
  endpoint: string,
  share: number,
  random: () => number
): Promise<IRefusingProxy> {
  const { hostname, port } = new URL(endpoint);
  const counts = { asked: 0, refused: 0 };
  const server = createServer((incoming, answer) => {
    counts.asked += 1;
    if (random() < share) {
      counts.refused += 1;
      incoming.resume().on('end', () => {
        answer.writeHead(503, { 'Content-Type': 'application/xml' });
        answer.end(
          incoming.method === 'HEAD'
            ? undefined
            : '<Error><Code>SlowDown</Code><Message>Slow down.</Message></Error>'
        );
      });
      return;
    }
    const { headers, method, url: path } = incoming;
    // The signature includes the original host.
    const outgoing = ask({ hostname, port, method, path, headers }, told => {
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    counts,
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    }
  };
}
