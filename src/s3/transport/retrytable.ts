// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHttpRequest } from '../http/types';
import type { IAnswer } from './answers';
import { S3Error } from '../errors';

/**
 * The meaning of an attempt without success.
 *
 * - `throttled`: the store refused the request for now, without applying it.
 * - `unreached`: nothing was there to receive it.
 * - `failed`: the store failed, so that the request may have been applied.
 * - `lost`: no response came, so that it may have been applied.
 * - `timeout`: the same, after a long wait.
 * - `final`: the response is final.
 *
 * The server's own client has the same table (`retry.py`); a test compares both
 * with one list.
 */
export type Verdict =
  'throttled' | 'unreached' | 'failed' | 'lost' | 'timeout' | 'final';

/**
 * The number of attempts in all. A store that responds is retried for longer
 * than one that does not; after one timeout, a user does not want to wait for
 * three.
 */
export const ATTEMPTS: { readonly [verdict in Verdict]: number } = {
  throttled: 8,
  unreached: 3,
  failed: 6,
  lost: 3,
  timeout: 2,
  final: 1
};

/**
 * The verdict on a response of the store to a request.
 */
export function verdictOfAnswer(
  request: IHttpRequest,
  answer: Pick<IAnswer, 'statusCode' | 'code'>
): Verdict {
  const { statusCode, code = '' } = answer;
  if (statusCode < 300) {
    return 'final';
  }
  if (code === 'ConditionalRequestConflict') {
    // The upload can no longer be completed; a PUT is to be sent again.
    return request.method === 'PUT' ? 'throttled' : 'final';
  }
  return BY_CODE[code] ?? BY_STATUS[statusCode] ?? 'final';
}

/**
 * The verdict on an error code for one key in the response to a batch delete.
 */
export function verdictOfCode(code: string | undefined): Verdict {
  return BY_CODE[code ?? ''] ?? 'final';
}

/**
 * The verdict on an error of an attempt: there was no response of the store.
 */
export function verdictOfError(error: unknown): Verdict {
  if (!(error instanceof S3Error)) {
    return 'final';
  }
  if (error.origin === 'jupyter') {
    return OF_JUPYTER[error.status] ?? 'final';
  }
  return OF_PROXY[error.code] ?? 'final';
}

/**
 * Whether to repeat a request after an attempt with this verdict.
 */
export function mayRepeat(request: IHttpRequest, verdict: Verdict): boolean {
  return (
    verdict === 'throttled' ||
    verdict === 'unreached' ||
    (isUncertain(verdict) && isRepeatable(request))
  );
}

/**
 * Whether the request may have been applied.
 */
export function isUncertain(verdict: Verdict): boolean {
  return verdict === 'failed' || verdict === 'lost' || verdict === 'timeout';
}

/**
 * Whether a request may be repeated although it may have been applied.
 *
 * A repeated DELETE could delete what someone else has written in between: of
 * an object, of several, of a bucket's policy. A repeated CreateMultipartUpload
 * leaves an upload without parts that nobody knows of. A repeated
 * CompleteMultipartUpload does not find the upload any more, so
 * `completeUpload` looks for the object it has made. A conditional PUT is
 * repeated: `putObject` interprets a 412 that follows.
 */
export function isRepeatable(request: IHttpRequest): boolean {
  const { method, query } = request;
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'PUT':
      return true;
    case 'POST':
      return query?.uploadId !== undefined || query?.uploads !== undefined;
    case 'DELETE':
      return query?.uploadId !== undefined;
    default:
      return false;
  }
}

/**
 * The codes of stores; the status decides for other codes.
 *
 * `OperationAborted` means a conflicting change in progress, `RequestTimeout` a
 * body that did not arrive. MinIO's `SlowDownWrite` means that too few disks
 * have written.
 */
const BY_CODE: { [code: string]: Verdict | undefined } = {
  BandwidthLimitExceeded: 'throttled',
  InternalError: 'failed',
  OperationAborted: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestTimeout: 'throttled',
  RequestTimeoutException: 'throttled',
  ServerBusy: 'throttled',
  ServiceUnavailable: 'throttled',
  SlowDown: 'throttled',
  SlowDownRead: 'throttled',
  SlowDownWrite: 'failed',
  ThrottledException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequests: 'throttled',
  TooManyRequestsException: 'throttled',
  // Final, also in the body of a response with status 200.
  AccessDenied: 'final',
  InvalidObjectState: 'final',
  NoSuchBucket: 'final',
  NoSuchKey: 'final',
  NoSuchUpload: 'final',
  PreconditionFailed: 'final',
  // Only people can make room.
  XMinioStorageFull: 'final'
};

/**
 * The statuses of stores, and of proxies in front of them.
 */
const BY_STATUS: { [status: number]: Verdict | undefined } = {
  408: 'throttled',
  429: 'throttled',
  500: 'failed',
  502: 'failed',
  503: 'throttled',
  504: 'timeout'
};

/**
 * The codes of the proxy and of `src/s3`.
 */
const OF_PROXY: { [code: string]: Verdict | undefined } = {
  // Something answered in place of the store, or not to the end.
  AnswerBroken: 'lost',
  Interrupted: 'lost',
  NetworkError: 'lost',
  RegionLearned: 'unreached',
  ServerBusy: 'throttled',
  StoreConnectionLost: 'lost',
  StoreTimeout: 'timeout',
  StoreUnreachable: 'unreached',
  UploadStalled: 'lost'
};

/**
 * The statuses of Jupyter itself, or of a hub in front of it.
 */
const OF_JUPYTER: { [status: number]: Verdict | undefined } = {
  429: 'throttled',
  502: 'lost',
  503: 'lost',
  504: 'timeout'
};
