// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from './errors';

/**
 * A place in the store. An empty key is the bucket itself, a key that ends in
 * a slash a folder (prefix).
 */
export interface IS3Location {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Why a key cannot be addressed in a URL or a Jupyter path.
 */
export type Unaddressable = 'dot-segment' | 'empty-segment' | 'leading-slash';

/**
 * Split a path of the drive (`bucket/key`) into bucket and key.
 *
 * Purely textual: nothing is decoded or normalised, a trailing slash stays.
 * One leading slash is dropped, as JupyterLab names a new file in the root
 * `/name`. The root is `{ bucket: '', key: '' }`.
 */
export function parsePath(localPath: string): IS3Location {
  const path = localPath.startsWith('/') ? localPath.slice(1) : localPath;
  const slash = path.indexOf('/');
  return slash < 0
    ? { bucket: path, key: '' }
    : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

/**
 * The drive's path of a key: the reverse of `parsePath`.
 */
export function toPath(bucket: string, key: string): string {
  return key ? `${bucket}/${key}` : bucket;
}

/**
 * Read a place as a person types or pastes it.
 *
 * @param text - `s3://bucket/key` (taken to the letter), an http(s) URL of
 * the store in path or virtual-host style (percent-decoded, its query is
 * dropped, so that a presigned link will do), or `bucket/prefix`.
 * @param endpoints - The base URLs under which the store is known.
 *
 * @throws `S3Error` `InvalidLocation` when no bucket can be read, or when the
 * URL is of another host.
 */
export function parseLocation(text: string, endpoints: string[]): IS3Location {
  const start = text.trimStart();
  const uri = /^s3[an]?:(?:\/\/)?/i.exec(start);
  if (uri) {
    return Private.checked(start.slice(uri[0].length), text);
  }
  const url = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(start.trimEnd());
  if (url) {
    return Private.fromUrl(url[1], url[2], endpoints, text);
  }
  return Private.checked(start.trimEnd(), text);
}

/**
 * The `s3://` URI of a place, as s3fs, boto3 or DuckDB take it: the key to the
 * letter, nothing percent-encoded.
 */
export function toUri(location: IS3Location): string {
  return `s3://${location.bucket}/${location.key}`;
}

/**
 * Why a key cannot be addressed, or `null` if it can.
 *
 * Browsers and proxies collapse dot segments, also when they are encoded, so
 * that a key with `..` would become a request for another object, or for
 * Jupyter's own API; JupyterLab and some stores collapse double slashes.
 */
export function unaddressable(key: string): Unaddressable | null {
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
 * The last name in a key, of a folder as of an object; `''` for `''`.
 */
export function basename(key: string): string {
  const name = key.endsWith('/') ? key.slice(0, -1) : key;
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * The prefix of the folder that holds a key: `''`, or it ends in a slash.
 */
export function parentPrefix(key: string): string {
  const name = key.endsWith('/') ? key.slice(0, -1) : key;
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/**
 * A place as a folder: its key ends in a slash, but for a bucket.
 */
export function asFolder({ bucket, key }: IS3Location): IS3Location {
  return { bucket, key: key && !key.endsWith('/') ? `${key}/` : key };
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
 * A place as `x-amz-copy-source` names it.
 */
export function copySource(location: IS3Location): string {
  return `${location.bucket}/${encodeKey(location.key)}`;
}

/**
 * `encodeURIComponent`, and the five characters that it leaves and S3 encodes.
 */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  );
}

/**
 * Refuse a place that no request may be built for.
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

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * `bucket/key` as a location, refused when the bucket is missing.
   */
  export function checked(path: string, text: string): IS3Location {
    const location = parsePath(path);
    if (!location.bucket) {
      throw invalid(text);
    }
    return location;
  }

  /**
   * A location from the host and the path of a URL of the store.
   */
  export function fromUrl(
    host: string,
    path: string,
    endpoints: string[],
    text: string
  ): IS3Location {
    const wanted = host.toLowerCase();
    for (const endpoint of endpoints) {
      const base = /^(?:https?:\/\/)?([^/?#]+)([^?#]*)/i.exec(endpoint);
      if (!base) {
        continue;
      }
      const name = base[1].toLowerCase();
      const root = base[2].replace(/\/+$/, '');
      if (wanted === name && (path + '/').startsWith(root + '/')) {
        return checked(decode(path.slice(root.length + 1)), text);
      }
      if (wanted.endsWith(`.${name}`)) {
        const bucket = wanted.slice(0, -name.length - 1);
        return checked(`${bucket}${decode(path)}`, text);
      }
    }
    throw invalid(text);
  }

  /**
   * Percent-decode a path; one that is not encoded is taken as it stands.
   */
  function decode(path: string): string {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  function invalid(text: string): S3Error {
    return new S3Error({
      message: `${JSON.stringify(text)} is not a place in this store.`,
      code: 'InvalidLocation',
      status: 400,
      origin: 'network'
    });
  }
}
