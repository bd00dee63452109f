// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import type { IBatchedRequest } from './batchwire';
import {
  BATCH_TYPE,
  decodeAnswer,
  encodeBatch,
  makeResponse
} from './batchwire';
import { readLines } from '../http/body';
import { networkError } from '../http/failures';
import type { RequestQueue } from './queue';
import { linkSignals } from '../http/signals';
import { routeUrl } from '../http/routes';

/**
 * How many requests are sent in one batch. The server accepts 64.
 */
const MAX_REQUESTS = 32;

/**
 * How many small requests a caller should have under way: those of the batches
 * that fit into the queue at a time.
 */
export const SMALL_AT_ONCE = 3 * MAX_REQUESTS;

/**
 * How many bytes of bodies are sent in one batch. The server accepts 4 MiB of
 * JSON.
 */
const MAX_BYTES = 2 ** 20;

/**
 * A request with a larger body is sent alone.
 */
export const MAX_BODY = 2 ** 16;

/**
 * Sends small requests that wait at the same time in one batch.
 *
 * A batch occupies one slot of the queue. While all slots are taken, new
 * requests wait for the next batch; a request that waits alone is sent alone.
 * Each request is answered as soon as its own response has arrived; if the
 * batch is cut off, the remaining requests have no response.
 */
export class Batcher {
  constructor(options: Batcher.IOptions) {
    this._connection = options.connection;
    this._settings = options.serverSettings;
    this._queue = options.queue;
  }

  /**
   * Send a request in a batch.
   *
   * @param alone - Sends it by itself, if that is possible.
   *
   * @throws `S3Error` as `networkError`; an `AbortError` by the signal.
   */
  fetch(
    request: IBatchedRequest,
    signal: AbortSignal,
    alone?: () => Promise<Response>
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const entry: IEntry = { request, signal, alone, resolve, reject };
      const leave = () => {
        this._waiting.delete(entry);
        reject(new DOMException('Aborted', 'AbortError'));
      };
      if (signal.aborted) {
        leave();
        return;
      }
      signal.addEventListener('abort', leave, { once: true });
      this._waiting.add(entry);
      void this._run();
    });
  }

  /** Send the waiting requests, as slots become free. Never rejects. */
  private async _run(): Promise<void> {
    if (this._isAsking) {
      return;
    }
    this._isAsking = true;
    while (this._waiting.size > 0) {
      const release = await this._queue.acquire({ priority: 'background' });
      // Requests made in the same turn of the event loop join the batch.
      await new Promise(resolve => setTimeout(resolve, 0));
      const entries = this._take();
      void this._send(entries).finally(release);
    }
    this._isAsking = false;
  }

  private _take(): IEntry[] {
    const taken: IEntry[] = [];
    let bytes = 0;
    for (const entry of this._waiting) {
      bytes += entry.request.body?.length ?? 0;
      if (taken.length === MAX_REQUESTS || (bytes > MAX_BYTES && taken[0])) {
        break;
      }
      taken.push(entry);
      this._waiting.delete(entry);
    }
    return taken;
  }

  /** Send a batch; never rejects. */
  private async _send(entries: IEntry[]): Promise<void> {
    const open = new Set(entries);
    try {
      const [first] = entries;
      if (entries.length === 1 && first.alone) {
        first.resolve(await first.alone());
        return;
      }
      if (entries.length > 0) {
        await this._sendTogether(entries, open);
      }
      open.forEach(({ reject }) => reject(networkError('It broke off')));
    } catch (reason) {
      open.forEach(({ reject }) => reject(reason));
    }
  }

  /**
   * @param open - The requests without a response; answered ones are removed.
   */
  private async _sendTogether(
    entries: IEntry[],
    open: Set<IEntry>
  ): Promise<void> {
    const { abort, signal } = linkSignals();
    const leave = () => {
      const wanted = [...open].filter(entry => !entry.signal.aborted);
      if (open.size > 0 && wanted.length === 0) {
        abort();
      }
    };
    entries.forEach(entry => entry.signal.addEventListener('abort', leave));
    try {
      const response = await this._post(entries, signal);
      if (response.headers.get('content-type') === BATCH_TYPE) {
        await this._readAnswers(response, line => {
          const answer = decodeAnswer(line);
          const entry = entries[answer.index];
          open.delete(entry);
          entry.resolve(answer.response);
        });
        return;
      }
      // The whole batch was refused, so each of its requests is.
      const text = await response.text();
      const { headers, status, statusText } = response;
      entries.forEach(({ resolve }) =>
        resolve(makeResponse(text, { headers, status, statusText }))
      );
    } finally {
      entries.forEach(entry =>
        entry.signal.removeEventListener('abort', leave)
      );
    }
  }

  /**
   * @throws `S3Error` when the response is cut off: requests without a response
   * may have been applied, as with a single request that gets none.
   */
  private async _readAnswers(
    response: Response,
    onLine: (line: string) => void
  ): Promise<void> {
    try {
      if (response.body) {
        await readLines(response.body, onLine);
      }
    } catch (reason) {
      throw networkError(reason);
    }
  }

  private async _post(
    entries: IEntry[],
    signal: AbortSignal
  ): Promise<Response> {
    const body = encodeBatch(entries.map(({ request }) => request));
    const init = { method: 'POST', body, signal };
    const url = routeUrl(this._settings, this._connection, 'batch');
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (reason) {
      throw networkError(reason);
    }
  }

  private readonly _connection: string;
  private readonly _settings: ServerConnection.ISettings;
  private readonly _queue: RequestQueue;
  private readonly _waiting = new Set<IEntry>();
  private _isAsking = false;
}

/**
 * A waiting request, with the callbacks of its caller.
 */
interface IEntry {
  readonly request: IBatchedRequest;
  readonly signal: AbortSignal;
  alone?(): Promise<Response>;
  resolve(response: Response): void;
  reject(reason: unknown): void;
}

/**
 * The namespace of `Batcher` statics.
 */
export namespace Batcher {
  /**
   * The options of a `Batcher`.
   */
  export interface IOptions {
    /** The name of the connection. */
    connection: string;
    serverSettings: ServerConnection.ISettings;
    queue: RequestQueue;
  }
}
