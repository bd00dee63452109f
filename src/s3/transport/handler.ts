// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { answerOf, type IAnswer } from './answers';
import { Batcher, MAX_BODY } from './batcher';
import { watchBody } from '../http/body';
import type { CopyWay, IHandlerOptions, IHttpRequest } from '../http/types';
import {
  abortedError,
  headError,
  networkError,
  REGION_HEADER
} from '../http/failures';
import type { RequestQueue } from './queue';
import { withRetry } from './retry';
import {
  linkSignals,
  unlessAborted,
  type ILinkedSignal
} from '../http/signals';
import type { Throttle } from '../http/throttle';
import { requestPath, requestUrl } from '../http/url';

/**
 * Sends the SDK's requests through the proxy of the Jupyter server.
 *
 * Requests are not signed here. The body of a GetObject is returned as a
 * watched stream, every other response is read at once; the slot in the queue
 * is held until the body is read or abandoned. Responses that did not come from
 * the store are thrown as `S3Error`.
 */
export class ProxyHandler {
  constructor(options: ProxyHandler.IOptions) {
    this._settings = options.serverSettings;
    this._connection = options.connection;
    this._queue = options.queue;
    this._batcher = new Batcher(options);
    this._throttle = options.throttle;
    this._stallTimeout = options.stallTimeout;
  }

  /** Handle a request of the SDK. */
  async handle(
    asked: IHttpRequest,
    options: IHandlerOptions = {}
  ): Promise<{ response: IAnswer }> {
    const headers = { ...asked.headers, ...options.headers };
    const request = { ...asked, headers };
    const trace = options.trace ?? {};
    const { answer, afterLostAnswer } = await withRetry(
      request,
      begin => this._attempt(request, options, begin),
      {
        signal: options.signal,
        throttle: this._throttle,
        requests: options.asCopy ? 2 : 1
      }
    );
    const region = answer.headers[REGION_HEADER];
    if (region) {
      this.regions.set(request.path.split('/')[1], region);
    }
    trace.status = answer.statusCode;
    if (answer.statusCode < 300) {
      options.answered?.(answer.headers);
    }
    trace.afterLostAnswer = afterLostAnswer;
    // The SDK reads an error from the body, which the response to a HEAD lacks.
    if (request.method === 'HEAD' && answer.statusCode >= 300) {
      throw headError(answer);
    }
    return { response: answer };
  }

  /** The regions of buckets, where they differ from that of the server. */
  readonly regions = new Map<string, string>();

  /** Whether `close` was called. */
  get isClosed(): boolean {
    return this._isClosed;
  }

  /** Cancel the waiting and running requests, and accept no more. */
  close(): void {
    this._isClosed = true;
    this._active.forEach(request => request.cancel());
  }

  /** Part of the SDK's interface: there is nothing to configure. */
  updateHttpClientConfig(): void {
    return;
  }

  /** Part of the SDK's interface: there is nothing to configure. */
  httpHandlerConfigs(): object {
    return {};
  }

  /**
   * Make one attempt.
   */
  private async _attempt(
    request: IHttpRequest,
    options: IHandlerOptions,
    begin: () => Promise<void>
  ): Promise<IAnswer> {
    const linked = linkSignals(options.signal);
    const { signal } = linked;
    this._active.add(linked);
    if (this._isClosed) {
      linked.cancel();
    }
    let release: () => void = () => undefined;
    const done = () => {
      linked.unlink();
      this._active.delete(linked);
      release();
    };
    try {
      const bytes = options.together ? await smallBody(request) : null;
      if (!bytes) {
        const { priority } = options;
        release = await this._queue.acquire({ signal, priority });
      }
      await unlessAborted(begin(), signal);
      const response = await unlessAborted(
        bytes
          ? this._fetchTogether(request, bytes, signal, options.asCopy)
          : this._fetch(request, signal),
        signal
      );
      const body = watchBody(response, {
        stallTimeout:
          request.method === 'GET' ? this._stallTimeout : MAX_TIMEOUT,
        signal,
        abort: linked.abort,
        done
      });
      const method = options.asCopy ?? request.method;
      return await answerOf({ ...request, method }, response, body);
    } catch (reason) {
      done();
      throw linked.isCancelled() ? abortedError() : reason;
    }
  }

