// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { concat, readAll, watchBody } from './body';
import type { IRequestOptions } from './connection';
import {
  abortedError,
  headError,
  networkError,
  ORIGIN_HEADER,
  refusedError,
  STORED_CACHE_CONTROL
} from './failures';
import type { RequestQueue } from './queue';
import { withRetry } from './retry';
import { linkSignals, unlessAborted, type ILinkedSignal } from './signals';
import { requestUrl } from './url';

/**
 * A request as the SDK hands it over.
 */
export interface IHttpRequest {
  readonly method: string;
  /** Path style, percent-encoded: `/bucket/key`. */
  readonly path: string;
  readonly query?: { [name: string]: string | string[] | null };
  readonly headers: { [name: string]: string };
  readonly body?: unknown;
}

/**
 * An answer of the store as the SDK takes it.
 */
export interface IAnswer {
  statusCode: number;
  readonly reason: string;
  readonly headers: { [name: string]: string };
  readonly body: Uint8Array | ReadableStream<Uint8Array>;
}

/**
 * What goes along with one request, and comes back beside its answer.
 */
export interface IHandlerOptions extends IRequestOptions {
  /** The SDK's name of the signal; `signal` is the one that counts. */
  abortSignal?: Pick<AbortSignal, 'aborted'>;

  /** Filled in: what the SDK does not hand on. */
  trace?: { status?: number; afterLostAnswer?: boolean };
}

/**
 * Sends the SDK's requests through the proxy of the Jupyter server.
 *
 * Nothing is signed here. The body of a GetObject is handed on as a watched
 * stream, every other answer is read at once; the place in the queue is held
 * until the body was read or given up. Answers that are not the store's are
 * thrown as `S3Error`.
 */
export class ProxyHandler {
  constructor(options: ProxyHandler.IOptions) {
    this._settings = options.serverSettings;
    this._queue = options.queue;
    this._stallTimeout = options.stallTimeout;
  }

  /** What the SDK calls. */
  async handle(
    request: IHttpRequest,
    options: IHandlerOptions = {}
  ): Promise<{ response: IAnswer }> {
    const trace = options.trace ?? {};
    const outcome = await withRetry(
      request,
      () => this._attempt(request, options),
      options.signal
    );
    trace.status = outcome.answer.statusCode;
    trace.afterLostAnswer = outcome.afterLostAnswer;
    return { response: outcome.answer };
  }

  /** Whether `close` was called. */
  get isClosed(): boolean {
    return this._isClosed;
  }

  /** Cancel what waits and what runs, and take no more. */
  close(): void {
    this._isClosed = true;
    this._active.forEach(request => request.cancel());
  }

  /** Part of the SDK's interface: nothing can be set. */
  updateHttpClientConfig(): void {
    return;
  }

  /** Part of the SDK's interface: nothing can be set. */
  httpHandlerConfigs(): object {
    return {};
  }

  /**
   * One request, one answer of the store.
   */
  private async _attempt(
    request: IHttpRequest,
    options: IHandlerOptions
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
      const { priority } = options;
      release = await this._queue.acquire({ signal, priority });
      const response = await unlessAborted(
        this._fetch(request, signal),
        signal
      );
      const body = watchBody(response, {
        stallTimeout:
          request.method === 'GET' ? this._stallTimeout : MAX_TIMEOUT,
        signal,
        abort: linked.abort,
        done
      });
      return await answerOf(request, response, body);
    } catch (reason) {
      done();
      throw linked.isCancelled() ? abortedError() : reason;
    }
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
    const url = requestUrl(this._settings, request.path, request.query);
    try {
      return await ServerConnection.makeRequest(url, init, {
        ...this._settings,
        fetch: outgoing => {
          // `makeRequest` says JSON, and a browser the type of a Blob, where
          // nothing was said: the object would be stored as that.
          if (!typed && outgoing instanceof this._settings.Request) {
            outgoing.headers.delete('Content-Type');
          }
          // Detached: a browser's `fetch` is no method of another object.
          const { fetch } = this._settings;
          return fetch(outgoing);
        }
      });
    } catch (reason) {
      throw networkError(reason);
    }
  }

  private readonly _settings: ServerConnection.ISettings;
  private readonly _queue: RequestQueue;
  private readonly _active = new Set<ILinkedSignal>();
  private _isClosed = false;
  private readonly _stallTimeout: number;
}

/**
 * The namespace of `ProxyHandler` statics.
 */
export namespace ProxyHandler {
  /**
   * What a handler needs.
   */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
    queue: RequestQueue;
    /** Milliseconds without a byte after which a download is given up. */
    stallTimeout: number;
  }
}

/**
 * The longest delay of a timer: a store may be silent for long while it copies
 * or puts an upload together, and the proxy has its own limit.
 */
const MAX_TIMEOUT = 2 ** 31 - 1;

/**
 * The headers that mean something to the store. The SDK's own (host, length,
 * user agent, attempts…) are not for a browser to send.
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
 * The answer as the SDK takes it, its body read unless it is an object's.
 */
async function answerOf(
  request: IHttpRequest,
  response: Response,
  body: ReadableStream<Uint8Array>
): Promise<IAnswer> {
  const told = {
    statusCode: response.status,
    reason: response.statusText,
    headers: headersOf(response)
  };
  const fromStore = response.headers.get(ORIGIN_HEADER) === 'store';
  if (fromStore && response.ok && request.query?.['x-id'] === 'GetObject') {
    return { ...told, body };
  }
  if (request.method === 'HEAD') {
    await body.cancel();
    if (!fromStore) {
      throw refusedError(response, '');
    }
    if (!response.ok) {
      throw headError(response);
    }
    return { ...told, body: new Uint8Array() };
  }
  const chunks: Uint8Array[] = [];
  await readAll(body, chunk => chunks.push(chunk));
  const whole = concat(chunks);
  if (!fromStore) {
    throw refusedError(response, new TextDecoder().decode(whole));
  }
  const statusCode = response.ok ? statusInside(whole) : response.status;
  return { ...told, statusCode: statusCode ?? response.status, body: whole };
}

/**
 * The headers of an answer. `Cache-Control` is the proxy's own, to protect the
 * browser; the object's comes under another name.
 */
function headersOf(response: Response): { [name: string]: string } {
  const headers = Object.fromEntries(response.headers.entries());
  const { [STORED_CACHE_CONTROL]: stored, ...rest } = headers;
  delete rest['cache-control'];
  return stored === undefined ? rest : { ...rest, 'cache-control': stored };
}

/**
 * The true status of an answer that says 200 before the store has finished: a
 * copy or the completion of an upload may still fail, and then the body is an
 * `<Error>`. `null` for every other body.
 */
function statusInside(body: Uint8Array): number | null {
  const text = new TextDecoder().decode(body.subarray(0, 4096)).trimStart();
  if (!/^(<\?xml[^>]*\?>)?\s*<Error[\s>]/.test(text)) {
    return null;
  }
  switch (/<Code>([^<]*)<\/Code>/.exec(text)?.[1]) {
    case 'PreconditionFailed':
      return 412;
    case 'AccessDenied':
      return 403;
    case 'SlowDown':
    case 'ServiceUnavailable':
      return 503;
    default:
      return 500;
  }
}
