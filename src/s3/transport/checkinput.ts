// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestSubject } from '../http/failures';
import { requireAddressable } from '../keys';

/**
 * The locations in the input of an SDK command.
 */
interface IPlaces {
  Bucket?: string;
  Key?: string;
  CopySource?: string;
}

/**
 * Refuse a command on a key that cannot be addressed, before any URL is built:
 * its own key, and the source of a copy. The keys of a batch are sent literally
 * in its body, where nothing collapses them.
 *
 * @returns What the command is about, for its errors.
 *
 * @throws `S3Error` `InvalidKey` or `InvalidBucketName`, status 400.
 */
export function checkInput(input: object): IRequestSubject {
  const places: IPlaces = input;
  const { Bucket: bucket, Key: key, CopySource: source } = places;
  requireAddressable(bucket, key);
  if (source !== undefined) {
    const [from, ...segments] = source.split('/');
    requireAddressable(from, decodeURIComponent(segments.join('/')));
  }
  return { bucket, key };
}
