// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ICarryOptions } from '../metadata/carried';
import { mayHaveGrants } from '../metadata/grants';
import type { CopyWay, IS3Connection } from '../http/types';
import { requestOptionsOf } from '../http/headers';
import { S3Error } from '../errors';
import type { IS3Location } from '../location';
import type { IObjectInfo } from '../metadata/objectinfo';
import { head } from '../objects/head';
import type { IS3Object } from '../objects/list';
import type { IWritten } from '../objects/put';
import { sourceChanged } from './copyobject';

/**
 * Copy an object to a free name in one step of the server, which asks for what
 * the copy has to name and sends both.
 *
 * @param etag - The ETag of the source.
 *
 * @param way - See `IS3Connection.sendCopy`.
 *
 * @returns The ETag of the copy; `null` if nothing was copied, because the
 * object may have grants, or cannot be copied in this way, or because the store refuses it as it is: then the
 * steps one by one find out what can be left out, or why it is refused.
 *
 * @throws `S3Error`; `SourceChanged` (412) for a source with another ETag.
 */
export async function copyInServer(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  etag: string,
  way: CopyWay,
  options: ICarryOptions
): Promise<string | null> {
  const requests = requestOptionsOf(options);
  if (await mayHaveGrants(connection, from.bucket, requests)) {
    return null;
  }
  try {
    return await connection.sendCopy(from, to, etag, way, requests);
  } catch (error) {
    if (!(error instanceof S3Error)) {
      throw error;
    }
    if (error.code === 'SourceChanged') {
      throw sourceChanged(from, error);
    }
    if (!error.afterLostAnswer && REFUSED.has(error.status)) {
      return null;
    }
    throw error;
  }
}

/**
 * The copy that was made before, if an error only says so: the answer to an
 * attempt was lost, and the next one found its own copy in the way.
 *
 * @param listed - The source.
 */
export async function lostCopy(
  connection: IS3Connection,
  to: IS3Location,
  listed: Pick<IS3Object, 'etag' | 'size'>,
  error: S3Error,
  options: ICarryOptions
): Promise<IWritten | null> {
  const copy = error.afterLostAnswer
    ? await headOrNull(connection, to, options)
    : null;
  return copy && copy.etag === listed.etag && copy.size === listed.size
    ? { etag: copy.etag }
    : null;
}

/**
 * HEAD an object; `null` if there is none.
 */
export async function headOrNull(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  options: ICarryOptions
): Promise<IObjectInfo | null> {
  try {
    return await head(connection, bucket, key, requestOptionsOf(options));
  } catch (error) {
    if (error instanceof S3Error && error.status === 404) {
      return null;
    }
    throw error;
  }
}

/**
 * The statuses of a request that can never succeed as it is.
 */
const REFUSED: ReadonlySet<number> = new Set([400, 403, 501]);
