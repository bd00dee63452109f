// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { keptHeaders } from './kept';
import { type IHeaders } from '../http/types';
import { fromHeader, mapValues, quoted, toHeader } from '../http/headers';

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
   * returns them. Text that is not ASCII is sent as UTF-8; AWS and MinIO return
   * it encoded by RFC 2047, and what they return can be written again.
   */
  metadata?: { [name: string]: string };
}

/**
 * What a HEAD or a GET reports about an object.
 */
export interface IObjectInfo extends Readonly<IObjectHeaders> {
  /**
   * The stored bytes of the whole object, also after a ranged GET; `NaN` where
   * a response does not say.
   */
  readonly size: number;
  /** With its quotes, as `If-Match` takes it. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly metadata: { [name: string]: string };
  /** How many tags it has, if the store reports it. */
  readonly tagCount?: number;
  /** The headers with which the next write keeps the metadata. */
  readonly kept: IHeaders;
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
 * The information about an object in the output of a HEAD or a GET.
 *
 * @param headers - The headers of the response.
 */
export function infoOf(output: IHeadOutput, headers: IHeaders): IObjectInfo {
  const total = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1];
  return {
    size: total ? Number(total) : (output.ContentLength ?? NaN),
    etag: quoted(output.ETag),
    lastModified: output.LastModified ?? new Date(0),
    contentType: output.ContentType,
    contentEncoding: output.ContentEncoding,
    contentDisposition: textOf(output.ContentDisposition),
    contentLanguage: output.ContentLanguage,
    cacheControl: output.CacheControl,
    expires: output.Expires,
    metadata: mapValues(output.Metadata ?? {}, fromHeader),
    tagCount: output.TagCount,
    kept: keptHeaders(headers)
  };
}

/**
 * Headers in the form of the SDK's inputs.
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
 * Tags in the form of the SDK's inputs: a URL query.
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
