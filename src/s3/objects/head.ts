// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection, IHeaders } from '../http/types';
import { S3Error } from '../errors';
import { infoOf, type IObjectInfo } from '../metadata/objectinfo';
import { getObject } from './get';

/**
 * HEAD an object.
 *
 * @throws `S3Error` with status 404 if there is no such object.
 */
export async function head(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options?: IRequestOptions
): Promise<IObjectInfo> {
  try {
    let headers: IHeaders = {};
    const output = await connection.send(
      sdk => new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }),
      { ...options, answered: told => (headers = told) }
    );
    return infoOf(output, headers);
  } catch (error) {
    throw await toldError(error, connection, bucket, key, options);
  }
}

/**
 * Whether there is an object with this exact key. One HEAD.
 */
export async function exists(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options?: IRequestOptions
): Promise<boolean> {
  try {
    await head(connection, bucket, key, options);
    return true;
  } catch (error) {
    if (error instanceof S3Error && error.status === 404) {
      return false;
    }
    throw error;
  }
}

/**
 * The error of a refused HEAD. Its response has no body that would distinguish
 * expired credentials from a forbidden object: a GET of one byte is refused
 * with the code.
 */
async function toldError(
  error: unknown,
  connection: IS3Connection,
  bucket: string,
  key: string,
  options?: IRequestOptions
): Promise<unknown> {
  if (
    !(error instanceof S3Error) ||
    error.origin !== 'store' ||
    ![400, 403].includes(error.status)
  ) {
    return error;
  }
  try {
    const range = { first: 0, last: 0 };
    const opened = await getObject(connection, bucket, key, {
      ...options,
      range
    });
    opened.cancel();
    return error;
  } catch (told) {
    return told instanceof S3Error && told.status === error.status
      ? told
      : error;
  }
}
