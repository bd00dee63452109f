// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';

/**
 * The tags of an object; `{}` if the store does not support tags.
 */
export async function getTagging(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options?: IRequestOptions
): Promise<{ [name: string]: string }> {
  try {
    const output = await connection.send(
      sdk => new sdk.GetObjectTaggingCommand({ Bucket: bucket, Key: key }),
      options
    );
    const pairs = (output.TagSet ?? []).map(tag => [tag.Key, tag.Value]);
    return Object.fromEntries(pairs);
  } catch (error) {
    if (error instanceof S3Error && [405, 501].includes(error.status)) {
      return {};
    }
    throw error;
  }
}
