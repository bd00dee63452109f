// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import { UUID } from '@lumino/coreutils';

import {
  abortedError,
  networkError,
  refusedError,
  withParts
} from '../s3/http/failures';
import type { IS3Location } from '../s3/location';
import { basename, encodeKey } from '../s3/keys';
import { routeUrl } from '../s3/http/routes';

/**
 * What to convert, and to which format.
 */
export interface IExportRequest {
  readonly location: IS3Location;

  /** The name of an exporter of nbconvert: `html`, `pdf`… */
  readonly format: string;

  /** The version to convert; `null`: the current one. */
  readonly etag: string | null;

  /** Larger notebooks are refused (bytes). */
  readonly limit: number;

  /**
   * Whether to remove scripts from HTML; otherwise the server's configuration
   * applies.
   */
  readonly sanitize: boolean;
}

/**
 * A converted notebook.
 */
export interface IExported {
  /** The name for the file, with its extension. */
  readonly name: string;
  readonly content: Blob;
}

/**
 * How a conversion is followed.
 */
export interface IExportOptions {
  signal?: AbortSignal;

  /** Called with whether the server waits because the store asks for patience. */
  onWaiting?: (isWaiting: boolean) => void;
}

/**
 * Have the server read a notebook and convert it with nbconvert.
 *
 * @throws `S3Error`: one of the server's `Export…` codes, or the store's error.
 */
export async function fetchExport(
  settings: ServerConnection.ISettings,
  connection: string,
  request: IExportRequest,
  { signal, onWaiting }: IExportOptions = {}
): Promise<IExported> {
  const { etag, location } = request;
  const task = UUID.uuid4();
  const url = `${exportUrl(settings, connection, request)}&task=${task}`;
  const init: RequestInit = {
    ...(etag ? { headers: { 'If-Match': etag } } : {}),
    cache: 'no-store',
    signal
  };
  let response: Response;
  const stop = onWaiting
    ? follow(
        settings,
        routeUrl(settings, connection, `exports/waiting?task=${task}`),
        onWaiting
      )
    : () => undefined;
  try {
    response = await ServerConnection.makeRequest(url, init, settings);
    if (response.ok) {
      const content = await response.blob();
      const header = response.headers.get('Content-Disposition') ?? '';
      return { name: nameIn(header) ?? basename(location.key), content };
    }
    throw withParts(refusedError(response, await response.text()), location);
  } catch (reason) {
    if (reason instanceof ServerConnection.ResponseError) {
      throw reason;
    }
    throw withParts(
      signal?.aborted ? abortedError() : networkError(reason),
      location
    );
  } finally {
    stop();
  }
}

/**
 * Ask now and then whether a conversion waits for the store.
 *
 * @returns A function that ends it.
 */
function follow(
  settings: ServerConnection.ISettings,
  url: string,
  onWaiting: (isWaiting: boolean) => void
): () => void {
  let isOver = false;
  const ask = async () => {
    try {
      const response = await ServerConnection.makeRequest(url, {}, settings);
      const { waiting } = (await response.json()) as { waiting?: boolean };
      if (!isOver) {
        onWaiting(waiting === true);
      }
    } catch {
      // The request for the notebook says what is wrong.
    }
  };
  const timer = setInterval(() => void ask(), POLL_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
    onWaiting(false);
  };
}

/** How often the server is asked whether a conversion waits (ms). */
const POLL_MS = 1000;

/**
 * The URL of a converted notebook.
 */
export function exportUrl(
  settings: ServerConnection.ISettings,
  connection: string,
  { format, limit, location, sanitize }: IExportRequest
): string {
  const path = [format, location.bucket, location.key].map(encodeKey).join('/');
  const query = [
    `limit=${Math.floor(limit)}`,
    ...(sanitize ? ['sanitize=true'] : [])
  ];
  const route = `exports/${path}?${query.join('&')}`;
  return routeUrl(settings, connection, route);
}

/**
 * The name in a `Content-Disposition` (RFC 6266), in the form that our server
 * writes.
 */
export function nameIn(header: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(header);
  return encoded
    ? decodeURIComponent(encoded[1])
    : /filename="([^"]*)"/.exec(header)?.[1];
}
