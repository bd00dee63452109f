// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What may happen to one request.
 *
 * @param next - Sends it.
 *
 * @throws TypeError, as `fetch` does where there is no answer.
 */
export type Fault = (next: () => Promise<Response>) => Promise<Response>;

const ofStore = { 'X-S3-Drive-Origin': 'store' };

const errorOf = (status: number, code: string) =>
  new Response(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Told by a test.</Message></Error>`,
    { status, headers: { ...ofStore, 'Content-Type': 'application/xml' } }
  );

const lost = () => new TypeError('Failed to fetch');

/** The same answer with other bytes in its body. */
function withBody(answer: Response, body: BodyInit | null): Response {
  const headers = new Headers(answer.headers);
  headers.delete('Content-Length');
  return new Response(answer.status === 204 ? null : body, {
    status: answer.status,
    headers
  });
}

/**
 * The ways in which the network, a proxy or the store may fail one request, by
 * what they do.
 */
export const FAULTS: { readonly [name: string]: Fault } = {
  'it is not sent': async () => {
    throw lost();
  },
  'its answer is lost': async next => {
    await next();
    throw lost();
  },
  'the store is busy': async () => errorOf(503, 'SlowDown'),
  'the store fails after it was done': async next => {
    await next();
    return errorOf(500, 'InternalError');
  },
  'it is refused': async () => errorOf(403, 'AccessDenied'),
  'the credentials have expired': async () => errorOf(400, 'ExpiredToken'),
  'its answer is cut in half': async next => {
    const answer = await next();
    const body = await answer.arrayBuffer();
    return withBody(answer, body.slice(0, body.byteLength / 2));
  },
  'its answer is empty': async next => {
    await next();
    return new Response('', { status: 200, headers: ofStore });
  },
  'a page to log in is its answer': async () =>
    new Response('<!DOCTYPE html><html><body>Log in</body></html>', {
      status: 200,
      headers: { ...ofStore, 'Content-Type': 'text/html' }
    })
};
