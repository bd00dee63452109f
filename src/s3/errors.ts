// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

/**
 * Who answered: the store, our proxy, Jupyter itself (or a hub in front of
 * it), or nobody (`network`: no answer, a cut or stalled one, or a request
 * that was refused here before it was sent).
 */
export type Origin = 'store' | 'proxy' | 'jupyter' | 'network';

/**
 * What kind of trouble an error is, for messages and decisions.
 */
export type Problem =
  | 'expired'
  | 'no-credentials'
  | 'wrong-credentials'
  | 'forbidden'
  | 'not-found'
  | 'no-such-bucket'
  | 'exists'
  | 'changed'
  | 'file-changed'
  | 'unreachable'
  | 'unknown-host'
  | 'tls'
  | 'timeout'
  | 'interrupted'
  | 'invalid-key'
  | 'read-only'
  | 'jupyter-forbidden'
  | 'server-missing'
  | 'other';

/**
 * The state of the server's credentials, as the `status` route tells it.
 */
export type CredentialState =
  'valid' | 'expiring' | 'expired' | 'missing' | 'unknown';

/**
 * The one error that this folder throws.
 *
 * `response.status` is the true HTTP status. Errors without an answer carry
 * 502 or 504, a request that the caller cancelled 499, one that was refused
 * before it was sent 400.
 */
export class S3Error extends ServerConnection.ResponseError {
  constructor(options: S3Error.IOptions) {
    super(
      new Response(null, {
        status: options.status,
        statusText: options.statusText
      }),
      options.message
    );
    this.name = 'S3Error';
    this.code = options.code;
    this.origin = options.origin;
    this.bucket = options.bucket;
    this.key = options.key;
    this.requestId = options.requestId;
    this.details = options.details;
    this.keys = options.keys;
    this.afterLostAnswer = options.afterLostAnswer ?? false;
  }

  /** The store's code (`NoSuchKey`…), the proxy's, or one of ours. */
  readonly code: string;

  /** Who answered. */
  readonly origin: Origin;

  /** The bucket that was asked, if one was. */
  readonly bucket?: string;

  /** The exact key that was asked, if one was. */
  readonly key?: string;

  /** The store's request id, for its administrator. */
  readonly requestId?: string;

  /** More for "Show details", never a secret. */
  readonly details?: string;

  /** The exact keys concerned where there are several. */
  readonly keys?: string[];

  /**
   * Whether an earlier attempt of the same request was left without an answer,
   * so that it may have been applied.
   */
  readonly afterLostAnswer: boolean;

  /** The HTTP status. */
  get status(): number {
    return this.response.status;
  }
}

/**
 * The namespace of `S3Error` statics.
 */
export namespace S3Error {
  /**
   * What an `S3Error` is made of.
   */
  export interface IOptions {
    message: string;
    code: string;
    status: number;
    statusText?: string;
    origin: Origin;
    bucket?: string;
    key?: string;
    requestId?: string;
    details?: string;
    keys?: string[];
    afterLostAnswer?: boolean;
  }
}

/**
 * Whether a request ended because its own caller cancelled it.
 */
export function isAborted(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'Aborted';
}

/**
 * What kind of trouble an error is.
 *
 * @param error - Anything that was thrown.
 * @param credentials - The state of the credentials, where it is known. An
 * expired session on MinIO is answered `InvalidAccessKeyId`, as wrong keys
 * are: only with the state `expired` is it told as `expired`.
 */
export function problemOf(
  error: unknown,
  credentials?: CredentialState
): Problem {
  if (!(error instanceof S3Error)) {
    return 'other';
  }
  if (error.origin === 'jupyter') {
    return Private.ofJupyter(error.status);
  }
  const known = Private.BY_CODE[error.code];
  if (known === 'wrong-credentials' && credentials === 'expired') {
    return 'expired';
  }
  return known ?? Private.ofStatus(error.status);
}

/**
 * A namespace for private data.
 */
namespace Private {
  /**
   * Codes of stores, of the proxy (Python, `errors.py`) and of this folder.
   */
  export const BY_CODE: { [code: string]: Problem | undefined } = {
    // AWS, MinIO (`InvalidTokenId`) and the proxy: the session has ended.
    CredentialsExpired: 'expired',
    ExpiredToken: 'expired',
    ExpiredTokenException: 'expired',
    InvalidTokenId: 'expired',
    TokenRefreshRequired: 'expired',
    CredentialsMissing: 'no-credentials',
    CredentialsInvalid: 'wrong-credentials',
    InvalidAccessKeyId: 'wrong-credentials',
    InvalidSecurity: 'wrong-credentials',
    InvalidToken: 'wrong-credentials',
    SignatureDoesNotMatch: 'wrong-credentials',
    AccessDenied: 'forbidden',
    AllAccessDisabled: 'forbidden',
    BucketChangeRefused: 'forbidden',
    NoSuchKey: 'not-found',
    NotFound: 'not-found',
    NoSuchBucket: 'no-such-bucket',
    DestinationExists: 'exists',
    ObjectExists: 'exists',
    ConditionalRequestConflict: 'changed',
    PreconditionFailed: 'changed',
    CopyChanged: 'changed',
    SourceChanged: 'changed',
    FileChanged: 'file-changed',
    Aborted: 'interrupted',
    Interrupted: 'interrupted',
    StoreConnectionLost: 'interrupted',
    NetworkError: 'unreachable',
    ServiceUnavailable: 'unreachable',
    StoreUnreachable: 'unreachable',
    StoreHostUnknown: 'unknown-host',
    StoreTlsFailed: 'tls',
    StoreTimeout: 'timeout',
    DestinationInside: 'invalid-key',
    InvalidBucketName: 'invalid-key',
    InvalidKey: 'invalid-key',
    InvalidLocation: 'invalid-key',
    InvalidObjectName: 'invalid-key',
    KeyTooLongError: 'invalid-key',
    XMinioInvalidObjectName: 'invalid-key',
    ReadOnly: 'read-only',
    Forbidden: 'jupyter-forbidden'
  };

  /**
   * What a status alone tells, for codes that are not in the table.
   */
  export function ofStatus(status: number): Problem {
    switch (status) {
      case 401:
      case 403:
        return 'forbidden';
      case 404:
        return 'not-found';
      case 409:
      case 412:
        return 'changed';
      case 502:
      case 503:
        return 'unreachable';
      case 504:
        return 'timeout';
      default:
        return 'other';
    }
  }

  /**
   * What an answer of Jupyter itself tells. Without our server extension its
   * routes are unknown (404, or 405 for a PUT), and a log-in page may come
   * in their place.
   */
  export function ofJupyter(status: number): Problem {
    switch (status) {
      case 401:
      case 403:
        return 'jupyter-forbidden';
      case 404:
      case 405:
      case 501:
        return 'server-missing';
      case 502:
      case 503:
        return 'unreachable';
      case 504:
        return 'timeout';
      default:
        return 'other';
    }
  }
}
