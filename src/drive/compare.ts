// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { getObject } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { parsePath } from '../s3/path';
import type { IRoom } from './types';

/**
 * Whether an object holds these very bytes.
 */
export async function holds(
  room: IRoom,
  path: string,
  info: IObjectInfo,
  bytes: Uint8Array
): Promise<boolean> {
  if (info.size !== bytes.length || info.contentEncoding) {
    return false;
  }
  const { bucket, key } = parsePath(path);
  const opened = await getObject(room.connection, bucket, key, {
    ifMatch: info.etag
  });
  const stored = await opened.body();
  return (
    stored.length === bytes.length &&
    stored.every((byte, i) => byte === bytes[i])
  );
}
