// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/connection';
import type { IListPage } from '../s3/listing';
import { listAll, listPage } from '../s3/listing';
import type { IS3Location } from '../s3/path';

/**
 * All objects of some places, page by page, in the background.
 *
 * @param places - Folders (the key is `''` or ends in a slash) and objects.
 *
 * @throws `S3Error`, also when it is cancelled.
 */
export async function* listPlaces(
  connection: IS3Connection,
  places: readonly IS3Location[],
  signal: AbortSignal
): AsyncGenerator<IListPage> {
  const options = { priority: 'background', signal } as const;
  for (const { bucket, key } of places) {
    if (key === '' || key.endsWith('/')) {
      yield* listAll(connection, bucket, key, options);
    } else {
      // The first of the keys that begin with a key is that key.
      const page = await listPage(connection, bucket, key, {
        ...options,
        maxKeys: 1
      });
      const objects = page.objects.filter(object => object.key === key);
      yield { objects, prefixes: [], nextToken: null };
    }
  }
}
