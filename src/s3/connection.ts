// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  $Command,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
} from '@aws-sdk/client-s3';
import type { ServerConnection } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';

import { loadClient, type IClient } from './client';
import {
  abortedError,
  networkError,
  toS3Error,
  withParts,
  type ISubject
} from './failures';
import { ProxyHandler, type IHandlerOptions } from './handler';
import { checkInput } from './input';
import { RequestQueue } from './queue';

export { getStatus, notarize } from './status';
export type { IServerStatus } from './status';

/**
 * The AWS SDK's S3 module, loaded on the first request.
 */
export type SDK = typeof import('@aws-sdk/client-s3');

/**
 * A command of the SDK that takes `I` and resolves to `O`.
 */
export type Command<
  I extends ServiceInputTypes,
  O extends ServiceOutputTypes
> = $Command<
  I,
  O,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/**
 * How a request is queued and cancelled.
 */
export interface IRequestOptions {
  /** `interactive` (the default) goes before `background`. */
  priority?: 'interactive' | 'background';

  /** Cancels the request, also while it waits for its turn. */
  signal?: AbortSignal;
}

/**
 * The way to the store: everything in this folder is a function over one.
 */
export interface IS3Connection {
  /** The Jupyter server that the requests go through. */
  readonly serverSettings: ServerConnection.ISettings;

  /**
   * Run one SDK command through the proxy.
   *
   * @param make - Makes the command; gets the lazily loaded SDK module.
   *
   * @returns The command's output.
   *
   * @throws `S3Error` always.
   */
  send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    make: (sdk: SDK) => Command<I, O>,
    options?: IRequestOptions
  ): Promise<O>;
}

/**
 * A connection through the proxy of a Jupyter server: at most four requests in
 * flight, interactive ones first, safe ones retried.
 */
export class S3Connection implements IS3Connection, IDisposable {
  constructor(options: S3Connection.IOptions) {
    this.serverSettings = options.serverSettings;
    this._handler = new ProxyHandler({
      serverSettings: options.serverSettings,
      queue: new RequestQueue(),
      stallTimeout: options.stallTimeout ?? 30_000
    });
  }

  readonly serverSettings: ServerConnection.ISettings;

  /** Whether the connection was closed. */
  get isDisposed(): boolean {
    return this._handler.isClosed;
  }

  /** Close the connection: what waits or runs is cancelled. */
  dispose(): void {
    this._handler.close();
  }

  async send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    make: (sdk: SDK) => Command<I, O>,
    options: IRequestOptions = {}
  ): Promise<O> {
    const trace: NonNullable<IHandlerOptions['trace']> = {};
    let subject: ISubject = {};
    try {
      const { sdk, client } = await this._load();
      const command = make(sdk);
      subject = checkInput(command.input);
      const along = { ...options, abortSignal: options.signal, trace };
      return await client.send(command, along);
    } catch (reason) {
      const cause = options.signal?.aborted ? abortedError() : reason;
      const error = toS3Error(cause, subject, trace.status);
      throw trace.afterLostAnswer
        ? withParts(error, { afterLostAnswer: true })
        : error;
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
 * The namespace of `S3Connection` statics.
 */
export namespace S3Connection {
  /**
   * What a connection needs.
   */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;

    /**
     * Milliseconds without a byte after which a download is given up; 30,000
     * unless told.
     */
    stallTimeout?: number;
  }
}
