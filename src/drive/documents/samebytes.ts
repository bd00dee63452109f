// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { getObject } from '../../s3/objects/get';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { IS3Location } from '../../s3/location';
import type { IDriveContext } from '../context';

/**
 * Whether an object consists of exactly these bytes.
 */
export async function hasSameBytes(
  context: IDriveContext,
  { bucket, key }: IS3Location,
  info: IObjectInfo,
  bytes: Uint8Array
): Promise<boolean> {
  if (info.size !== bytes.length) {
    return false;
  }
  const opened = await getObject(context.connection, bucket, key, {
    ifMatch: info.etag
  });
  const stored = await opened.body();
  return (
    stored.length === bytes.length &&
    stored.every((byte, i) => byte === bytes[i])
  );
}
