// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';

import { encodeKey, encodeSegment, requireAddressable } from './path';

/**
 * The query of a request: `''` for a bare name, a list for a repeated one.
 */
export type Query = { [name: string]: string | string[] | null };

/**
 * The URL under which the server serves an object.
 *
 * @param query - S3 query, `response-content-disposition` for example.
 *
 * @throws `S3Error` `InvalidKey` or `InvalidBucketName` for a key that cannot
 * be addressed.
 */
export function objectUrl(
  settings: ServerConnection.ISettings,
  bucket: string,
  key: string,
  query?: Query
): string {
  requireAddressable(bucket, key);
  return requestUrl(settings, `/${bucket}/${encodeKey(key)}`, query);
}

/**
 * The URL of a request to the store.
 *
 * @param path - `/bucket/key`, percent-encoded.
 */
export function requestUrl(
  settings: ServerConnection.ISettings,
  path: string,
  query: Query = {}
): string {
  const [, bucket, ...key] = path.split('/').map(decodeURIComponent);
  if (bucket) {
    requireAddressable(bucket, key.join('/'));
  }
  const pairs = Object.entries(query)
    // The SDK's name of the operation, of no meaning to a store.
    .filter(([name]) => name !== 'x-id')
    .flatMap(([name, value]) =>
      [value ?? '']
        .flat()
        .map(one => `${encodeSegment(name)}=${encodeSegment(one)}`)
    );
  const url = `${settings.baseUrl.replace(/\/$/, '')}/s3-drive/api${path}`;
  return pairs.length ? `${url}?${pairs.join('&')}` : url;
}
