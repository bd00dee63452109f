// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3Location } from '../../s3/location';
import type { IDriveContext } from '../context';
import { locationInBucket, locationOf } from './kinds';

/**
 * The location of a folder that receives something.
 *
 * @param localDir - Its path in the drive (`bucket/key`).
 *
 * @throws `DriveError` 403 for the root.
 */
export function receivingFolder(
  context: IDriveContext,
  localDir: string
): S3Location {
  const folder = locationOf(context, localDir);
  return folder.isRoot
    ? locationInBucket(context, localDir)
    : folder.asFolder();
}
