// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from './errors';
import { basename, encodeKey, isFolderKey, parentPrefix } from './keys';

/**
 * The name of the connection that every server has, also in the URLs of our
 * routes.
 */
export const DEFAULT_CONNECTION = 'default';

/**
 * The name of the drive that shows a connection: `s3`, or `s3-<name>`.
 */
export function driveOf(connection: string): string {
  return connection === DEFAULT_CONNECTION ? 's3' : `s3-${connection}`;
}

/**
 * What a request to the store is about. An empty key means the bucket itself, a
 * key that ends in a slash a folder (prefix).
 */
export interface IS3Location {
  readonly bucket: string;
  readonly key: string;
}

/**
 * A location: connection, bucket and key. It never changes.
 *
 * It is made once, where a path or a text enters, and what is derived from it
 * belongs to the same connection. Purely textual: nothing is decoded or
 * normalised, and a trailing slash stays.
 *
 * Spread into a request or an error it is its bucket and its key: the server
 * finds the connection in the URL.
 */
export class S3Location implements IS3Location {
  /**
   * @param bucket - `''` for the root, which lists the buckets.
   * @param key - `''` for the bucket itself; a folder's ends in a slash.
   */
  constructor(
    readonly bucket: string,
    readonly key: string,
    connection: string
  ) {
    this.#connection = connection;
  }

  /**
   * The location of a path in a drive: `bucket/key`, or `''` for the root.
   *
   * One leading slash is dropped, as JupyterLab names a new file in the root
   * `/name`.
   */
  static fromPath(
    localPath: string,
    connection = DEFAULT_CONNECTION
  ): S3Location {
    const path = localPath.startsWith('/') ? localPath.slice(1) : localPath;
    const slash = path.indexOf('/');
    return slash < 0
      ? new S3Location(path, '', connection)
      : new S3Location(path.slice(0, slash), path.slice(slash + 1), connection);
  }

  /**
   * The location that a person types or pastes.
   *
   * @param text - `s3://bucket/key` (taken literally), an http(s) URL of the
   * store in path or virtual-host style (percent-decoded, without its query, so
   * that a presigned link works), `bucket/prefix`, or an `address`.
   * @param endpoints - The known base URLs of the store.
   * @param connection - The one that is meant where the text names none.
   *
   * @throws `S3Error` `InvalidLocation` when there is no bucket, or when the
   * URL has another host.
   */
  static typed(
    text: string,
    endpoints: string[],
    connection = DEFAULT_CONNECTION
  ): S3Location {
    const named = /^\s*s3-([a-z0-9-]+):\/*(.*)$/s.exec(text);
    const location = named
      ? S3Location.fromPath(named[2], named[1])
      : S3Location.fromPath(
          Private.typedPath(text, endpoints) ?? '',
          connection
        );
    if (location.isRoot) {
      throw new S3Error({
        message: `${JSON.stringify(text)} is not a place in this store.`,
        code: 'InvalidLocation',
        status: 400,
        origin: 'network'
      });
    }
    return location;
  }

  /** The same as a location; a bare bucket and key are of the default one. */
  static of(location: IS3Location): S3Location {
    return location instanceof S3Location
      ? location
      : new S3Location(location.bucket, location.key, DEFAULT_CONNECTION);
  }

  /** The name of the connection that it belongs to. */
  get connection(): string {
    return this.#connection;
  }

  /** The path in the drive, `bucket/key`: the reverse of `fromPath`. */
  get path(): string {
    return this.key ? `${this.bucket}/${this.key}` : this.bucket;
  }

  /** The path as JupyterLab has it: without the slash of a folder. */
  get entryPath(): string {
    return this.path.replace(/\/$/, '');
  }

  /**
   * The `s3://` URI, as s3fs, boto3 or DuckDB take it: the key is literal,
   * nothing is percent-encoded.
   */
  get uri(): string {
    return `s3://${this.bucket}/${this.key}`;
  }

  /** The path with its drive, as JupyterLab has it: `s3:bucket/key`. */
  get drivePath(): string {
    return `${driveOf(this.connection)}:${this.entryPath}`;
  }

  /**
   * A text that means this location and no other: the URI, or with another
   * connection than the default one `s3-<name>:bucket/key`.
   */
  get address(): string {
    return this.connection === DEFAULT_CONNECTION
      ? this.uri
      : `${driveOf(this.connection)}:${this.path}`;
  }

  /** What no other location has, of whatever connection. */
  get id(): string {
    return `${this.connection} ${this.uri}`;
  }

  /** The last part of the path, without a folder's slash; `''` for the root. */
  get name(): string {
    return basename(this.path);
  }

  /** Whether it is a folder, a bucket or the root. */
  get isFolder(): boolean {
    return isFolderKey(this.key);
  }

  /** Whether it is the root, which lists the buckets. */
  get isRoot(): boolean {
    return this.bucket === '';
  }

  /** The folder that it is in: the root for a bucket, and for the root. */
  get parent(): S3Location {
    return this.key
      ? this.withKey(parentPrefix(this.key))
      : new S3Location('', '', this.connection);
  }

  /** The same as a folder: its key ends in a slash, except for a bucket. */
  asFolder(): S3Location {
    return this.isFolder ? this : this.withKey(`${this.key}/`);
  }

  /**
   * What is in it as a folder.
   *
   * @param name - Of an object; of a folder with a slash at its end.
   */
  child(name: string): S3Location {
    return this.isRoot
      ? new S3Location(name, '', this.connection)
      : this.withKey(this.asFolder().key + name);
  }

  /** Something else in the same bucket. */
  withKey(key: string): S3Location {
    return new S3Location(this.bucket, key, this.connection);
  }

  /** Whether both are the same, to the letter. */
  equals(other: S3Location): boolean {
    return this.id === other.id;
  }

  readonly #connection: string;
}

/**
 * A location as the value of `x-amz-copy-source`.
 */
export function copySource(location: IS3Location): string {
  return `${location.bucket}/${encodeKey(location.key)}`;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The path in the drive that a text means; `null` for a URL outside the
   * store.
   */
  export function typedPath(text: string, endpoints: string[]): string | null {
    const start = text.trimStart();
    const uri = /^s3[an]?:(?:\/\/)?/i.exec(start);
    if (uri) {
      return start.slice(uri[0].length);
    }
    const url = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(start.trimEnd());
    return url ? ofUrl(url[1], url[2], endpoints) : start.trimEnd();
  }

  /**
   * The path of a URL, from its host and path; `null` outside the store.
   */
  function ofUrl(
    host: string,
    path: string,
    endpoints: string[]
  ): string | null {
    const wanted = host.toLowerCase();
    for (const endpoint of endpoints) {
      const base = /^(?:https?:\/\/)?([^/?#]+)([^?#]*)/i.exec(endpoint);
      if (!base) {
        continue;
      }
      const name = base[1].toLowerCase();
      const root = base[2].replace(/\/+$/, '');
      if (wanted === name && (path + '/').startsWith(root + '/')) {
        return decode(path.slice(root.length + 1));
      }
      if (wanted.endsWith(`.${name}`)) {
        return wanted.slice(0, -name.length - 1) + decode(path);
      }
    }
    return null;
  }

  /**
   * Percent-decode a path; one that is not validly encoded is returned
   * unchanged.
   */
  function decode(path: string): string {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }
}
