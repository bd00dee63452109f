// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { HeadObjectOutput } from '@aws-sdk/client-s3';

import {
  asksFor,
  copyHeaders,
  FATES,
  fateOf,
  keptHeaders,
  replacedHeaders,
  without,
  type Part
} from '../kept';

/**
 * The header for each member of a HEAD response that the SDK knows. It does not
 * compile when a new version of the SDK adds a member, which then needs a line
 * here and in `FATES`.
 */
const HEADERS: { [member in keyof Required<HeadObjectOutput>]: string } = {
  AcceptRanges: 'accept-ranges',
  ArchiveStatus: 'x-amz-archive-status',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
  CacheControl: 'cache-control',
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumCRC32C: 'x-amz-checksum-crc32c',
  ChecksumCRC64NVME: 'x-amz-checksum-crc64nvme',
  ChecksumMD5: 'x-amz-checksum-md5',
  ChecksumSHA1: 'x-amz-checksum-sha1',
  ChecksumSHA256: 'x-amz-checksum-sha256',
  ChecksumSHA512: 'x-amz-checksum-sha512',
  ChecksumType: 'x-amz-checksum-type',
  ChecksumXXHASH128: 'x-amz-checksum-xxhash128',
  ChecksumXXHASH3: 'x-amz-checksum-xxhash3',
  ChecksumXXHASH64: 'x-amz-checksum-xxhash64',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  ContentType: 'content-type',
  DeleteMarker: 'x-amz-delete-marker',
  ETag: 'etag',
  Expiration: 'x-amz-expiration',
  Expires: 'expires',
  ExpiresString: 'expires',
  LastModified: 'last-modified',
  Metadata: 'x-amz-meta-any',
  MissingMeta: 'x-amz-missing-meta',
  ObjectLockEventHold: 'x-amz-object-lock-event-hold',
  ObjectLockEventHoldDurationDays: 'x-amz-object-lock-event-hold-duration-days',
  ObjectLockEventHoldDurationYears:
    'x-amz-object-lock-event-hold-duration-years',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  PartsCount: 'x-amz-mp-parts-count',
  ReplicationStatus: 'x-amz-replication-status',
  RequestCharged: 'x-amz-request-charged',
  Restore: 'x-amz-restore',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-md5',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  StorageClass: 'x-amz-storage-class',
  TagCount: 'x-amz-tagging-count',
  VersionId: 'x-amz-version-id',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location'
};

const NOW = new Date('2030-01-01T00:00:00Z');
const LOCK = {
  'x-amz-object-lock-mode': 'GOVERNANCE',
  'x-amz-object-lock-retain-until-date': '2030-01-01T00:00:01.5Z'
};

describe('fateOf', () => {
  it('knows each header of a HEAD answer', () => {
    const unknown = Object.values(HEADERS).filter(name => !fateOf(name));
    expect(unknown).toEqual([]);
  });

  it('tells a header that it does not know', () => {
    expect(fateOf('x-amz-tomorrow')).toBeUndefined();
  });
});

describe('keptHeaders', () => {
  it('gives back what is to stay the same, to the byte', () => {
    const same = Object.keys(FATES).filter(name => FATES[name] === 'same');
    const answer = Object.fromEntries(
      [...same, 'x-amz-meta-é'].map(name => [name, `${name}: Ã©t=`])
    );
    expect(keptHeaders(answer, NOW)).toEqual(answer);
  });

  it('leaves out what the store makes or what is asked for', () => {
    const others = Object.keys(FATES).filter(name =>
      ['made', 'asked'].includes(FATES[name])
    );
    const answer = Object.fromEntries(
      [...others, 'x-amz-tagging-project'].map(name => [name, '1'])
    );
    expect(keptHeaders(answer, NOW)).toEqual({});
  });

  it.each([
    ['gzip', 'gzip'],
    ['utf-8', 'utf-8'],
    ['aws-chunked', undefined],
    ['aws-chunked,gzip', 'gzip'],
    ['', undefined]
  ])('keeps an encoding but that of the transfer: %p', (given, kept) => {
    const headers = keptHeaders({ 'content-encoding': given }, NOW);
    expect(headers['content-encoding']).toBe(kept);
  });

  it.each([
    ['a retention that lasts', LOCK, LOCK],
    [
      'no retention that has ended',
      {
        ...LOCK,
        'x-amz-object-lock-retain-until-date': '2029-12-31T23:59:59Z'
      },
      {}
    ],
    [
      'a legal hold',
      { 'x-amz-object-lock-legal-hold': 'ON' },
      { 'x-amz-object-lock-legal-hold': 'ON' }
    ],
    ['no legal hold that is off', { 'x-amz-object-lock-legal-hold': 'OFF' }, {}]
  ])('asks for %s', (_, given, kept) => {
    expect(keptHeaders(given, NOW)).toEqual(kept);
  });
});

describe('copyHeaders', () => {
  it('replaces the metadata by what is kept', () => {
    expect(copyHeaders({ expires: 'x' })).toEqual({
      expires: 'x',
      'x-amz-metadata-directive': 'REPLACE'
    });
  });
});

describe('replacedHeaders', () => {
  it.each([
    ['text/x-mine; charset=latin1', '', 'text/x-mine; charset=latin1'],
    ['binary/octet-stream', '', 'text/csv'],
    ['application/octet-stream', '', 'text/csv'],
    ['text/plain', 'gzip', 'text/csv']
  ])('keeps a type that says something: %s %s', (old, encoding, type) => {
    const kept = {
      'content-type': old,
      expires: 'x',
      ...(encoding ? { 'content-encoding': encoding } : {})
    };
    const headers = replacedHeaders(kept, 'text/csv');
    expect(headers).toEqual({ 'content-type': type, expires: 'x' });
  });
});

describe('without', () => {
  it.each<[Part, string]>([
    ['encryption', 'x-amz-server-side-encryption-context'],
    ['storageClass', 'x-amz-storage-class'],
    ['lock', 'x-amz-object-lock-mode'],
    ['grants', 'x-amz-grant-read']
  ])('leaves out %s', (part, name) => {
    const headers = { [name]: '1', expires: '2' };
    expect(asksFor(headers, part)).toBe(true);
    const rest = without(headers, part);
    expect(rest).toEqual({ expires: '2' });
    expect(asksFor(rest, part)).toBe(false);
  });
});
