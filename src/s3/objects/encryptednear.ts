// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHeaders, IRequestOptions, IS3Connection } from '../http/types';
import { requestOptionsOf } from '../http/headers';
import { S3Error } from '../errors';
import { parentPrefix } from '../keys';
import type { IS3Location } from '../location';
import { head } from './head';
import { listPage } from './list';

/**
 * The header that names the encryption of an object; others begin with it.
 */
const ENCRYPTION = 'x-amz-server-side-encryption';

/**
 * Write an object; if the store refuses one that names no encryption, write it
 * again with that of an object near it.
 *
 * The policy of a bucket may demand the header of each new object, and a
 * refusal does not say so. Nothing is asked unless the store refuses.
 *
 * @param kept - The headers that the write keeps.
 * @param write - Makes one attempt; when it is refused, nothing was written.
 *
 * @throws The first refusal, if the second attempt is refused too.
 */
export async function encryptedAsNear<T>(
  connection: IS3Connection,
  location: IS3Location,
  kept: IHeaders,
  options: IRequestOptions,
  write: (kept: IHeaders) => Promise<T>
): Promise<T> {
  try {
    return await write(kept);
  } catch (error) {
    if (namesEncryption(kept) || !isRefusal(error)) {
      throw error;
    }
    const headers = await encryptionNear(connection, location, options);
    if (!headers || !namesEncryption(headers)) {
      throw error;
    }
    return await write({ ...kept, ...headers }).catch(again => {
      throw isRefusal(again) ? error : again;
    });
  }
}

/**
 * The encryption of an object in the folder of a location, or else in the
 * folder above, as headers of a write. Asked until one is found in a bucket: a
 * LIST or two, and a HEAD.
 *
 * @returns `null` if no object could be looked at.
 */
export async function encryptionNear(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  options: IRequestOptions
): Promise<IHeaders | null> {
  const known = KNOWN.get(connection) ?? new Map<string, IHeaders>();
  KNOWN.set(connection, known);
  const found = known.get(bucket);
  if (found) {
    return found;
  }
  const folder = parentPrefix(key);
  const asked = requestOptionsOf(options);
  try {
    for (const prefix of new Set([folder, parentPrefix(folder)])) {
      const listed = { ...asked, maxKeys: 1 };
      const [near] = (await listPage(connection, bucket, prefix, listed))
        .objects;
      if (near) {
        const info = await head(connection, bucket, near.key, asked);
        const headers = encryptionIn(info.kept);
        if (namesEncryption(headers)) {
          known.set(bucket, headers);
        }
        return headers;
      }
    }
  } catch {
    // The person sees the refusal of the write.
  }
  return null;
}

/** The encryption that was found in each bucket. */
const KNOWN = new WeakMap<IS3Connection, Map<string, IHeaders>>();

/**
 * The headers about encryption. The context is of the object alone: a key may
 * only be usable with the right one.
 */
export function encryptionIn(kept: IHeaders): IHeaders {
  return Object.fromEntries(
    Object.entries(kept).filter(
      ([name]) => name.startsWith(ENCRYPTION) && !name.endsWith('-context')
    )
  );
}

/**
 * Whether headers say how an object is encrypted.
 */
export function namesEncryption(headers: IHeaders): boolean {
  return Boolean(headers[ENCRYPTION]);
}

/**
 * Whether the store refuses a write for want of a permission, as it does where
 * a policy demands a header.
 */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof S3Error &&
    error.origin === 'store' &&
    error.code === 'AccessDenied'
  );
}
