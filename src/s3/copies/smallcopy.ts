// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../errors';
import type { IS3Connection } from '../http/types';
import type { IS3Location } from '../location';
import type { ICarryOptions } from '../metadata/carried';
import type { IS3Object } from '../objects/list';
import type { IWritten } from '../objects/put';
import { MAX_BODY } from '../transport/batcher';
import { copyObject } from './copyobject';
import { copyInServer, lostCopy } from './servercopy';

/**
 * Copy an object in the state that was listed to a free name, which holds on
 * every store; with few requests if it is small.
 *
 * @throws `S3Error` as `copyObject`.
 */
export async function copySmall(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  listed: Pick<IS3Object, 'etag' | 'size'>,
  options: ICarryOptions
): Promise<IWritten> {
  const { etag, size } = listed;
  if (size > 0 && size <= MAX_BODY) {
    try {
      const way = 'REWRITE';
      const made = await copyInServer(connection, from, to, etag, way, options);
      if (made !== null) {
        return { etag: made };
      }
    } catch (error) {
      const isTaken = error instanceof S3Error && error.status === 412;
      const found = isTaken
        ? await lostCopy(connection, to, listed, error, options)
        : null;
      if (found) {
        return found;
      }
      throw error;
    }
  }
  return copyObject(connection, from, to, { ...options, ifMatch: etag, size });
}
