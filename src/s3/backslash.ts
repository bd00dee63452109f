// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from './connection';
import { listPage } from './listing';
import { exists } from './objects';
import { parentPrefix, type IS3Location } from './path';

/**
 * Whether the store keeps a `\` in a key. SeaweedFS stores it as `/`, and so
 * finds an object under a key that has the one in the place of the other.
 *
 * Found out without writing, by an object that is near; the answer counts for
 * the whole store.
 *
 * @returns `null` where it cannot be told.
 */
export async function keepsBackslash(
  connection: IS3Connection,
  place: IS3Location
): Promise<boolean | null> {
  const known = KNOWN.get(connection);
  if (known !== undefined) {
    return known;
  }
  const found = await findOut(connection, place).catch(() => null);
  if (found !== null) {
    KNOWN.set(connection, found);
  }
  return found;
}

const KNOWN = new WeakMap<IS3Connection, boolean>();

async function findOut(
  connection: IS3Connection,
  { bucket, key }: IS3Location
): Promise<boolean | null> {
  const { objects } = await listPage(connection, bucket, parentPrefix(key));
  if (objects.some(object => object.key.includes('\\'))) {
    return true;
  }
  const near = objects.find(object => /[^/]\/[^/]+$/.test(object.key));
  if (!near) {
    return null;
  }
  const turned = near.key.replace(/\/([^/]+)$/, '\\$1');
  return !(await exists(connection, bucket, turned));
}