  /** Send one request in a batch with others. */
  private _fetchTogether(
    request: IHttpRequest,
    body: Uint8Array,
    signal: AbortSignal,
    asCopy?: CopyWay
  ): Promise<Response> {
    const batched = {
      method: asCopy ?? request.method,
      path: requestPath(request.path, request.query),
      headers: headersToSend(request.headers),
      body
    };
    const alone = () => this._fetch(request, signal);
    return this._batcher.fetch(batched, signal, asCopy ? undefined : alone);
  }

  private async _fetch(
    request: IHttpRequest,
    signal: AbortSignal
  ): Promise<Response> {
    const headers = headersToSend(request.headers);
    const typed = 'content-type' in headers;
    const init = {
      method: request.method,
      headers,
      body: bodyToSend(request),
      signal
    };
    const url = requestUrl(
      this._settings,
      this._connection,
      request.path,
      request.query
    );
    try {
      return await ServerConnection.makeRequest(url, init, {
        ...this._settings,
        fetch: outgoing => {
          // If no type was given, `makeRequest` sets JSON and a browser sets
          // the type of a Blob: the object would be stored with it.
          if (!typed && outgoing instanceof this._settings.Request) {
            outgoing.headers.delete('Content-Type');
          }
          // Detached: a browser's `fetch` cannot be called as a method of
          // another object.
          const { fetch } = this._settings;
          return fetch(outgoing);
        }
      });
    } catch (reason) {
      throw networkError(reason);
    }
  }

  private readonly _settings: ServerConnection.ISettings;
  private readonly _connection: string;
  private readonly _queue: RequestQueue;
  private readonly _batcher: Batcher;
  private readonly _throttle: Throttle;
  private readonly _active = new Set<ILinkedSignal>();
  private _isClosed = false;
  private readonly _stallTimeout: number;
}

/**
 * The namespace of `ProxyHandler` statics.
 */
export namespace ProxyHandler {
  /**
   * The options of a `ProxyHandler`.
   */
  export interface IOptions {
    /** The name of the connection. */
    connection: string;

    serverSettings: ServerConnection.ISettings;
    queue: RequestQueue;
    /** Slows down all requests when the store throttles. */
    throttle: Throttle;
    /** Milliseconds without a byte after which a download is abandoned. */
    stallTimeout: number;
  }
}

/**
 * The longest delay of a timer: a store may be silent for a long time while it
 * copies or assembles an upload, and the proxy has its own limit.
 */
const MAX_TIMEOUT = 2 ** 31 - 1;

/**
 * The headers that mean something to the store. A browser must not send the
 * SDK's own (host, length, user agent, attempts…).
 */
const SENT =
  /^(content-(type|encoding|disposition|language|md5)|cache-control|expires|range|if-.*|x-amz-(?!user-agent$|date$|content-sha256$|security-token$).*)$/;

function headersToSend(headers: { [name: string]: string }): {
  [name: string]: string;
} {
  const sent = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), value] as const
  );
  return Object.fromEntries(sent.filter(([name]) => SENT.test(name)));
}

function bodyToSend(request: IHttpRequest): BodyInit | undefined {
  return request.method === 'GET' || request.method === 'HEAD'
    ? undefined
    : (request.body as BodyInit | undefined);
}

/**
 * The body of a request that may join a batch; `null` if it is too large for
 * that, or if the request is not about an object.
 */
async function smallBody(request: IHttpRequest): Promise<Uint8Array | null> {
  const body = request.body ?? '';
  if (!/^\/[^/]+\/./.test(request.path)) {
    return null;
  }
  if (typeof body === 'string') {
    const bytes = new TextEncoder().encode(body);
    return bytes.length > MAX_BODY ? null : bytes;
  }
  if (body instanceof Blob) {
    return body.size > MAX_BODY
      ? null
      : new Uint8Array(await body.arrayBuffer());
  }
  return body instanceof Uint8Array && body.length <= MAX_BODY ? body : null;
}
