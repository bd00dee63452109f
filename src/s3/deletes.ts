// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { S3Error } from './errors';
import { exists } from './heads';

/**
 * Delete one exact key. Deleting what is not there succeeds.
 *
 * @param options - `ifMatch`: only the object with this ETag. SeaweedFS and
 * AWS honour it; MinIO ignores it, so ask with `head` before.
 */
export async function deleteObject(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options: IRequestOptions & { ifMatch?: string } = {}
): Promise<void> {
  const { ifMatch, ...requestOptions } = options;
  const named = { Bucket: bucket, Key: key };
  try {
    await connection.send(
      sdk => new sdk.DeleteObjectCommand({ ...named, IfMatch: ifMatch }),
      requestOptions
    );
  } catch (error) {
    const lost = error instanceof S3Error && error.afterLostAnswer;
    if (!lost || (await exists(connection, bucket, key, requestOptions))) {
      throw error;
    }
  }
}

/**
 * How many keys one batch may name.
 */
const BATCH = 1000;

/**
 * Delete exact keys, a thousand a request.
 *
 * @throws `S3Error` when any could not be deleted: the first one's code and
 * key, all of them in `keys`; the others are gone.
 */
export async function deleteObjects(
  connection: IS3Connection,
  bucket: string,
  keys: string[],
  options?: IRequestOptions
): Promise<void> {
  const failed: { Key?: string; Code?: string; Message?: string }[] = [];
  const batched = keys.filter(fitsXml);
  for (let start = 0; start < batched.length; start += BATCH) {
    const batch = batched.slice(start, start + BATCH);
    const output = await connection.send(
      sdk =>
        new sdk.DeleteObjectsCommand({
          Bucket: bucket,
          Delete: { Objects: batch.map(Key => ({ Key })), Quiet: true }
        }),
      options
    );
    failed.push(...(output.Errors ?? []));
  }
  for (const key of keys.filter(key => !fitsXml(key))) {
    await deleteObject(connection, bucket, key, options);
  }
  const errors = failed.filter(error => error.Code !== 'NoSuchKey');
  if (errors.length) {
    const code = errors[0].Code ?? 'InternalError';
    throw new S3Error({
      message: errors[0].Message || 'The store did not delete the object.',
      code,
      status: code === 'AccessDenied' ? 403 : 500,
      origin: 'store',
      bucket,
      key: errors[0].Key,
      keys: errors.flatMap(error => error.Key ?? [])
    });
  }
}

/**
 * Whether XML 1.0 can hold a key, so that a batch can name it: most control
 * characters it cannot.
 */
function fitsXml(key: string): boolean {
  return [...key].every(
    char =>
      (char >= ' ' || '\t\n\r'.includes(char)) && !/[\ufffe\uffff]/.test(char)
  );
}
