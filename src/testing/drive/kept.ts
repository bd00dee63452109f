// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { GetObjectAclCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type {
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  S3Client
} from '@aws-sdk/client-s3';

import { fateOf } from '../../s3/metadata/kept';
import { foreignBucket } from '../clients/foreignbucket';
import { isMotoTried, type StoreName } from '../server';

/**
 * Properties that every store supports.
 */
export const ORDINARY: Partial<PutObjectCommandInput> = {
  CacheControl: 'max-age=60',
  ContentDisposition: 'inline; filename="a.txt"',
  ContentLanguage: 'fr',
  ContentType: 'text/plain; charset=utf-8',
  Expires: new Date('2031-01-02T03:04:05Z'),
  Metadata: { owner: 'me', mtime: '1700000000.5' },
  Tagging: 'project=a%20b&stage=x'
};

/**
 * A retention that anyone with the right to may end, and a legal hold.
 */
export const LOCK: Partial<PutObjectCommandInput> = {
  ObjectLockMode: 'GOVERNANCE',
  ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
  ObjectLockLegalHoldStatus: 'ON'
};

/** moto has one owner of everything. */
const OWNER =
  'id="75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"';

const CONTEXT = btoa('{"project":"a"}');

/**
 * Properties that only some stores support, and the headers that return them.
 */
export interface IVariant {
  readonly name: string;
  readonly put: Partial<PutObjectCommandInput>;
  readonly told: readonly string[];
  /** The headers that the store forgets in multipart uploads. */
  readonly notInParts?: readonly string[];
}

/**
 * The header that names the encryption.
 */
export const SSE = 'x-amz-server-side-encryption';

/**
 * What is tried on each store.
 */
export const VARIANTS: { readonly [store in StoreName]: readonly IVariant[] } =
  {
    seaweedfs: [
      {
        name: 'SSE-S3, a storage class',
        put: { ServerSideEncryption: 'AES256', StorageClass: 'STANDARD_IA' },
        told: [SSE, 'x-amz-storage-class']
      },
      {
        name: 'a retention and a legal hold',
        put: LOCK,
        told: ['x-amz-object-lock-mode', 'x-amz-object-lock-legal-hold']
      }
    ],
    minio: [
      {
        name: 'SSE-S3, a storage class',
        put: {
          ServerSideEncryption: 'AES256',
          StorageClass: 'REDUCED_REDUNDANCY'
        },
        told: [SSE, 'x-amz-storage-class']
      },
      {
        name: 'SSE-KMS with a key and a context',
        put: {
          ServerSideEncryption: 'aws:kms',
          SSEKMSKeyId: 'tests-key',
          SSEKMSEncryptionContext: CONTEXT
        },
        told: [SSE, `${SSE}-aws-kms-key-id`, `${SSE}-context`]
      },
      {
        name: 'a retention and a legal hold',
        put: LOCK,
        told: ['x-amz-object-lock-mode', 'x-amz-object-lock-legal-hold']
      }
    ],
    moto: [
      {
        name: 'SSE-KMS, a storage class, a redirect, an ACL',
        put: {
          ServerSideEncryption: 'aws:kms',
          SSEKMSKeyId: 'tests-key',
          StorageClass: 'STANDARD_IA',
          WebsiteRedirectLocation: '/elsewhere',
          ACL: 'public-read'
        },
        told: [
          SSE,
          `${SSE}-aws-kms-key-id`,
          'x-amz-storage-class',
          'x-amz-website-redirect-location'
        ]
      },
      {
        name: 'a bucket key',
        put: {
          ServerSideEncryption: 'aws:kms',
          SSEKMSKeyId: 'tests-key',
          BucketKeyEnabled: true
        },
        told: [SSE, `${SSE}-bucket-key-enabled`],
        notInParts: [`${SSE}-bucket-key-enabled`]
      },
      {
        name: 'a grant to one account',
        put: { GrantFullControl: OWNER, GrantRead: 'id="a-colleague"' },
        told: []
      }
    ]
  };

/**
 * Headers of the response rather than of the object, and a store's own names.
 */
const TRANSPORT =
  /^(connection|server|vary|access-control-.*|seaweed-.*|strict-transport-security|x-content-type-options|x-xss-protection|x-ratelimit-.*)$/;

/**
 * Everything that belongs to an object except its bytes: grants, tags, and each
 * header that a store does not generate, including unknown ones.
 */
export async function belongings(
  foreign: S3Client,
  bucket: string,
  key: string
) {
  let headers: { [name: string]: string } = {};
  const place = { Bucket: bucket, Key: key };
  const command = new HeadObjectCommand(place);
  command.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      ({ headers } = result.response as { headers: typeof headers });
      return result as { output: HeadObjectCommandOutput; response: unknown };
    },
    { step: 'deserialize', priority: 'low' }
  );
  await foreign.send(command);
  const told = Object.entries(headers).filter(
    ([name]) => !TRANSPORT.test(name) && fateOf(name) !== 'made'
  );
  // moto has no ACL for an object made by a multipart upload without one, and
  // fails.
  const { Grants } = await foreign
    .send(new GetObjectAclCommand(place))
    .catch(() => ({ Grants: [] }));
  return {
    headers: Object.fromEntries(told),
    grants: (Grants ?? [])
      .map(({ Grantee, Permission }) => ({
        to: Grantee?.URI ?? Grantee?.ID,
        Permission
      }))
      .sort((a, b) => String(a.to).localeCompare(String(b.to))),
    tags: await foreignBucket(foreign, bucket).tags(key)
  };
}

/**
 * Whether a request creates an object, or begins to upload one in parts.
 */
export function makesObject({ method, url }: Request): boolean {
  const { search } = new URL(url);
  return (
    (method === 'PUT' &&
      !/[?&](partNumber|tagging|acl|policy)(=|&|$)/.test(search)) ||
    (method === 'POST' && /[?&]uploads(=|&|$)/.test(search))
  );
}

/**
 * Whether a request is one to which MinIO applies the permission to make
 * objects: also each part, and the end of an upload.
 */
export function makesPartOfObject(request: Request): boolean {
  const { search } = new URL(request.url);
  return (
    makesObject(request) ||
    (request.method === 'PUT' && /[?&]partNumber=/.test(search)) ||
    (request.method === 'POST' && /[?&]uploadId=/.test(search))
  );
}

/**
 * A store's refusal.
 */
export function forbidden(message = 'Access Denied.'): Response {
  const xml = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
  const headers = { 'X-S3-Drive-Origin': 'store' };
  return new Response(xml, { status: 403, headers });
}

const shared = (process.env.S3_DRIVE_TEST_STORE || 'seaweedfs') as StoreName;

/**
 * The stores that specs of properties try: moto knows what neither of the others
 * does.
 */
export const STORES: readonly StoreName[] = isMotoTried
  ? [shared, 'moto']
  : [shared];
