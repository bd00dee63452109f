// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from './errors';

/**
 * Why a key cannot be addressed in a URL or a Jupyter path.
 */
export type Unaddressable =
  'dot-segment' | 'empty-segment' | 'leading-slash' | 'not-text';

/**
 * Why a key cannot be addressed, or `null` if it can.
 *
 * Browsers and proxies collapse dot segments, also when they are encoded, so
 * that a key with `..` would become a request for another object, or for
 * Jupyter's own API; JupyterLab and some stores collapse double slashes. A key
 * that is not UTF-8 has lone surrogates (`objects/keytext.ts`).
 */
export function unaddressable(key: string): Unaddressable | null {
  if (/\p{Surrogate}/u.test(key)) {
    return 'not-text';
  }
  if (key.startsWith('/')) {
    return 'leading-slash';
  }
  const segments = key.split('/');
  if (segments.some(segment => segment === '.' || segment === '..')) {
    return 'dot-segment';
  }
  // Only the last segment may be empty: the key of a folder.
  return segments.slice(0, -1).includes('') ? 'empty-segment' : null;
}

/**
 * Whether a key is that of a folder, or empty: the bucket itself.
 */
export function isFolderKey(key: string): boolean {
  return key === '' || key.endsWith('/');
}

/**
 * The last segment of a key, without a folder's slash; `''` for `''`.
 */
export function basename(key: string): string {
  const name = key.endsWith('/') ? key.slice(0, -1) : key;
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * The prefix of the folder that contains a key: `''`, or it ends in a slash.
 */
export function parentPrefix(key: string): string {
  const name = key.endsWith('/') ? key.slice(0, -1) : key;
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/**
 * Percent-encode a key for a URL, segment by segment, as S3 signs it.
 *
 * @throws `S3Error` `InvalidKey` for a key that is not well-formed Unicode.
 */
export function encodeKey(key: string): string {
  try {
    return key.split('/').map(encodeSegment).join('/');
  } catch {
    throw new S3Error({
      message: `The key ${JSON.stringify(key)} is not valid Unicode.`,
      code: 'InvalidKey',
      status: 400,
      origin: 'network',
      key
    });
  }
}

/**
 * `encodeURIComponent`, plus the five characters that it leaves but S3 encodes.
 */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  );
}

/**
 * Refuse a bucket or key that must not be used in a request.
 *
 * @param bucket - The bucket; `undefined` for a request without one.
 * @param key - The key or prefix; `undefined` for a request on the bucket.
 *
 * @throws `S3Error` `InvalidBucketName` or `InvalidKey`, status 400.
 */
export function requireAddressable(bucket?: string, key?: string): void {
  const refused = { status: 400, origin: 'network' as const, bucket, key };
  if (bucket !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(bucket)) {
    throw new S3Error({
      message: `${JSON.stringify(bucket)} is not the name of a bucket.`,
      code: 'InvalidBucketName',
      ...refused
    });
  }
  const reason = key === undefined ? null : unaddressable(key);
  if (reason) {
    throw new S3Error({
      message: `The key ${JSON.stringify(key)} cannot be addressed.`,
      code: 'InvalidKey',
      details: reason,
      ...refused
    });
  }
}
