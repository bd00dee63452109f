// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { hasPrefix } from '../../s3/objects/list';
import type { IRequestOptions, IS3Connection } from '../../s3/http/types';
import type { S3Location } from '../../s3/location';

/**
 * A name for a new file, without its extension: the one that is wished for, or
 * with a number where its folder has files of that name.
 *
 * @param place - The folder, or a file in it.
 *
 * @returns The wish itself if too many names are taken.
 *
 * @throws `S3Error` as `hasPrefix` does.
 */
export async function newFileName(
  connection: IS3Connection,
  { bucket, isFolder, key }: S3Location,
  wish: string,
  options: IRequestOptions
): Promise<string> {
  const folder = isFolder ? key : key.replace(/[^/]*$/, '');
  for (let number = 1; number <= MOST_NAMES; number++) {
    const name = number === 1 ? wish : `${wish}-${number}`;
    const start = `${folder}${name}.`;
    if (!(await hasPrefix(connection, bucket, start, options))) {
      return name;
    }
  }
  return wish;
}

/** How many names are tried. */
const MOST_NAMES = 50;
