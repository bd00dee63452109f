// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { S3Error } from './errors';
import { withParts } from './failures';
import { head } from './heads';
import { inputOf, tagsOf, type IObjectHeaders } from './info';
import { getObject } from './opened';
import { quoted } from './transport';

export { deleteObject, deleteObjects } from './deletes';
export { exists, head } from './heads';
export type { IObjectHeaders, IObjectInfo } from './info';
export { getObject } from './opened';
export type { IGetOptions, IOpenedObject, IRange } from './opened';

/**
 * How to put.
 */
export interface IPutOptions extends IRequestOptions, IObjectHeaders {
  /** Only over the object with this ETag (else 412, 404 if there is none). */
  ifMatch?: string;
  /** Only where there is no object (else 412, code `ObjectExists`). */
  ifNoneMatch?: '*';
  /** Tags. */
  tagging?: { [name: string]: string };
  /** An earlier such write may have been applied: its answer was lost. */
  repeated?: boolean;
}

/**
 * What a write tells.
 */
export interface IWritten {
  /** Of the object that was written, with its quotes. */
  readonly etag: string;
}

/**
 * Write an object in one request.
 *
 * A conditional write whose answer was lost is asked again; if it is then
 * refused because the first one was applied (the object holds these very
 * bytes), it counts as done.
 */
export async function putObject(
  connection: IS3Connection,
  bucket: string,
  key: string,
  body: Uint8Array | Blob | string,
  options: IPutOptions = {}
): Promise<IWritten> {
  const { ifMatch, ifNoneMatch, tagging, priority, signal } = options;
  try {
    const output = await connection.send(
      sdk =>
        new sdk.PutObjectCommand({
          Bucket: bucket,
          Key: key,
          // The SDK takes an empty string for a stream of unknown length.
          Body:
            typeof body === 'string' ? new TextEncoder().encode(body) : body,
          IfMatch: ifMatch,
          IfNoneMatch: ifNoneMatch,
          Tagging: tagsOf(tagging),
          ...inputOf(options)
        }),
      { priority, signal }
    );
    return { etag: quoted(output.ETag) };
  } catch (error) {
    if (!(error instanceof S3Error) || error.status !== 412) {
      throw error;
    }
    const written =
      error.afterLostAnswer || options.repeated
        ? await findWritten(connection, bucket, key, body, {
            priority,
            signal
          }).catch(() => null)
        : null;
    if (written) {
      return written;
    }
    throw ifNoneMatch ? withParts(error, { code: 'ObjectExists' }) : error;
  }
}

/**
 * The tags of an object; `{}` where the store knows no tags.
 */
export async function getTagging(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options?: IRequestOptions
): Promise<{ [name: string]: string }> {
  try {
    const output = await connection.send(
      sdk => new sdk.GetObjectTaggingCommand({ Bucket: bucket, Key: key }),
      options
    );
    const pairs = (output.TagSet ?? []).map(tag => [tag.Key, tag.Value]);
    return Object.fromEntries(pairs);
  } catch (error) {
    if (error instanceof S3Error && [405, 501].includes(error.status)) {
      return {};
    }
    throw error;
  }
}

/**
 * The object at a key, if it holds exactly these bytes.
 */
async function findWritten(
  connection: IS3Connection,
  bucket: string,
  key: string,
  body: Uint8Array | Blob | string,
  options: IRequestOptions
): Promise<IWritten | null> {
  const expected = new Uint8Array(await new Response(body).arrayBuffer());
  const { size, etag, contentEncoding } = await head(
    connection,
    bucket,
    key,
    options
  );
  if (size !== expected.length || contentEncoding) {
    return null;
  }
  const opened = await getObject(connection, bucket, key, {
    ...options,
    ifMatch: etag
  });
  const stored = await opened.body();
  return stored.every((byte, index) => byte === expected[index])
    ? { etag }
    : null;
}
