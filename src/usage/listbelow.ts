// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/http/types';
import type { IListPage } from '../s3/objects/list';
import { listAll, listPage } from '../s3/objects/list';
import type { S3Location } from '../s3/location';

/**
 * List all objects of some locations, page by page, in the background.
 *
 * @param locations - Folders (the key is `''` or ends in a slash) and objects.
 *
 * @throws `S3Error`, also when it is cancelled.
 */
export async function* listPlaces(
  connection: IS3Connection,
  locations: readonly S3Location[],
  signal: AbortSignal
): AsyncGenerator<IListPage> {
  const options = { priority: 'background', signal } as const;
  for (const { bucket, isFolder, key } of locations) {
    if (isFolder) {
      yield* listAll(connection, bucket, key, options);
    } else {
      // The first key that begins with an object's key is that key.
      const page = await listPage(connection, bucket, key, {
        ...options,
        maxKeys: 1
      });
      const objects = page.objects.filter(object => object.key === key);
      yield { objects, prefixes: [], nextToken: null };
    }
  }
}
