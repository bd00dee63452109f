// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3';
import type { ServerConnection } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import { loadClient, type IClient } from './sdk';
import type { S3Error } from '../errors';
import {
  abortedError,
  headError,
  networkError,
  toS3Error,
  withParts,
  type IRequestSubject
} from '../http/failures';
import { ProxyHandler } from './handler';
import { type CopyWay, type IHandlerOptions } from '../http/types';
import { checkInput } from './checkinput';
import type {
  Command,
  IRequestOptions,
  IS3Connection,
  SDK
} from '../http/types';
import { RequestQueue } from './queue';
import { quoted } from '../http/headers';
import { encodeKey } from '../keys';
import { copySource, DEFAULT_CONNECTION, type IS3Location } from '../location';
import { Throttle } from '../http/throttle';

/**
 * A connection through the proxy of a Jupyter server: at most four requests in
 * flight, interactive ones first, repeatable ones retried.
 */
export class S3Connection implements IS3Connection, IDisposable {
  constructor(options: S3Connection.IOptions) {
    this.name = options.name ?? DEFAULT_CONNECTION;
    this.serverSettings = options.serverSettings;
    this._handler = new ProxyHandler({
      connection: this.name,
      serverSettings: options.serverSettings,
      queue: new RequestQueue(),
      throttle: this.throttle,
      stallTimeout: options.stallTimeout ?? 30_000
    });
  }

  readonly name: string;
  readonly serverSettings: ServerConnection.ISettings;
  readonly throttle = new Throttle();

  regionOf(bucket: string): string | null {
    return this._handler.regions.get(bucket) ?? null;
  }

  /** Whether the connection was closed. */
  get isDisposed(): boolean {
    return this._handler.isClosed;
  }

  /** Close the connection, and cancel its waiting and running requests. */
  dispose(): void {
    this._handler.close();
    Signal.clearData(this.throttle);
  }

  async send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    make: (sdk: SDK) => Command<I, O>,
    options: IRequestOptions = {}
  ): Promise<O> {
    const trace: NonNullable<IHandlerOptions['trace']> = {};
    let subject: IRequestSubject = {};
    try {
      const { sdk, client } = await this._load();
      const command = make(sdk);
      subject = checkInput(command.input);
      const along = { ...options, abortSignal: options.signal, trace };
      return await client.send(command, along);
    } catch (reason) {
      throw told(reason, options, subject, trace);
    }
  }

  /**
   * Without the SDK, which takes longer for a request than the store for both
   * of these.
   */
  async sendCopy(
    from: IS3Location,
    to: IS3Location,
    etag: string,
    way: CopyWay,
    options: IRequestOptions = {}
  ): Promise<string> {
    const trace: NonNullable<IHandlerOptions['trace']> = {};
    const source = copySource(from);
    const { bucket, key } = to;
    checkInput({ Bucket: bucket, Key: key, CopySource: source });
    const request = {
      method: 'PUT',
      path: `/${bucket}/${encodeKey(key)}`,
      headers: {
        'x-amz-copy-source': source,
        'x-amz-copy-source-if-match': etag,
        'if-none-match': '*'
      }
    };
    const along = { ...options, asCopy: way, together: true, trace };
    try {
      const { response } = await this._handler.handle(request, along);
      if (response.statusCode >= 300) {
        throw headError(response);
      }
      return way === 'REWRITE'
        ? quoted(response.headers['etag'])
        : etagIn(response.body);
    } catch (reason) {
      throw told(reason, options, to, trace);
    }
  }

  /**
   * Load the SDK once; a failed load is tried again by the next request.
   */
  private _load(): Promise<IClient> {
    this._client ??= loadClient(this._handler).catch(reason => {
      this._client = undefined;
      throw networkError(reason);
    });
    return this._client;
  }

  private readonly _handler: ProxyHandler;
  private _client?: Promise<IClient>;
}

/**
 * The error of a request, whatever was thrown.
 */
function told(
  reason: unknown,
  { signal }: IRequestOptions,
  subject: IRequestSubject,
  trace: NonNullable<IHandlerOptions['trace']>
): S3Error {
  const cause = signal?.aborted ? abortedError() : reason;
  const error = toS3Error(cause, subject, trace.status);
  return trace.afterLostAnswer
    ? withParts(error, { afterLostAnswer: true })
    : error;
}

/**
 * The ETag in the response to a copy, whose quotes may be written as entities;
 * `''` if there is none.
 */
function etagIn(body: Uint8Array | ReadableStream<Uint8Array>): string {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
  const etag = /<ETag>([^<]*)<\/ETag>/.exec(text)?.[1] ?? '';
  return quoted(etag.replace(/&(quot|#34|#x22);|"/gi, ''));
}

/**
 * The namespace of `S3Connection` statics.
 */
export namespace S3Connection {
  /**
   * The options of an `S3Connection`.
   */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;

    /** The server's name of the connection; by default its only one. */
    name?: string;

    /**
     * Milliseconds without a byte after which a download is abandoned; 30,000
     * by default.
     */
    stallTimeout?: number;
  }
}
