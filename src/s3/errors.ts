// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import {
  LOCKED,
  problemOfJupyter,
  problemOfOurs,
  problemOfStatus,
  PROBLEMS,
  type Problem
} from './errorcodes';

export type { Problem };

/**
 * Where a response came from: the store, our proxy, Jupyter itself (or a hub in
 * front of it), or nowhere (`network`: no response, one that was cut off or
 * stalled, or a request that was refused in the browser before it was sent).
 */
export type Origin = 'store' | 'proxy' | 'jupyter' | 'network';

/**
 * The state of the server's credentials, as the `status` route reports it.
 */
export type CredentialState =
  'valid' | 'expiring' | 'expired' | 'missing' | 'unknown';

/**
 * The one error that `src/s3` throws.
 *
 * `response.status` is the true HTTP status. Errors without a response carry
 * 502 or 504; a request that the caller cancelled 499; one that was refused
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
    this.retryAfter = options.retryAfter ?? 0;
  }

  /** The store's code (`NoSuchKey`…), the proxy's, or one of ours. */
  readonly code: string;

  /** Where the response came from. */
  readonly origin: Origin;

  /** The bucket of the request, if any. */
  readonly bucket?: string;

  /** The exact key of the request, if any. */
  readonly key?: string;

  /** The store's request id, for its administrator. */
  readonly requestId?: string;

  /** More for "Show details", never a secret. */
  readonly details?: string;

  /** The exact keys concerned, if there are several. */
  readonly keys?: string[];

  /**
   * Whether an earlier attempt of the same request got no response, so that it
   * may have been applied.
   */
  readonly afterLostAnswer: boolean;

  /** For how long who refused the request asks for no others (ms). */
  readonly retryAfter: number;

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
   * The options of an `S3Error`.
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
    retryAfter?: number;
  }
}

/**
 * Whether the caller cancelled the request.
 */
export function isAborted(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'Aborted';
}

/**
 * The problem that an error stands for.
 *
 * @param error - Anything that was thrown.
 * @param credentials - The state of the credentials, if known. MinIO answers an
 * expired session with `InvalidAccessKeyId`, as it does wrong keys: that is
 * `expired` only if this state is `expired`.
 */
export function problemOf(
  error: unknown,
  credentials?: CredentialState
): Problem {
  if (!(error instanceof S3Error)) {
    return 'other';
  }
  if (error.origin === 'jupyter') {
    return problemOfJupyter(error.status);
  }
  if (error.origin !== 'network' && LOCKED.test(error.message)) {
    return 'locked';
  }
  const isOfKey = error.code.startsWith('KMS.');
  const known = isOfKey ? 'encryption' : PROBLEMS[error.code];
  if (known === 'wrong-credentials' && credentials === 'expired') {
    return 'expired';
  }
  const ofStatus = error.origin === 'store' ? problemOfStatus : problemOfOurs;
  return known ?? ofStatus(error.status);
}

/**
 * Whether a write to this name can never succeed, however often it is tried, so
 * that the parts of an upload need not be kept for it.
 */
export function isHopeless(problem: Problem): boolean {
  return HOPELESS.has(problem);
}

const HOPELESS: ReadonlySet<Problem> = new Set<Problem>([
  'account',
  'archived',
  'changed',
  'elsewhere',
  'encryption',
  'exists',
  'file-changed',
  'full',
  'invalid-key',
  'locked',
  'no-such-bucket',
  'quota',
  'read-only',
  'refused',
  'too-large',
  'unsupported',
  'upload-gone'
]);

/**
 * Whether an error only says that there is no such object or folder.
 */
export function isMissing(error: unknown): boolean {
  return problemOf(error) === 'not-found';
}
