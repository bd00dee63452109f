// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';

import { encodeSegment, requireAddressable } from '../keys';
import { routeUrl } from './routes';

/**
 * The query of a request: `''` for a name without a value, a list for a
 * repeated name.
 */
export type Query = { [name: string]: string | string[] | null };

/**
 * The URL of a request to the store.
 *
 * @param path - `/bucket/key`, percent-encoded.
 */
export function requestUrl(
  settings: ServerConnection.ISettings,
  connection: string,
  path: string,
  query?: Query
): string {
  return routeUrl(settings, connection, `api${requestPath(path, query)}`);
}

/**
 * The path and query of a request to the store.
 *
 * @param path - `/bucket/key`, percent-encoded.
 */
export function requestPath(path: string, query: Query = {}): string {
  const [, bucket, ...key] = path.split('/').map(decodeURIComponent);
  if (bucket) {
    requireAddressable(bucket, key.join('/'));
  }
  const pairs = Object.entries(query)
    // The SDK's name for the operation, which stores ignore.
    .filter(([name]) => name !== 'x-id')
    .flatMap(([name, value]) =>
      [value ?? '']
        .flat()
        .map(one => `${encodeSegment(name)}=${encodeSegment(one)}`)
    );
  return pairs.length ? `${path}?${pairs.join('&')}` : path;
}
