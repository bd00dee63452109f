// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  createServer,
  request as ask,
  type ClientRequest,
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
 * When a request is held: before any of it is passed, with half of its body, or
 * when it has been answered.
 */
export type HeldAt = 'before' | 'half' | 'after';

/**
 * A proxy in front of a store, or of a Jupyter server, that records requests.
 */
export interface IRelay {
  /** The URL to use in place of the one that is behind it. */
  readonly endpoint: string;
  /** All requests in the order received. */
  readonly requests: IRelayed[];
  /** Set which requests get no response from now on. `true`: `before`. */
  hold(which: (request: IRelayed) => boolean | HeldAt): void;
  /** Set how requests fail from now on; `null` lets one pass. */
  fail(how: (request: IRelayed) => RelayFault | null): void;
  close(): Promise<void>;
}

/**
 * Start a proxy that forwards requests unchanged, except those that are held or
 * that fail.
 *
 * @param endpoint - The URL of what is behind it.
 * @param behind - The path there of a request for this path.
 */
export async function relayTo(
  endpoint: string,
  behind: (path: string) => string = path => path
): Promise<IRelay> {
  const { hostname, port } = new URL(endpoint);
  const requests: IRelayed[] = [];
  let isHeld: (request: IRelayed) => boolean | HeldAt = () => false;
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
    const held = isHeld(one);
    const hold = () => {
      one.state = 'held';
    };
    if (held === true || held === 'before') {
      hold();
      // Otherwise nobody would notice that the client has left.
      incoming.resume();
      return;
    }
    const fault = faultOf(one);
    if (fault === 'reset' || fault === 'busy') {
      refuse(incoming, answer, fault);
      return;
    }
    // The signature includes the original host.
    const outgoing = ask(
      { hostname, port, method, path: behind(url), headers },
      told => {
        if (held === 'after') {
          told.resume().on('end', hold);
          return;
        }
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
    if (held === 'half') {
      passHalf(incoming, outgoing, hold);
    } else {
      incoming.pipe(outgoing);
    }
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

/** Pass half of a body, and receive the rest. */
function passHalf(
  incoming: IncomingMessage,
  outgoing: ClientRequest,
  done: () => void
): void {
  let left = Math.floor(Number(incoming.headers['content-length']) / 2);
  incoming.on('data', (part: Buffer) => {
    outgoing.write(part.subarray(0, left));
    left = Math.max(0, left - part.length);
  });
  incoming.on('end', done);
}

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
