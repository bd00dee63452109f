// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from './errors';

/**
 * The header by which an answer tells whether the store or our proxy wrote it.
 * Without it, Jupyter itself or a hub in front of it has answered.
 */
export const ORIGIN_HEADER = 'x-s3-drive-origin';

/**
 * The code of the proxy's own errors: the answer to a HEAD has no body.
 */
const CODE_HEADER = 'x-s3-drive-code';

/**
 * The object's own `Cache-Control`, as the proxy hands it on.
 */
export const STORED_CACHE_CONTROL = 'x-s3-drive-cache-control';

/**
 * Which object a request was about.
 */
export interface ISubject {
  bucket?: string;
  key?: string;
}

/**
 * The caller has cancelled the request.
 */
export function abortedError(): S3Error {
  return new S3Error({
    message: 'The request was cancelled.',
    code: 'Aborted',
    status: 499,
    origin: 'network'
  });
}

/**
 * No answer came: the Jupyter server cannot be reached, or cut the connection.
 */
export function networkError(reason: unknown): S3Error {
  return new S3Error({
    message: 'The Jupyter server did not answer.',
    code: 'NetworkError',
    status: 502,
    origin: 'network',
    details: reason instanceof Error ? reason.message : String(reason)
  });
}

/**
 * An answer broke off or stalled.
 */
export function interruptedError(details: string): S3Error {
  return new S3Error({
    message: 'The answer was interrupted.',
    code: 'Interrupted',
    status: 502,
    origin: 'network',
    details
  });
}

/**
 * An answer that is not the store's, as an error.
 *
 * @param response - Of our proxy (JSON with `message`, `code`, `details`), of
 * Jupyter, or of a hub (HTML).
 * @param text - Its body.
 */
export function refusedError(response: Response, text: string): S3Error {
  const ours = response.headers.get(ORIGIN_HEADER) === 'proxy';
  const told = parseObject(text);
  // A page that says 200 in the place of an answer is no success.
  const status = response.status < 300 ? 502 : response.status;
  return new S3Error({
    message:
      textOf(told.message) ??
      `The Jupyter server answered ${response.status} ${response.statusText}`,
    code:
      (ours && (textOf(told.code) ?? response.headers.get(CODE_HEADER))) ||
      `Jupyter${response.status}`,
    status,
    statusText: response.statusText,
    origin: ours ? 'proxy' : 'jupyter',
    details: textOf(told.details)
  });
}

/**
 * The store's refusal of a HEAD, which has no body: the code stands in MinIO's
 * own header, or is the usual one of the status.
 */
export function headError(response: Response): S3Error {
  const { status, headers } = response;
  const usual: { [status: number]: string | undefined } = {
    304: 'NotModified',
    400: 'BadRequest',
    403: 'AccessDenied',
    404: 'NotFound',
    412: 'PreconditionFailed'
  };
  return new S3Error({
    message: `The store answered ${status} ${response.statusText}`,
    code: headers.get('x-minio-error-code') ?? usual[status] ?? `Http${status}`,
    status,
    statusText: response.statusText,
    origin: 'store',
    requestId: headers.get('x-amz-request-id') ?? undefined
  });
}

/**
 * Whatever the SDK threw, as an `S3Error` that names its subject.
 *
 * @param error - An `S3Error` of the request handler, or the SDK's exception
 * for an XML error of the store.
 * @param subject - What the request was about.
 * @param status - The status of the store's answer, if there was one.
 */
export function toS3Error(
  error: unknown,
  subject: ISubject,
  status?: number
): S3Error {
  if (error instanceof S3Error) {
    return new S3Error({ ...parts(error), ...subject });
  }
  const thrown = parseThrown(error);
  return new S3Error({
    message: thrown.message,
    code: thrown.code,
    // An answer of the store that the SDK cannot read is no answer.
    status: status === undefined || status < 300 ? 502 : status,
    origin: status === undefined ? 'network' : 'store',
    requestId: thrown.requestId,
    ...subject
  });
}

/**
 * The same error with some parts replaced.
 */
export function withParts(
  error: S3Error,
  changed: Partial<S3Error.IOptions>
): S3Error {
  return new S3Error({ ...parts(error), ...changed });
}

/**
 * What an error was made of.
 */
function parts(error: S3Error): S3Error.IOptions {
  const { message, code, status, origin, bucket, key } = error;
  const { requestId, details, keys, afterLostAnswer } = error;
  const statusText = error.response.statusText;
  return {
    ...{ message, code, status, statusText, origin, bucket, key },
    ...{ requestId, details, keys, afterLostAnswer }
  };
}

/**
 * What an exception of the SDK tells.
 */
function parseThrown(error: unknown): {
  message: string;
  code: string;
  requestId?: string;
} {
  if (!(error instanceof Error)) {
    return { message: String(error), code: 'Unknown' };
  }
  const { $metadata } = error as { $metadata?: { requestId?: string } };
  return {
    message: error.message,
    code: error.name,
    requestId: $metadata?.requestId
  };
}

/**
 * A JSON object, or an empty one for anything else.
 */
function parseObject(text: string): { [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as { [name: string]: unknown })
      : {};
  } catch {
    return {};
  }
}

/**
 * A string that says something, else `undefined`.
 */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
