// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import type { IS3Connection, IRequestOptions } from './connection';
import { S3Error, type CredentialState } from './errors';
import { abortedError, networkError, refusedError } from './failures';

/**
 * What the server extension tells about itself, the store and the credentials.
 */
export interface IServerStatus {
  /** Version of the server extension: that of the package. */
  readonly version: string;
  /** The store as the server reaches it. */
  readonly endpoint: string;
  /** The store as a browser elsewhere reaches it, if it does. */
  readonly publicEndpoint: string | null;
  /**
   * Whether environment and AWS files lead to the endpoint too; `false` where
   * only the server's own configuration names it.
   */
  readonly kernelsFindEndpoint: boolean;
  readonly region: string;
  readonly addressing: string;
  readonly credentials: {
    /** Where they came from (`env`, `shared-credentials-file`…). */
    readonly source: string | null;
    readonly state: CredentialState;
    /** ISO 8601, or `null` where the end is not known. */
    readonly expiresAt: string | null;
  };
  /** The error that every request to the store would get now, if any. */
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly details: string | null;
  } | null;
  /** The administrator's switches. */
  readonly features: { readonly [name: string]: boolean };
  /** What the administrator says about sharing. */
  readonly sharing: ISharingRules;
}

/**
 * What the administrator says about sharing; an empty text is none.
 */
export interface ISharingRules {
  /** The warning before the first publication in a bucket. */
  readonly openDataNotice: string;
  /** The page that this warning links to. */
  readonly openDataUrl: string;
  /** The folder at a bucket's root that is for publishing. */
  readonly diffusionFolder: string;
  /** Whether the platform lets all of its users read these folders. */
  readonly diffusionIsOpen: boolean;
  /** The page where people ask for a bucket that they share. */
  readonly sharedBucketUrl: string;
}

/**
 * Ask the server extension for its status.
 *
 * @throws `S3Error`; its problem is `server-missing` when the extension is not
 * there.
 */
export async function getStatus(
  connection: IS3Connection,
  options: IRequestOptions = {}
): Promise<IServerStatus> {
  const answer = await ask(connection, 'status', { method: 'GET' }, options);
  if (!('version' in answer && 'credentials' in answer)) {
    throw strangeAnswer();
  }
  return answer as IServerStatus;
}

/**
 * Ask the server's notary about a notebook.
 *
 * @param action - `check`: is it trusted as it is? `sign`: trust it from now on.
 * @param notebook - The notebook as parsed JSON (nbformat 4).
 *
 * @returns Whether it is trusted (always `true` after `sign`).
 *
 * @throws `S3Error`, with code `TrustInvalid` (400) for what is no notebook.
 */
export async function notarize(
  connection: IS3Connection,
  action: 'check' | 'sign',
  notebook: unknown,
  options: IRequestOptions = {}
): Promise<boolean> {
  const body = JSON.stringify({ action, notebook });
  const init = { method: 'POST', body, headers: JSON_TYPE };
  const answer = await ask(connection, 'trust', init, options);
  return (
    ('trusted' in answer && answer.trusted === true) ||
    ('signed' in answer && answer.signed === true)
  );
}

/**
 * The header of a request to our own routes that has a body.
 */
export const JSON_TYPE = { 'Content-Type': 'application/json' };

/**
 * Ask one of our own routes. These do not go to the store, and do not wait in
 * the queue.
 *
 * @returns The JSON object of the answer.
 *
 * @throws `S3Error`.
 */
export async function ask(
  connection: IS3Connection,
  route: string,
  init: RequestInit,
  options: IRequestOptions
): Promise<object> {
  const { serverSettings } = connection;
  const url = `${serverSettings.baseUrl.replace(/\/$/, '')}/s3-drive/${route}`;
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
    // A page instead of JSON: said below.
  }
  throw strangeAnswer();
}

/**
 * Another server's answer, a log-in page for example.
 */
export function strangeAnswer(): S3Error {
  return new S3Error({
    message: 'The answer is not one of the S3 extension of the server.',
    code: 'NotOurs',
    status: 404,
    origin: 'jupyter'
  });
}
