// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../errors';
import { withParts } from '../http/failures';
import { asksFor, without, type Part } from './kept';
import { type IHeaders } from '../http/types';

/**
 * What was not kept of an object: what the store refused, the class of an
 * archive, or, of a copy, the grants to everyone.
 */
export type Lost =
  Exclude<Part, 'encryption'> | 'archive' | 'publicGrants' | 'tags';

/**
 * What a write keeps of the object that it replaces or copies from.
 */
export interface IKeepOptions {
  /** The headers of `keptHeaders`, and the grants. */
  kept?: IHeaders;

  /** Called after the write, with what the store refused to keep. */
  onLost?: (lost: Lost) => void;
}

/**
 * Write with everything that is to be kept; if the store refuses a part of it,
 * write again without that part.
 *
 * Only encryption is never given up, as confidential content would become
 * readable. Losing any other part is better than losing the work that would not
 * be saved.
 *
 * @param write - Makes one attempt; when it fails it must not have been
 * applied.
 *
 * @throws `S3Error` `KeyNotUsable` (403) when the store refuses the key or the
 * kind of encryption; else the store's error.
 */
export async function keeping<T>(
  { kept = {}, onLost }: IKeepOptions,
  write: (kept: IHeaders) => Promise<T>
): Promise<T> {
  const lost: Exclude<Part, 'encryption'>[] = [];
  let headers = kept;
  for (;;) {
    try {
      const written = await write(headers);
      lost.forEach(part => onLost?.(part));
      return written;
    } catch (error) {
      const part = refusedPart(error, headers);
      if (!part) {
        throw withKey(error, headers);
      }
      headers = without(headers, part);
      lost.push(part);
    }
  }
}

/**
 * The part of the headers that the store may have refused: the next one to
 * leave out.
 */
function refusedPart(
  error: unknown,
  headers: IHeaders
): Exclude<Part, 'encryption'> | undefined {
  if (!(error instanceof S3Error) || isAboutKey(error)) {
    return undefined;
  }
  return GIVEN_UP.find(
    ({ part, refuses }) => asksFor(headers, part) && refuses(error)
  )?.part;
}

/**
 * The parts that can be given up, with the errors that a store returns because
 * of each (S3 API: Error responses). A 403 does not say which permission is
 * missing: the request is repeated without the parts that need their own
 * permission.
 */
const GIVEN_UP: readonly {
  part: Exclude<Part, 'encryption'>;
  refuses: (error: S3Error) => boolean;
}[] = [
  {
    part: 'storageClass',
    refuses: ({ code }) => code === 'InvalidStorageClass'
  },
  {
    part: 'grants',
    refuses: ({ code, status }) =>
      status === 403 ||
      code === 'AccessControlListNotSupported' ||
      code === 'UnresolvableGrantByEmailAddress'
  },
  {
    part: 'lock',
    // AWS and MinIO name what is missing in a bucket without object lock,
    // SeaweedFS says "Invalid Request" only.
    refuses: ({ code, message, status }) =>
      status === 403 ||
      (status === 400 &&
        (code === 'InvalidRequest' || /object ?lock/i.test(message)))
  }
];

/**
 * Whether an error is about a key of the store's key management: AWS has codes
 * that begin with `KMS.` and a 403 that names the permission, MinIO `kms:…`.
 */
function isAboutKey({ code, message }: S3Error): boolean {
  return /^kms[.:]/i.test(code) || /\bkms:\w+/i.test(message);
}

/**
 * Name the encryption as the reason, if it is.
 */
function withKey(error: unknown, headers: IHeaders): unknown {
  const isReason =
    error instanceof S3Error &&
    asksFor(headers, 'encryption') &&
    (isAboutKey(error) || error.status === 501);
  return isReason
    ? withParts(error, { code: 'KeyNotUsable', status: 403 })
    : error;
}
