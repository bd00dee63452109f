// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fromHeader, mapValues, quoted, toHeader } from './transport';

/**
 * What is written with an object besides its bytes.
 */
export interface IObjectHeaders {
  contentType?: string;
  contentEncoding?: string;
  contentDisposition?: string;
  contentLanguage?: string;
  cacheControl?: string;
  expires?: Date;
  /**
   * User metadata: lower-case names without `x-amz-meta-`, values as the store
   * hands them out. Text that is not ASCII goes as UTF-8; AWS and MinIO hand it
   * out encoded by RFC 2047, and what they handed out can be written again.
   */
  metadata?: { [name: string]: string };
}

/**
 * What a HEAD or a GET tells about an object.
 */
export interface IObjectInfo extends Readonly<IObjectHeaders> {
  /** Of the stored bytes, of the whole object also after a ranged GET. */
  readonly size: number;
  /** With its quotes, as `If-Match` takes it. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly metadata: { [name: string]: string };
  /** How many tags it has, where the store tells. */
  readonly tagCount?: number;
}

/**
 * The part of the SDK's HEAD and GET outputs that is read here.
 */
interface IHeadOutput {
  ContentLength?: number;
  ContentRange?: string;
  ETag?: string;
  LastModified?: Date;
  ContentType?: string;
  ContentEncoding?: string;
  ContentDisposition?: string;
  ContentLanguage?: string;
  CacheControl?: string;
  Expires?: Date;
  Metadata?: { [name: string]: string };
  TagCount?: number;
}

/**
 * The output of a HEAD or a GET as information about the object.
 */
export function infoOf(output: IHeadOutput): IObjectInfo {
  const total = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1];
  return {
    size: total ? Number(total) : (output.ContentLength ?? 0),
    etag: quoted(output.ETag),
    lastModified: output.LastModified ?? new Date(0),
    contentType: output.ContentType,
    contentEncoding: output.ContentEncoding,
    contentDisposition: textOf(output.ContentDisposition),
    contentLanguage: output.ContentLanguage,
    cacheControl: output.CacheControl,
    expires: output.Expires,
    metadata: mapValues(output.Metadata ?? {}, fromHeader),
    tagCount: output.TagCount
  };
}

/**
 * Headers as the SDK's inputs take them.
 */
export function inputOf(
  headers: IObjectHeaders
): Omit<IHeadOutput, 'ContentLength' | 'ETag' | 'LastModified' | 'TagCount'> {
  const { contentDisposition: disposition, metadata } = headers;
  return {
    ContentType: headers.contentType,
    ContentEncoding: headers.contentEncoding,
    ContentDisposition: disposition && toHeader(disposition),
    ContentLanguage: headers.contentLanguage,
    CacheControl: headers.cacheControl,
    Expires: headers.expires,
    Metadata: metadata && mapValues(metadata, toHeader)
  };
}

/**
 * Tags as the SDK's inputs take them: a URL query.
 */
export function tagsOf(tags?: { [name: string]: string }): string | undefined {
  const pairs = Object.entries(tags ?? {}).map(([name, value]) =>
    [name, value].map(encodeURIComponent).join('=')
  );
  return pairs.length ? pairs.join('&') : undefined;
}

function textOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : fromHeader(value);
}
