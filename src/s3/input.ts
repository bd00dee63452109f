// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISubject } from './failures';
import { requireAddressable } from './path';

/**
 * The places that a command of the SDK names.
 */
interface IPlaces {
  Bucket?: string;
  Key?: string;
  CopySource?: string;
  Delete?: { Objects?: { Key?: string }[] };
}

/**
 * Refuse a command on a key that cannot be addressed, before any URL is built:
 * its own key, the source of a copy, and every key of a batch.
 *
 * @returns What the command is about, for its errors.
 *
 * @throws `S3Error` `InvalidKey` or `InvalidBucketName`, status 400.
 */
export function checkInput(input: object): ISubject {
  const places: IPlaces = input;
  const { Bucket: bucket, Key: key, CopySource: source } = places;
  requireAddressable(bucket, key);
  if (source !== undefined) {
    const [from, ...segments] = source.split('/');
    requireAddressable(from, decodeURIComponent(segments.join('/')));
  }
  for (const entry of places.Delete?.Objects ?? []) {
    requireAddressable(bucket, entry.Key);
  }
  return { bucket, key };
}
