// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fromBase64, toBase64 } from '../http/base64';

/**
 * A request of a batch.
 */
export interface IBatchedRequest {
  readonly method: string;
  /** `/bucket/key?query`, percent-encoded. */
  readonly path: string;
  /** One character for each byte, as `fetch` takes them. */
  readonly headers: { readonly [name: string]: string };
  readonly body?: Uint8Array;
}

/**
 * The response to one request of a batch.
 */
export interface IBatchedAnswer {
  /** The index of the request. */
  readonly index: number;
  readonly response: Response;
}

/**
 * The content type of the response: one JSON object in each line. A response of
 * another type is not from the route, but refuses the whole batch.
 */
export const BATCH_TYPE = 'application/x-ndjson';

/**
 * Encode requests as `POST s3-drive/batch` takes them.
 */
export function encodeBatch(requests: readonly IBatchedRequest[]): string {
  const encoded = requests.map(({ body, ...request }) => ({
    ...request,
    body: body && toBase64(body)
  }));
  return JSON.stringify({ requests: encoded });
}

/**
 * Decode a line of the response.
 *
 * @throws For a line that is not in the route's format.
 */
export function decodeAnswer(line: string): IBatchedAnswer {
  const { index, status, headers, body } = JSON.parse(line) as ILine;
  const response = makeResponse(fromBase64(body), { status, headers });
  return { index, response };
}

/**
 * A `Response`, also with a status for which the browser accepts no body.
 */
export function makeResponse(
  body: Uint8Array | string,
  init: ResponseInit & { status: number }
): Response {
  const hasBody = ![204, 205, 304].includes(init.status);
  return new Response(hasBody ? (body as BodyInit) : null, init);
}

interface ILine {
  readonly index: number;
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: string;
}
