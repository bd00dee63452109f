// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import type { IListedObject } from './listxml';
import { decodeKey } from './keytext';
import { takeContents } from './listxml';
import { quoted } from '../http/headers';
import { checkNext, soundPage } from './soundpage';

/**
 * A bucket in the result of ListBuckets.
 */
export interface IS3Bucket {
  readonly name: string;
  /** `null` if the store does not report it. */
  readonly created: Date | null;
}

/**
 * An object in a listing.
 */
export interface IS3Object {
  /** The exact key. */
  readonly key: string;
  readonly size: number;
  /** With its quotes, as `If-Match` takes it. */
  readonly etag: string;
  readonly lastModified: Date;
  /** `STANDARD` for example; `''` if the store reports none. */
  readonly storageClass?: string;
}

/**
 * Whether an object has to be restored before it can be read, as far as a
 * listing shows.
 */
export function isArchived({ storageClass }: IS3Object): boolean {
  return storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE';
}

/**
 * One page of a listing, in the store's order (bytes of the UTF-8 key).
 */
export interface IListPage {
  readonly objects: IS3Object[];
  /** With a delimiter: the sub-folders, each ending in `/`. */
  readonly prefixes: string[];
  /** Pass it to the next `listPage`; `null` on the last page. */
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
  /**
   * Whether an object whose size is none is listed, with the size `NaN`, as
   * nothing depends on it. Otherwise the page fails.
   */
  oddSizes?: boolean;
}

/**
 * List the buckets that the credentials may list.
 *
 * @throws `S3Error`; `forbidden` where listing buckets is not allowed,
 * `ListingBroken` for a list without end.
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
    const next = page.ContinuationToken || null;
    checkNext(next, { bucket: '', prefix: '', token, isTruncated: false });
    token = next ?? undefined;
  } while (token);
  return buckets;
}

/**
 * List one page of the objects and sub-folders below a prefix.
 *
 * @throws `S3Error`; `ListingBroken` for a page that must not be acted upon.
 */
export async function listPage(
  connection: IS3Connection,
  bucket: string,
  prefix: string,
  options: IListOptions = {}
): Promise<IListPage> {
  const { delimiter, token, maxKeys, oddSizes, ...requestOptions } = options;
  let objects: IListedObject[] = [];
  const page = await connection.send(sdk => {
    const command = new sdk.ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
      MaxKeys: maxKeys,
      // XML cannot represent every character of a key.
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
    lastModified: entry.LastModified ?? new Date(0),
    storageClass: entry.StorageClass ?? ''
  }));
  const isTruncated = page.IsTruncated ?? false;
  const found = {
    objects: [...objects, ...parsed].map(object => ({
      ...object,
      key: decode(object.key)
    })),
    prefixes: (page.CommonPrefixes ?? []).map(entry =>
      decode(entry.Prefix ?? '')
    ),
    nextToken: (isTruncated && page.NextContinuationToken) || null
  };
  return soundPage(found, { bucket, prefix, token, isTruncated, oddSizes });
}

/**
 * List all pages, one after the other.
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
    maxKeys: 1,
    oddSizes: true
  });
  return page.objects.length + page.prefixes.length > 0;
}

function asItStands(text: string): string {
  return text;
}
