// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { routeUrl } from '../http/routes';
import { ServerConnection } from '@jupyterlab/services';
import { abortedError, networkError, refusedError } from '../http/failures';
import { S3Error } from '../errors';

/**
 * What a request to one of our own routes needs of a connection.
 */
export type IRouted = Pick<IS3Connection, 'name' | 'serverSettings'>;

/**
 * The header of a request with a body to our own routes.
 */
export const JSON_TYPE = { 'Content-Type': 'application/json' };

/**
 * Send a request to one of our own routes. These requests do not go to the
 * store, and do not wait in the queue.
 *
 * @returns The JSON object of the response.
 *
 * @throws `S3Error`.
 */
export async function ask(
  connection: IRouted,
  route: string,
  init: RequestInit,
  options: IRequestOptions
): Promise<object> {
  const { name, serverSettings } = connection;
  const url = routeUrl(serverSettings, name, route);
  let response: Response;
  let text: string;
  try {
    const { signal } = options;
    const asked = { ...init, signal };
    response = await ServerConnection.makeRequest(url, asked, serverSettings);
    text = await response.text();
  } catch (reason) {
    throw options.signal?.aborted ? abortedError() : networkError(reason);
  }
  if (!response.ok) {
    throw refusedError(response, text);
  }
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null) {
      return answer;
    }
  } catch {
    // A page instead of JSON: reported below.
  }
  throw strangeAnswer();
}

/**
 * The error for a response of something else than our server, a login page for
 * example.
 */
export function strangeAnswer(): S3Error {
  return new S3Error({
    message: 'The answer is not one of the S3 extension of the server.',
    code: 'NotOurs',
    status: 404,
    origin: 'jupyter'
  });
}
