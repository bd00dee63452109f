// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { problemOf, S3Error } from '../errors';
import { deleteObject } from './delete';
import { putObject } from './put';

/**
 * Whether the user may write below a prefix, determined without writing: a PUT
 * with an impossible `If-Match` on an unused key is answered 403 without the
 * permission to write, 404 or 412 with it.
 *
 * @param prefix - `''`, or a folder ending in `/`.
 *
 * @throws `S3Error` when the response proves neither (no such bucket,
 * credentials expired, store unreachable…).
 */
export async function probeWritable(
  connection: IS3Connection,
  bucket: string,
  prefix: string,
  options: IRequestOptions = {}
): Promise<boolean> {
  const name = `.s3-drive-probe-${Math.random().toString(36).slice(2)}`;
  const key = `${prefix}${name}`;
  try {
    const ifMatch = '"00000000000000000000000000000000"';
    const put = { ...options, ifMatch };
    await putObject(connection, bucket, key, '', put);
  } catch (error) {
    switch (problemOf(error)) {
      case 'not-found':
      case 'changed':
        return true;
      case 'forbidden':
      case 'read-only':
        return error instanceof S3Error && refused(error);
      default:
        throw error;
    }
  }
  // A store that ignores conditions has written the object.
  await deleteObject(connection, bucket, key, options);
  return true;
}

/**
 * Return a refusal as the answer: not writable. Throw any other error.
 */
function refused(error: S3Error): false {
  if (error.origin === 'store' || error.code === 'ReadOnly') {
    return false;
  }
  throw error;
}
