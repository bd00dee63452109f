// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  $Command,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
} from '@aws-sdk/client-s3';
import type { ServerConnection } from '@jupyterlab/services';
import type { IS3Location } from '../location';
import { Throttle } from './throttle';

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
 * The options for queueing and cancelling a request.
 */
export interface IRequestOptions {
  /** `interactive` (the default) goes before `background`. */
  priority?: 'interactive' | 'background';

  /** Cancels the request, also while it waits in the queue. */
  signal?: AbortSignal;

  /**
   * Whether it is one of many small background requests on objects that are
   * made at the same time; these are sent to the server in batches. Object
   * bytes read this way arrive as they are stored, whatever their encoding.
   */
  together?: boolean;

  /**
   * Headers to send unchanged, instead of those that the SDK makes from the
   * command.
   */
  headers?: IHeaders;

  /**
   * Called with all headers of a successful response; the SDK passes on only
   * those that it knows.
   */
  answered?: (headers: IHeaders) => void;
}

/**
 * A connection to the store; everything in `src/s3` is a function that takes
 * one.
 */
export interface IS3Connection {
  /** The server's name of the connection, in the URLs of our routes. */
  readonly name: string;

  /** The settings of the Jupyter server that the requests go through. */
  readonly serverSettings: ServerConnection.ISettings;

  /**
   * The region of a bucket that has answered from another region than the one
   * the server is configured for; else `null`.
   */
  regionOf?(bucket: string): string | null;

  /** Signals whether requests have to wait for the store. */
  readonly throttle?: Pick<Throttle, 'follow' | 'waiting'>;

  /**
   * Run one SDK command through the proxy.
   *
   * @param make - Makes the command; called with the lazily loaded SDK module.
   *
   * @returns The command's output.
   *
   * @throws `S3Error` always.
   */
  send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    make: (sdk: SDK) => Command<I, O>,
    options?: IRequestOptions
  ): Promise<O>;

  /**
   * Copy an object, with what a HEAD of it reports, to a name where there is
   * none. The server sends both requests; copies that are made at the same time
   * are sent to it together.
   *
   * @param etag - The expected ETag of the source.
   *
   * @param way - `COPY` copies inside the store; MinIO then ignores that the
   * name must be free. `REWRITE` reads and writes the bytes: of at most 64 KiB,
   * and without tags.
   *
   * @returns The ETag of the copy.
   *
   * @throws `S3Error` of the request that was refused: `SourceChanged` (409)
   * for a source with another ETag.
   */
  sendCopy(
    from: IS3Location,
    to: IS3Location,
    etag: string,
    way: CopyWay,
    options?: IRequestOptions
  ): Promise<string>;
}

/**
 * How the server copies an object: see `IS3Connection.sendCopy`.
 */
export type CopyWay = 'COPY' | 'REWRITE';

/**
 * The options of one request, and what is returned beside its response.
 */
export interface IHandlerOptions extends IRequestOptions {
  /** The SDK's name for the signal; `signal` is the one that is used. */
  abortSignal?: Pick<AbortSignal, 'aborted'>;

  /**
   * Whether and how the server reads the source first, and copies what that
   * reports. The request is always sent in a batch.
   */
  asCopy?: CopyWay;

  /** Filled with what the SDK does not pass on. */
  trace?: { status?: number; afterLostAnswer?: boolean };
}

/**
 * HTTP headers by lower-case name; values are unchanged, one character for each
 * byte.
 */
export interface IHeaders {
  readonly [name: string]: string;
}

/**
 * A request as the SDK passes it to the handler.
 */
export interface IHttpRequest {
  readonly method: string;
  /** Path style, percent-encoded: `/bucket/key`. */
  readonly path: string;
  readonly query?: { [name: string]: string | string[] | null };
  readonly headers: { [name: string]: string };
  readonly body?: unknown;
}
