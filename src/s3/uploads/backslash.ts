// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../http/types';
import { parentPrefix } from '../keys';
import { type IS3Location } from '../location';
import { abortUpload } from './incomplete';

/**
 * Whether the store keeps a `\` in a key. SeaweedFS stores it as `/`.
 *
 * Asked once of a store, without writing an object: a multipart upload is begun
 * beside the key, and aborted; the answer repeats the key as the store has it
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html).
 *
 * @param location - Where something with a `\` is to be written.
 *
 * @returns `null` where the store does not say, as where one may not write.
 */
export async function keepsBackslash(
  connection: IS3Connection,
  location: IS3Location
): Promise<boolean | null> {
  const known = KNOWN.get(connection);
  if (known !== undefined) {
    return known;
  }
  const found = await ask(connection, location).catch(() => null);
  if (found !== null) {
    KNOWN.set(connection, found);
  }
  return found;
}

const KNOWN = new WeakMap<IS3Connection, boolean>();

async function ask(
  connection: IS3Connection,
  { bucket, key }: IS3Location
): Promise<boolean | null> {
  const name = `.s3-drive-probe-${Math.random().toString(36).slice(2)}\\x`;
  const probe = { bucket, key: `${parentPrefix(key)}${name}` };
  const begun = await connection.send(
    sdk =>
      new sdk.CreateMultipartUploadCommand({ Bucket: bucket, Key: probe.key })
  );
  if (!begun.UploadId || !begun.Key) {
    return null;
  }
  // An answer is an answer, also where the upload is left to the store's rules.
  await abortUpload(connection, probe, begun.UploadId).catch(() => undefined);
  return begun.Key.endsWith(name);
}
