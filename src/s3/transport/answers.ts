// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat, readAll } from '../http/body';
import {
  brokenAnswer,
  ORIGIN_HEADER,
  refusedError,
  STORED_CACHE_CONTROL,
  STORED_CONTENT_ENCODING
} from '../http/failures';
import type { IHttpRequest } from '../http/types';
import { unexpected } from './expected';

/**
 * A response of the store in the form that the SDK takes.
 */
export interface IAnswer {
  statusCode: number;
  readonly reason: string;
  readonly headers: { [name: string]: string };
  readonly body: Uint8Array | ReadableStream<Uint8Array>;
  /** The store's code, if the response is an error with one. */
  readonly code?: string;
}

/**
 * Convert a response for the SDK; the body is read unless it is an object's.
 *
 * An error response of the store is returned too, whatever the method: the
 * retry decides whether it is final.
 *
 * @throws `S3Error` for a response that did not come from the store;
 * `AnswerBroken` for one that no store gives.
 */
export async function answerOf(
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
    const reason = unexpected(request, response, null);
    if (reason !== null) {
      await body.cancel();
      throw brokenAnswer(reason);
    }
    return { ...told, body };
  }
  if (request.method === 'HEAD') {
    await body.cancel();
    if (!fromStore) {
      throw refusedError(response, '');
    }
    requireExpected(request, response, null);
    const code = response.headers.get(MINIO_CODE) ?? undefined;
    return { ...told, body: new Uint8Array(), code };
  }
  const whole = await readAnswer(body);
  if (!fromStore) {
    throw refusedError(response, new TextDecoder().decode(whole));
  }
  if (response.ok && PAGE.test(beginningOf(whole))) {
    throw brokenAnswer('It is an HTML page.');
  }
  const code = codeInside(whole);
  if (code === undefined) {
    requireExpected(request, response, whole);
  }
  const statusCode =
    response.ok && code !== undefined
      ? (STATUS_INSIDE[code] ?? 500)
      : response.status;
  return { ...told, statusCode, body: whole, code };
}

/**
 * Require that a success has the form that S3 gives it.
 *
 * @param body - The body; `null` where it is not read.
 *
 * @throws `S3Error` `AnswerBroken` for a success that is not S3's.
 */
function requireExpected(
  request: IHttpRequest,
  response: Response,
  body: Uint8Array | null
): void {
  const reason = response.ok ? unexpected(request, response, body) : null;
  if (reason !== null) {
    throw brokenAnswer(reason);
  }
}

/**
 * The longest answer that is no object (bytes, decompressed). The longest of S3
 * are those that name 1,000 keys of 1,024 bytes each, each byte encoded as
 * several characters.
 */
const MOST = 16 * 2 ** 20;

/**
 * Read a response into memory.
 *
 * @throws `S3Error` `AnswerBroken` for a longer one, of which the rest is not
 * read.
 */
async function readAnswer(
  body: ReadableStream<Uint8Array>
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  await readAll(body, chunk => {
    length += chunk.length;
    if (length > MOST) {
      throw brokenAnswer(`It is longer than ${MOST / 2 ** 20} MiB.`);
    }
    chunks.push(chunk);
  });
  return concat(chunks);
}

/** The beginning of a page, as a login page in front of a store is. */
const PAGE = /^\s*(<!doctype html|<html[\s>])/i;

function beginningOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 256));
}

/**
 * MinIO repeats the error code in a header: the response to a HEAD has no body.
 */
const MINIO_CODE = 'x-minio-error-code';

/**
 * The true status of a response with status 200 that was sent before the store
 * had finished: a copy or the completion of an upload may still fail, and then
 * the body is an `<Error>`. Every other code is a 500.
 */
const STATUS_INSIDE: { [code: string]: number | undefined } = {
  AccessDenied: 403,
  ConditionalRequestConflict: 409,
  InvalidObjectState: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  OperationAborted: 409,
  PreconditionFailed: 412,
  RequestTimeout: 400,
  ServiceUnavailable: 503,
  SlowDown: 503
};

/**
 * The headers of a response. Its `Cache-Control` is set by the proxy, to
 * protect the browser, and it has no `Content-Encoding` for the object's bytes;
 * the object's own values come under other names.
 */
function headersOf(response: Response): { [name: string]: string } {
  const headers = Object.fromEntries(response.headers.entries());
  const {
    [STORED_CACHE_CONTROL]: cacheControl,
    [STORED_CONTENT_ENCODING]: encoding,
    ...rest
  } = headers;
  delete rest['cache-control'];
  delete rest['content-encoding'];
  return {
    ...rest,
    ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding })
  };
}

/**
 * The code of a body that is an `<Error>`; `''` if it has no code, `undefined`
 * for every other body.
 */
function codeInside(body: Uint8Array): string | undefined {
  // While a store works it may send white space to keep the connection alive.
  const start = body.findIndex(byte => byte > SPACE);
  if (start < 0) {
    return undefined;
  }
  const text = new TextDecoder().decode(body.subarray(start, start + 4096));
  return /^(<\?xml[^>]*\?>)?\s*<Error[\s>]/.test(text)
    ? (/<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '')
    : undefined;
}

const SPACE = 0x20;
