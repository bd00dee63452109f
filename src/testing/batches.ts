// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fromBase64, toBase64 } from '../s3/http/base64';
import { readLines } from '../s3/http/body';
import { BATCH_TYPE, decodeAnswer } from '../s3/transport/batchwire';

/**
 * Whether a request is a batch of requests to the store.
 */
export function isBatch(request: Request): boolean {
  return /\/s3-drive\/default\/batch(\?|$)/.test(request.url);
}

/**
 * A request of a batch.
 */
export interface ISingleRequest {
  /** As it would be sent individually; a copy by the server is a PUT. */
  readonly request: Request;
  /** Send it individually. */
  send(): Promise<Response>;
}

/**
 * The requests of a batch. The batch itself can still be sent.
 */
export async function requestsOf(batch: Request): Promise<ISingleRequest[]> {
  const { requests } = (await batch.clone().json()) as { requests: IItem[] };
  return requests.map(item => {
    const { path, headers, body } = item;
    const isCopy = item.method === 'COPY' || item.method === 'REWRITE';
    const method = isCopy ? 'PUT' : item.method;
    const url = batch.url.replace(/batch(\?.*)?$/, `api${path}`);
    const hasBody = method === 'PUT' || method === 'POST';
    const mark = `${url.includes('?') ? '&' : '?'}${Date.now()}`;
    const request = new Request(`${url}${mark}`, {
      method,
      headers: { ...headers, ...authorization(batch) },
      body: hasBody ? fromBase64(body ?? '') : undefined,
      signal: batch.signal
    });
    return {
      request,
      send: () => (isCopy ? sendAlone(batch, item) : fetch(request))
    };
  });
}

/**
 * Send an item that only a batch can have, in a batch of its own.
 */
async function sendAlone(batch: Request, item: IItem): Promise<Response> {
  const response = await fetch(batch.url, {
    method: 'POST',
    headers: authorization(batch),
    body: JSON.stringify({ requests: [item] }),
    signal: batch.signal
  });
  if (response.headers.get('content-type') !== BATCH_TYPE || !response.body) {
    return response;
  }
  const answers: Response[] = [];
  await readLines(response.body, line =>
    answers.push(decodeAnswer(line).response)
  );
  return answers[0];
}

function authorization(batch: Request): { Authorization: string } {
  return { Authorization: batch.headers.get('Authorization') ?? '' };
}

interface IItem {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

/**
 * The response to a batch, made of the responses to its requests. It ends with
 * an error if one of them failed.
 */
export async function answerBatch(
  answers: Promise<Response>[]
): Promise<Response> {
  const encoder = new TextEncoder();
  const ended = await Promise.allSettled(
    answers.map(async (answer, index) => {
      const response = await answer;
      const bytes = new Uint8Array(await response.arrayBuffer());
      const line = {
        index,
        status: response.status,
        headers: [...response.headers.entries()],
        body: toBase64(bytes)
      };
      return encoder.encode(`${JSON.stringify(line)}\n`);
    })
  );
  const lost = ended.find(({ status }) => status === 'rejected');
  const body = new ReadableStream({
    start: controller => {
      ended.forEach(one => {
        if (one.status === 'fulfilled') {
          controller.enqueue(one.value);
        }
      });
    },
    pull: controller => {
      if (lost) {
        controller.error(new TypeError('network error'));
      } else {
        controller.close();
      }
    }
  });
  return new Response(body, { headers: { 'Content-Type': BATCH_TYPE } });
}
