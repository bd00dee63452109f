// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { sendChecked } from '../metadata/checksums';
import type { IHeaders, IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';
import { withParts } from '../http/failures';
import { encryptedAsNear } from './encryptednear';
import { head } from './head';
import { inputOf, tagsOf, type IObjectHeaders } from '../metadata/objectinfo';
import { keeping, type IKeepOptions } from '../metadata/keeping';
import { getObject } from './get';
import { quoted, requestOptionsOf } from '../http/headers';

/**
 * The options of a PUT.
 */
export interface IPutOptions
  extends IRequestOptions, IObjectHeaders, IKeepOptions {
  /**
   * Write only over the object with this ETag (else 412, or 404 if there is
   * none).
   */
  ifMatch?: string;
  /** Write only if there is no object (else 412, code `ObjectExists`). */
  ifNoneMatch?: '*';
  tagging?: { [name: string]: string };
  /**
   * Whether an earlier write of the same content may have been applied, as its
   * response was lost.
   */
  repeated?: boolean;
}

/**
 * The result of a write.
 */
export interface IWritten {
  /** The ETag of the written object, with its quotes. */
  readonly etag: string;
}

/**
 * Write an object in one request; content in memory is sent with a checksum.
 *
 * A conditional write whose response was lost is repeated; if it is then
 * refused because the first one was applied (the object has exactly these
 * bytes), it counts as done.
 */
export async function putObject(
  connection: IS3Connection,
  bucket: string,
  key: string,
  body: Uint8Array | Blob | string,
  options: IPutOptions = {}
): Promise<IWritten> {
  const { ifMatch, ifNoneMatch, tagging } = options;
  const requestOptions = requestOptionsOf(options);
  try {
    // The SDK treats an empty string as a stream of unknown length.
    const bytes =
      typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const location = { bucket, key };
    const write = (kept: IHeaders) =>
      sendChecked(connection, bucket, bytes, ({ body: Body, headers }) =>
        connection.send(
          sdk =>
            new sdk.PutObjectCommand({
              Bucket: bucket,
              Key: key,
              Body,
              IfMatch: ifMatch,
              IfNoneMatch: ifNoneMatch,
              Tagging: tagsOf(tagging),
              ...inputOf(options)
            }),
          { ...requestOptions, headers: { ...kept, ...headers } }
        )
      );
    const output = await keeping(options, kept =>
      encryptedAsNear(connection, location, kept, requestOptions, write)
    );
    return { etag: quoted(output.ETag) };
  } catch (error) {
    if (!(error instanceof S3Error) || error.status !== 412) {
      throw error;
    }
    const written =
      error.afterLostAnswer || options.repeated
        ? await findWritten(
            connection,
            bucket,
            key,
            body,
            requestOptions
          ).catch(() => null)
        : null;
    if (written) {
      return written;
    }
    throw ifNoneMatch ? withParts(error, { code: 'ObjectExists' }) : error;
  }
}

/**
 * The object at a key, if it contains exactly these bytes.
 */
async function findWritten(
  connection: IS3Connection,
  bucket: string,
  key: string,
  body: Uint8Array | Blob | string,
  options: IRequestOptions
): Promise<IWritten | null> {
  const expected = new Uint8Array(await new Response(body).arrayBuffer());
  const { size, etag } = await head(connection, bucket, key, options);
  if (size !== expected.length) {
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
