// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import type { IListedObject } from './contents';
import { takeContents } from './contents';
import { quoted } from './transport';

/**
 * A bucket as ListBuckets tells it.
 */
export interface IS3Bucket {
  readonly name: string;
  /** `null` where the store does not tell. */
  readonly created: Date | null;
}

/**
 * An object as a listing tells it.
 */
export interface IS3Object {
  /** The exact key. */
  readonly key: string;
  readonly size: number;
  /** With its quotes, as `If-Match` takes it. */
  readonly etag: string;
  readonly lastModified: Date;
}

/**
 * One page of a listing, in the store's order (bytes of the UTF-8 key).
 */
export interface IListPage {
  readonly objects: IS3Object[];
  /** With a delimiter: the sub-folders, each ending in `/`. */
  readonly prefixes: string[];
  /** Hand it to the next `listPage`; `null` on the last page. */
  readonly nextToken: string | null;
}

/**
 * What to list.
 */
export interface IListOptions extends IRequestOptions {
  /** `/`: one folder. Absent: everything below the prefix. */
  delimiter?: '/';
  /** `nextToken` of the page before. */
  token?: string;
  /** At most 1000, the default. */
  maxKeys?: number;
}

/**
 * The buckets that the credentials may list.
 *
 * @throws `S3Error`; `forbidden` where listing buckets is not allowed.
 */
export async function listBuckets(
  connection: IS3Connection,
  options?: IRequestOptions
): Promise<IS3Bucket[]> {
  const buckets: IS3Bucket[] = [];
  let token: string | undefined;
  do {
    const page = await connection.send(
      sdk => new sdk.ListBucketsCommand({ ContinuationToken: token }),
      options
    );
    for (const { Name: name, CreationDate: created } of page.Buckets ?? []) {
      if (name) {
        buckets.push({ name, created: created ?? null });
      }
    }
    token = page.ContinuationToken;
  } while (token);
  return buckets;
}

/**
 * One page of the objects and sub-folders below a prefix.
 */
export async function listPage(
  connection: IS3Connection,
  bucket: string,
  prefix: string,
  options: IListOptions = {}
): Promise<IListPage> {
  const { delimiter, token, maxKeys, ...requestOptions } = options;
  let objects: IListedObject[] = [];
  const page = await connection.send(sdk => {
    const command = new sdk.ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
      MaxKeys: maxKeys,
      // XML cannot hold every character that a key can.
      EncodingType: 'url'
    });
    objects = takeContents(command);
    return command;
  }, requestOptions);
  const decode = page.EncodingType === 'url' ? decodeKey : asItStands;
  const parsed = (page.Contents ?? []).map(entry => ({
    key: entry.Key ?? '',
    size: entry.Size ?? 0,
    etag: quoted(entry.ETag),
    lastModified: entry.LastModified ?? new Date(0)
  }));
  return {
    objects: [...objects, ...parsed].map(object => ({
      ...object,
      key: decode(object.key)
    })),
    prefixes: (page.CommonPrefixes ?? []).map(entry =>
      decode(entry.Prefix ?? '')
    ),
    nextToken: (page.IsTruncated && page.NextContinuationToken) || null
  };
}

/**
 * All pages, one after the other.
 */
export async function* listAll(
  connection: IS3Connection,
  bucket: string,
  prefix: string,
  options: IListOptions = {}
): AsyncGenerator<IListPage> {
  let token = options.token;
  do {
    const page = await listPage(connection, bucket, prefix, {
      ...options,
      token
    });
    yield page;
    token = page.nextToken ?? undefined;
  } while (token);
}

/**
 * Whether any key starts with a prefix (`''`: whether the bucket holds
 * anything). One LIST of one key.
 */
export async function hasPrefix(
  connection: IS3Connection,
  bucket: string,
  prefix: string,
  options?: IRequestOptions
): Promise<boolean> {
  const page = await listPage(connection, bucket, prefix, {
    ...options,
    maxKeys: 1
  });
  return page.objects.length + page.prefixes.length > 0;
}

/**
 * A key as a listing encodes it: a space is a plus.
 */
function decodeKey(text: string): string {
  return decodeURIComponent(text.replace(/\+/g, ' '));
}

function asItStands(text: string): string {
  return text;
}
