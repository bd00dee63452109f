// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutObjectLockConfigurationCommand
} from '@aws-sdk/client-s3';

import {
  connect,
  freshBucket,
  freshName,
  freshPrefix,
  type IFixture
} from '../../../testing/fixtures';
import { foreignBucket } from '../../../testing/clients/foreignbucket';
import { isMotoTried } from '../../../testing/server';
import { useStore } from '../../../testing/setup';
import { head } from '../../objects/head';
import { putObject } from '../../objects/put';
import { uploadBlob } from '../../../testing/uploadblob';
import { Bench } from '../../__tests__/bench';

let bench: Bench;

useStore({}, made => {
  bench = new Bench(made);
});

/** AWS's response in a bucket whose objects are locked by default. */
const REFUSAL =
  '<Error><Code>InvalidRequest</Code><Message>Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters</Message></Error>';

const isBody = (request: Request) =>
  request.method === 'PUT' && !request.headers.has('x-amz-copy-source');

/** Make the store refuse bodies without a checksum. */
function demandChecksums(): string[] {
  const refused: string[] = [];
  bench.fixture.intercept(async (request, next) => {
    if (!isBody(request) || request.headers.has('x-amz-checksum-crc32')) {
      return next();
    }
    refused.push(request.url);
    const headers = { 'X-S3-Drive-Origin': 'store' };
    return new Response(REFUSAL, { status: 400, headers });
  });
  return refused;
}

const LARGE = 33 * 2 ** 20;
const blobOf = (size: number) => new Blob([new Uint8Array(size).fill(7)]);
const WRITES: [string, number, (b: string, key: string) => Promise<unknown>][] =
  [
    ['a text', 4, (b, k) => putObject(bench.connection, b, k, 'text')],
    [
      'bytes',
      9,
      (b, k) => putObject(bench.connection, b, k, new Uint8Array(9))
    ],
    ['nothing', 0, (b, k) => putObject(bench.connection, b, k, '')],
    ['a file', 9, (b, k) => uploadBlob(bench.connection, b, k, blobOf(9))],
    [
      'a file in parts',
      LARGE,
      (b, k) => uploadBlob(bench.connection, b, k, blobOf(LARGE))
    ]
  ];

describe.each(WRITES)('the write of %s', (name, size, write) => {
  it('succeeds where the bucket asks for checksums', async () => {
    const bucket = await freshBucket(bench.fixture);
    const refused = demandChecksums();
    await write(bucket, 'a');
    expect(await sizeOf(bucket, 'a')).toBe(size);
    const inMemory = !name.startsWith('a file');
    expect(refused.length > 0).toBe(!inMemory);
    // The bucket's requirement is known from now on.
    refused.length = 0;
    await write(bucket, 'b');
    expect(refused).toEqual([]);
    expect(await sizeOf(bucket, 'b')).toBe(size);
  });
});

describe('a bucket that locks its objects by default', () => {
  // moto demands the checksums there, as AWS does, and SeaweedFS locks nothing.
  let own: IFixture | null = null;
  let shared: Bench;

  beforeAll(async () => {
    shared = bench;
    if (isMotoTried) {
      own = await connect({ own: 'moto' });
      bench = new Bench({ ...foreignBucket(own.foreign, ''), fixture: own });
    }
  });

  afterAll(async () => {
    bench = shared;
    await own?.dispose();
  });

  it('takes each write, and keeps the lock of what is saved', async () => {
    const bucket = freshName('locked');
    const { connection, fixture } = bench;
    await fixture.foreign.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ObjectLockEnabledForBucket: true
      })
    );
    await fixture.foreign.send(
      new PutObjectLockConfigurationCommand({
        Bucket: bucket,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } }
        }
      })
    );
    for (const [name, size, write] of WRITES) {
      await write(bucket, name);
      expect(await sizeOf(bucket, name)).toBe(size);
      const { kept } = await head(connection, bucket, name);
      // moto forgets the lock of an upload in parts.
      if (!(own && size === LARGE)) {
        expect(kept).toMatchObject({ 'x-amz-object-lock-mode': 'GOVERNANCE' });
      }
    }
    const { etag, kept } = await head(connection, bucket, 'a text');
    const options = { ifMatch: etag, kept };
    await putObject(connection, bucket, 'a text', 'more', options);
    const after = await head(connection, bucket, 'a text');
    expect(after.kept).toEqual(kept);
  });
});

it.each([
  ['text', (key: string) => put(key, 'text of some length')],
  ['bytes', (key: string) => put(key, new Uint8Array(100))]
])('a store refuses %s that were changed on the way', async (_, write) => {
  const key = `${freshPrefix('sum')}a`;
  bench.fixture.intercept(async (request, next) => {
    if (!isBody(request)) {
      return next();
    }
    const length = (await request.clone().arrayBuffer()).byteLength;
    return fetch(
      new Request(request, { body: new Uint8Array(length).fill(1) })
    );
  });
  await expect(write(key)).rejects.toMatchObject({ status: 400 });
});

function put(key: string, body: string | Uint8Array) {
  return putObject(bench.connection, bench.bucket, key, body);
}

async function sizeOf(bucket: string, key: string) {
  const head = await bench.fixture.foreign.send(
    new HeadObjectCommand({ Bucket: bucket, Key: key })
  );
  return head.ContentLength;
}
