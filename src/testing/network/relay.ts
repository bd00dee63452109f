// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse
} from 'http';
import type { AddressInfo } from 'net';

/**
 * A request that was received for the store.
 */
export interface IRelayed {
  readonly method: string;
  /** The path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** `left`: the client disconnected before the response was complete. */
  state: 'held' | 'passed' | 'answered' | 'left';
}

/**
 * How a request fails: before the store has it, or when it has done it.
 */
export type RelayFault = 'reset' | 'busy' | 'lost' | 'failed' | 'cut';

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
  /** Set how requests fail from now on; `null` lets one pass. */
  fail(how: (request: IRelayed) => RelayFault | null): void;
  close(): Promise<void>;
}

/**
 * Start a proxy that forwards requests unchanged, except those that are held or
 * that fail.
 *
 * @param endpoint - The endpoint of the store.
 */
export async function relayTo(endpoint: string): Promise<IRelay> {
  const { hostname, port } = new URL(endpoint);
  const requests: IRelayed[] = [];
  let isHeld: (request: IRelayed) => boolean = () => false;
  let faultOf: (request: IRelayed) => RelayFault | null = () => null;
  const server = createServer((incoming, answer) => {
    const { method = '', url = '' } = incoming;
    const headers = { ...incoming.headers };
    // Node has answered it.
    delete headers.expect;
    const one: IRelayed = { method, url, headers, state: 'passed' };
    requests.push(one);
    answer.on('close', () => {
      one.state = answer.writableFinished ? 'answered' : 'left';
    });
    if (isHeld(one)) {
      one.state = 'held';
      return;
    }
    const fault = faultOf(one);
    if (fault === 'reset' || fault === 'busy') {
      refuse(incoming, answer, fault);
      return;
    }
    // The signature includes the original host.
    const outgoing = ask(
      { hostname, port, method, path: url, headers },
      told => {
        if (fault) {
          spoil(told, answer, fault);
          return;
        }
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
    fail: how => {
      faultOf = how;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    }
  };
}

const errorText = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Told by a test.</Message></Error>`;

/** Let a request fail that the store does not get. */
function refuse(
  incoming: IncomingMessage,
  answer: ServerResponse,
  fault: 'reset' | 'busy'
): void {
  if (fault === 'reset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  incoming.resume();
  incoming.on('end', () => {
    answer.writeHead(503, { 'Content-Type': 'application/xml' });
    answer.end(errorText('SlowDown'));
  });
}

/** Let a request fail that the store has done. */
function spoil(
  told: IncomingMessage,
  answer: ServerResponse,
  fault: RelayFault
): void {
  const parts: Buffer[] = [];
  told.on('data', part => parts.push(part));
  told.on('error', () => answer.destroy());
  told.on('end', () => {
    const body = Buffer.concat(parts);
    if (fault === 'failed') {
      answer.writeHead(500, { 'Content-Type': 'application/xml' });
      answer.end(errorText('InternalError'));
    } else if (fault === 'cut' && body.length > 1) {
      answer.writeHead(told.statusCode ?? 502, told.headers);
      answer.write(body.subarray(0, body.length / 2), () =>
        answer.socket?.destroy()
      );
    } else {
      answer.socket?.resetAndDestroy();
    }
  });
}
