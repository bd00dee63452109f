// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import type { IS3Location } from '../location';
import { ask, JSON_TYPE, strangeAnswer } from './ask';

/**
 * The request for a presigned link.
 */
export interface ILinkRequest extends IS3Location {
  readonly method: 'GET' | 'PUT';
  /** Seconds; the credentials may expire before. */
  readonly expiresIn: number;
  /** For a GET: whether the browser saves or shows the object. */
  readonly disposition?: 'attachment' | 'inline';
}

/**
 * A link that reaches the store without Jupyter.
 */
export interface ILink {
  readonly url: string;
  readonly expiresAt: Date;
  /** Whether the credentials expire before the requested time. */
  readonly isCutShort: boolean;
  /** The signed headers that the sender has to send. */
  readonly headers: { readonly [name: string]: string };
}

/**
 * Links for parts of one upload.
 */
export interface IPartLinks {
  /** In the order of the requested part numbers. */
  readonly urls: readonly string[];
  readonly expiresAt: Date;
}

/**
 * The largest number of parts in one request.
 */
export const MAX_PART_LINKS = 1000;

/**
 * Create a presigned link to an object, for the endpoint at which browsers
 * reach the store.
 *
 * @throws `S3Error`, 403 if the administrator does not allow links.
 */
export async function createLink(
  connection: IS3Connection,
  request: ILinkRequest,
  options: IRequestOptions = {}
): Promise<ILink> {
  const answer = await post(connection, request, options);
  if (!('url' in answer) || typeof answer.url !== 'string') {
    throw strangeAnswer();
  }
  const { headers, limitedBy } = answer as {
    headers?: ILink['headers'];
    limitedBy?: unknown;
  };
  return {
    url: answer.url,
    expiresAt: endOf(answer),
    isCutShort: limitedBy === 'credentials',
    headers: headers ?? {}
  };
}

/**
 * Create presigned links for sending parts of an upload.
 *
 * @param numbers - At most `MAX_PART_LINKS`.
 * @param expiresIn - Seconds; the credentials may expire before.
 */
export async function createPartLinks(
  connection: IS3Connection,
  upload: IS3Location & { readonly uploadId: string },
  numbers: readonly number[],
  expiresIn: number,
  options: IRequestOptions = {}
): Promise<IPartLinks> {
  const { bucket, key, uploadId } = upload;
  const request = {
    bucket,
    key,
    uploadId,
    method: 'PUT',
    partNumbers: numbers,
    expiresIn
  };
  const answer = await post(connection, request, options);
  const urls: unknown = 'urls' in answer ? answer.urls : null;
  if (
    !Array.isArray(urls) ||
    urls.length !== numbers.length ||
    !urls.every((url): url is string => typeof url === 'string')
  ) {
    throw strangeAnswer();
  }
  return { urls, expiresAt: endOf(answer) };
}

function post(
  connection: IS3Connection,
  request: object,
  options: IRequestOptions
): Promise<object> {
  const body = JSON.stringify(request);
  const init = { method: 'POST', body, headers: JSON_TYPE };
  return ask(connection, 'links', init, options);
}

/**
 * When a link expires. A link without a date counts as expiring at once.
 */
function endOf(answer: object): Date {
  const told = 'expiresAt' in answer ? String(answer.expiresAt) : '';
  const end = new Date(told);
  return isNaN(end.getTime()) ? new Date() : end;
}
