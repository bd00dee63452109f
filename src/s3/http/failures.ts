// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../errors';
import { retryAfter } from './retryafter';

/**
 * The response header that says whether the store or our proxy wrote the
 * response. Without it, Jupyter itself or a hub in front of it did.
 */
export const ORIGIN_HEADER = 'x-s3-drive-origin';

/**
 * The code of the proxy's own errors: the answer to a HEAD has no body.
 */
const CODE_HEADER = 'x-s3-drive-code';

/**
 * The object's own `Cache-Control`, as the proxy passes it on.
 */
export const STORED_CACHE_CONTROL = 'x-s3-drive-cache-control';

/**
 * The object's own `Content-Encoding`; its bytes arrive as they are stored.
 */
export const STORED_CONTENT_ENCODING = 'x-s3-drive-content-encoding';

/**
 * The region of the bucket, if it is not the one that the server is configured
 * for.
 */
export const REGION_HEADER = 'x-s3-drive-region';

/**
 * Which object a request was about.
 */
export interface IRequestSubject {
  bucket?: string;
  key?: string;
}

/**
 * The error for a request that the caller has cancelled.
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
 * The error for a request without a response: the Jupyter server cannot be
 * reached, or cut the connection.
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
 * The error for a response that was cut off or stalled.
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
 * The error for a response that is none of S3, although it seems to come from
 * the store.
 */
export function brokenAnswer(details: string): S3Error {
  return new S3Error({
    message: 'The answer of the store cannot be read.',
    code: 'AnswerBroken',
    status: 502,
    origin: 'store',
    details
  });
}

/**
 * The error for a response that did not come from the store.
 *
 * @param response - From our proxy (JSON with `message`, `code`, `details`),
 * from Jupyter, or from a hub (HTML).
 * @param text - Its body.
 */
export function refusedError(response: Response, text: string): S3Error {
  const ours = response.headers.get(ORIGIN_HEADER) === 'proxy';
  const told = parseObject(text);
  // A page with status 200 instead of the expected response is no success.
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
    details: textOf(told.details),
    retryAfter: retryAfter(
      Object.fromEntries(response.headers.entries()),
      Date.now()
    )
  });
}

/**
 * The error for the store's refusal of a request that the SDK does not parse:
 * one without the SDK, or a HEAD, whose response has no body. Without a code in
 * MinIO's own header it is the usual one for the status.
 */
export function headError(answer: {
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: { readonly [name: string]: string };
  readonly code?: string;
}): S3Error {
  const { statusCode: status, reason, headers, code } = answer;
  return new S3Error({
    message: `The store answered ${status} ${reason}`,
    code: code ?? usualCode(status),
    status,
    statusText: reason,
    origin: 'store',
    requestId: headers['x-amz-request-id']
  });
}

/**
 * Anything that the SDK threw, as an `S3Error` that names its subject.
 *
 * @param error - An `S3Error` of the request handler, or the SDK's exception
 * for an XML error of the store.
 * @param subject - What the request was about.
 * @param status - The status of the store's response, if there was one.
 */
export function toS3Error(
  error: unknown,
  subject: IRequestSubject,
  status?: number
): S3Error {
  if (error instanceof S3Error) {
    return new S3Error({ ...parts(error), ...subject });
  }
  const thrown = parseThrown(error);
  // The SDK adds this to the error of its parser.
  const isUnread = /Deserialization error|\$response/.test(thrown.message);
  if (isUnread && (status === undefined || status < 300)) {
    const details = thrown.message.split('\n')[0];
    return withParts(brokenAnswer(details), subject);
  }
  // `Unknown` is the SDK's name for an error response without a code.
  const isNameless =
    status !== undefined && (isUnread || /^Unknown/.test(thrown.code));
  return new S3Error({
    message: isNameless ? `The store answered ${status}` : thrown.message,
    code: isNameless ? usualCode(status) : thrown.code,
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
 * The options that an error was created with.
 */
function parts(error: S3Error): S3Error.IOptions {
  const { message, code, status, origin, bucket, key } = error;
  const { requestId, details, keys, afterLostAnswer, retryAfter } = error;
  const statusText = error.response.statusText;
  return {
    message,
    code,
    status,
    statusText,
    origin,
    bucket,
    key,
    requestId,
    details,
    keys,
    afterLostAnswer,
    retryAfter
  };
}

/**
 * The code that S3 usually sends with a status, for responses without a code.
 */
function usualCode(status: number): string {
  const usual: { [status: number]: string | undefined } = {
    304: 'NotModified',
    400: 'BadRequest',
    403: 'AccessDenied',
    404: 'NotFound',
    412: 'PreconditionFailed'
  };
  return usual[status] ?? `Http${status}`;
}

/**
 * Parse an exception of the SDK.
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
 * A string that is not empty, else `undefined`.
 */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
