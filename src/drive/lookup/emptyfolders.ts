// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../../s3/errors';
import { isListed } from '../../s3/objects/emptyfolders';
import type { S3Location } from '../../s3/location';
import { DriveError } from '../messages/messages';
import type { IDriveContext } from '../context';

/**
 * The error code for a folder that is empty although the store lists it. Such a
 * folder is no longer shown.
 */
const CODE = 'FolderVanished';

/**
 * The error to throw for a folder in which nothing was found. If the store
 * lists the folder nevertheless, it is noted as vanished.
 *
 * It takes one LIST, only after a request for something missing.
 *
 * @param folder - Its key ends in a slash.
 * @param error - The 404 of that request.
 *
 * @returns A `DriveError` that explains it if the store lists the folder
 * nevertheless, otherwise `error`.
 */
export async function vanishedError(
  context: IDriveContext,
  folder: S3Location,
  error: unknown
): Promise<unknown> {
  const { connection, trans, vanished } = context;
  const { bucket, key } = folder;
  const listed = isListed(connection, bucket, key).catch(() => false);
  if (!(await listed)) {
    return error;
  }
  vanished.add(folder);
  return new DriveError({
    message: trans.__(
      'The folder %1 holds nothing: the store only keeps its name, as it does where earlier versions of what was deleted remain. It is no longer shown here.',
      folder.uri
    ),
    code: CODE,
    status: 404,
    origin: 'store',
    problem: 'not-found',
    bucket,
    key
  });
}

/** Whether an error was made by `vanishedError`. */
export function isVanished(error: unknown): error is DriveError {
  return error instanceof S3Error && error.code === CODE;
}
