// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHeaders } from '../http/types';

/**
 * What happens to a header of a HEAD response when the object is written or
 * copied:
 *
 * - `same`: it is sent unchanged; a PUT or a copy without it resets it;
 * - `changed`: it is sent as `keptHeaders` converts it;
 * - `asked`: it says that there is more, which has to be requested separately;
 * - `made`: the store sets it anew for each object and response.
 */
export type Fate = 'same' | 'changed' | 'asked' | 'made';

/**
 * Every header of a HEAD response (S3 API: HeadObject, response elements), and
 * what happens to it. `jupyterlab_s3_drive/objects/kept.py` has the same table.
 */
export const FATES: { readonly [header: string]: Fate } = {
  'cache-control': 'same',
  'content-disposition': 'same',
  'content-encoding': 'changed',
  'content-language': 'same',
  'content-type': 'same',
  expires: 'same',
  'x-amz-object-lock-event-hold': 'same',
  'x-amz-object-lock-event-hold-duration-days': 'same',
  'x-amz-object-lock-event-hold-duration-years': 'same',
  'x-amz-object-lock-legal-hold': 'changed',
  'x-amz-object-lock-mode': 'changed',
  'x-amz-object-lock-retain-until-date': 'changed',
  'x-amz-server-side-encryption': 'same',
  'x-amz-server-side-encryption-aws-kms-key-id': 'same',
  'x-amz-server-side-encryption-bucket-key-enabled': 'same',
  'x-amz-server-side-encryption-context': 'same',
  'x-amz-storage-class': 'same',
  'x-amz-website-redirect-location': 'same',

  'x-amz-missing-meta': 'asked',
  'x-amz-tagging-count': 'asked',

  'accept-ranges': 'made',
  'content-length': 'made',
  'content-md5': 'made',
  'content-range': 'made',
  date: 'made',
  etag: 'made',
  'last-modified': 'made',
  'x-amz-archive-status': 'made',
  'x-amz-checksum-type': 'made',
  'x-amz-content-sha256': 'made',
  'x-amz-delete-marker': 'made',
  'x-amz-expiration': 'made',
  'x-amz-id-2': 'made',
  'x-amz-mp-parts-count': 'made',
  'x-amz-replication-status': 'made',
  'x-amz-request-charged': 'made',
  'x-amz-request-id': 'made',
  'x-amz-restore': 'made',
  'x-amz-sdk-checksum-algorithm': 'made',
  // Encryption with a customer-provided key: without the key the HEAD is
  // refused.
  'x-amz-server-side-encryption-customer-algorithm': 'made',
  'x-amz-server-side-encryption-customer-key-md5': 'made',
  'x-amz-version-id': 'made',
  'x-amzn-requestid': 'made'
};

/**
 * The same for headers whose names begin with a prefix.
 */
const FATES_BY_PREFIX: { readonly [prefix: string]: Fate } = {
  'x-amz-meta-': 'same',
  'x-amz-checksum-': 'made',
  // SeaweedFS repeats each tag in a separate header.
  'x-amz-tagging-': 'asked'
};

/**
 * What happens to a header; `undefined` for an unknown one.
 *
 * @param name - In lower case.
 */
export function fateOf(name: string): Fate | undefined {
  const prefix = Object.keys(FATES_BY_PREFIX).find(start =>
    name.startsWith(start)
  );
  return FATES[name] ?? (prefix ? FATES_BY_PREFIX[prefix] : undefined);
}

/**
 * The headers of a PutObject, CreateMultipartUpload, or CopyObject with
 * `x-amz-metadata-directive: REPLACE` that keep what the HEAD of an object
 * reported. Tags and grants are not included: see `getTagging` and
 * `grantHeaders`.
 *
 * @param answer - The headers of the HEAD.
 * @param now - A retention that has ended by then is left out: stores refuse a
 * date in the past.
 */
export function keptHeaders(answer: IHeaders, now = new Date()): IHeaders {
  const kept: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(answer)) {
    const fate = fateOf(name);
    if (fate === 'same') {
      kept[name] = value;
    }
  }
  const encoding = withoutChunked(answer['content-encoding']);
  if (encoding) {
    kept['content-encoding'] = encoding;
  }
  const until = answer[LOCK_UNTIL];
  if (answer[LOCK_MODE] && until && new Date(until) > now) {
    kept[LOCK_MODE] = answer[LOCK_MODE];
    kept[LOCK_UNTIL] = until;
  }
  // `OFF` means no hold, and is only accepted in a bucket with object lock.
  if (answer[LEGAL_HOLD]?.toUpperCase() === 'ON') {
    kept[LEGAL_HOLD] = 'ON';
  }
  return kept;
}

/**
 * The headers of a CopyObject that give the copy the same metadata as its
 * source. Tags are copied by the store.
 *
 * All headers must be given: a copy resets encryption, storage class, redirect
 * and lock whatever the metadata directive says; MinIO also drops `Expires`,
 * and makes an unreadable object of one with an encryption context.
 *
 * @param kept - The headers of `keptHeaders`, and the grants.
 */
export function copyHeaders(kept: IHeaders): IHeaders {
  return { ...kept, 'x-amz-metadata-directive': 'REPLACE' };
}

/**
 * The headers for replacing the content of an object: everything that is kept,
 * except the content encoding, which belongs to the old bytes.
 *
 * @param kept - The headers of `keptHeaders`.
 * @param contentType - Of the new bytes: used if the old type says nothing.
 */
export function replacedHeaders(kept: IHeaders, contentType: string): IHeaders {
  const { 'content-encoding': encoding, ...rest } = kept;
  const old = kept['content-type'] ?? '';
  const saysNothing = /^((binary|application)\/octet-stream)?$/.test(old);
  return encoding || saysNothing
    ? { ...rest, 'content-type': contentType }
    : rest;
}

/**
 * The parts that a store may refuse to keep, with the beginnings of their
 * header names.
 */
export const PARTS = {
  encryption: 'x-amz-server-side-encryption',
  storageClass: 'x-amz-storage-class',
  lock: 'x-amz-object-lock-',
  grants: 'x-amz-grant-'
} as const;

/**
 * The name of a part that a store may refuse to keep.
 */
export type Part = keyof typeof PARTS;

/**
 * Whether headers name a class whose objects have to be restored before they
 * can be read. Those of other slow classes can be read at once.
 */
export function namesArchive(headers: IHeaders): boolean {
  return /^(GLACIER|DEEP_ARCHIVE)$/.test(headers[PARTS.storageClass] ?? '');
}

/**
 * Whether headers include a part.
 */
export function asksFor(headers: IHeaders, part: Part): boolean {
  return Object.keys(headers).some(name => name.startsWith(PARTS[part]));
}

/**
 * The headers without those of a part.
 */
export function without(headers: IHeaders, part: Part): IHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith(PARTS[part]))
  );
}

const LOCK_MODE = 'x-amz-object-lock-mode';
const LOCK_UNTIL = 'x-amz-object-lock-retain-until-date';
const LEGAL_HOLD = 'x-amz-object-lock-legal-hold';

/**
 * An encoding without `aws-chunked`, which some stores leave behind: it belongs
 * to the transfer, and would be undone again.
 */
function withoutChunked(encoding = ''): string {
  const names = encoding.split(',').map(name => name.trim());
  return names
    .filter(name => name && name.toLowerCase() !== 'aws-chunked')
    .join(', ');
}
