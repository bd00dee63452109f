// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  ListMultipartUploadsCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3';

import { type IFixture, freshPrefix } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { exists, head } from '../../objects/head';
import { getObject } from '../../objects/get';
import { uploadBlob } from '../../../testing/uploadblob';

const MIB = 2 ** 20;

let fixture: IFixture;
let bucket: string;
let key: string;

useStore({}, made => {
  ({ fixture, bucket } = made);
});

beforeEach(() => {
  key = `${freshPrefix('upload')}a b/é+.bin`;
});

/** Bytes that differ from part to part. */
function blobOf(size: number): Blob {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 4093) {
    bytes[i] = i;
  }
  return new Blob([bytes], { type: 'image/png' });
}

async function expectStored(blob: Blob): Promise<void> {
  const opened = await getObject(fixture.connection, bucket, key);
  const stored = Buffer.from(await opened.body());
  expect(stored.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true);
}

async function unfinished(): Promise<number> {
  const command = new ListMultipartUploadsCommand({
    Bucket: bucket,
    Prefix: key
  });
  const { Uploads } = await fixture.foreign.send(command);
  return Uploads?.length ?? 0;
}

async function foreignPut(): Promise<void> {
  await fixture.foreign.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'theirs' })
  );
}

const isPart = (request: Request) => /partNumber=/.test(request.url);

describe.each([
  ['nothing', 0, 1],
  ['a small file', 1000, 1],
  ['just one request', 16 * MIB, 1],
  ['parts', 16 * MIB + 1, 4],
  ['four parts', 50 * MIB, 6]
])('an upload of %s', (_, size, requests) => {
  it('stores every byte', async () => {
    const blob = blobOf(size);
    const before = fixture.sent.length;
    const steps: number[] = [];
    const written = await uploadBlob(fixture.connection, bucket, key, blob, {
      contentType: 'image/x-test',
      metadata: { name: 'value' },
      tagging: { t: 'v' },
      onProgress: done => steps.push(done)
    });
    expect(fixture.sent.length - before).toBe(requests);
    const info = await head(fixture.connection, bucket, key);
    expect(info).toMatchObject({
      size,
      etag: written.etag,
      contentType: 'image/x-test',
      metadata: { name: 'value' },
      tagCount: 1
    });
    await expectStored(blob);
    expect(steps[0]).toBe(0);
    expect(steps[steps.length - 1]).toBe(size);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });

  it('refuses a name that is taken', async () => {
    await foreignPut();
    const sent = uploadBlob(fixture.connection, bucket, key, blobOf(size), {
      ifNoneMatch: '*'
    });
    await expect(sent).rejects.toMatchObject({
      code: 'ObjectExists',
      status: 412
    });
    expect((await head(fixture.connection, bucket, key)).size).toBe(6);
  });
});

describe('an upload in parts', () => {
  it('refuses a name that is taken before a byte is sent', async () => {
    await foreignPut();
    const before = fixture.sent.length;
    const sent = uploadBlob(fixture.connection, bucket, key, blobOf(17 * MIB), {
      ifNoneMatch: '*'
    });
    await expect(sent).rejects.toMatchObject({ code: 'ObjectExists' });
    expect(fixture.sent.length - before).toBe(1);
  });

  it('refuses a name that is taken while it runs', async () => {
    fixture.intercept(async (request, next) => {
      if (/^POST .*uploadId=/.test(`${request.method} ${request.url}`)) {
        await foreignPut();
      }
      return next();
    });
    const sent = uploadBlob(fixture.connection, bucket, key, blobOf(17 * MIB), {
      ifNoneMatch: '*'
    });
    await expect(sent).rejects.toMatchObject({ code: 'ObjectExists' });
    expect((await head(fixture.connection, bucket, key)).size).toBe(6);
    expect(await unfinished()).toBe(0);
  });

  it('replaces only the object that was meant', async () => {
    await foreignPut();
    const { etag } = await head(fixture.connection, bucket, key);
    const blob = blobOf(17 * MIB);
    const options = { ifMatch: etag };
    await uploadBlob(fixture.connection, bucket, key, blob, options);
    await expectStored(blob);
    await expect(
      uploadBlob(fixture.connection, bucket, key, blob, options)
    ).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412 });
    expect(await unfinished()).toBe(0);
  });

  it('sends three parts at a time, and leaves room for others', async () => {
    let parts = 0;
    let most = 0;
    fixture.intercept(async (request, next) => {
      if (!isPart(request)) {
        return next();
      }
      most = Math.max(most, ++parts);
      await head(fixture.connection, bucket, 'none').catch(() => null);
      const response = await next();
      parts--;
      return response;
    });
    await uploadBlob(fixture.connection, bucket, key, blobOf(70 * MIB));
    expect(most).toBe(3);
  });

  it('sends a part again whose answer was lost', async () => {
    let lost = 0;
    fixture.intercept(async (request, next) => {
      const response = await next();
      if (isPart(request) && lost++ < 2) {
        throw new TypeError('network error');
      }
      return response;
    });
    const blob = blobOf(20 * MIB);
    await uploadBlob(fixture.connection, bucket, key, blob);
    await expectStored(blob);
  });

  it('leaves nothing behind when it fails or is cancelled', async () => {
    fixture.intercept(async (request, next) => {
      if (isPart(request)) {
        throw new TypeError('network error');
      }
      return next();
    });
    const failed = uploadBlob(
      fixture.connection,
      bucket,
      key,
      blobOf(40 * MIB),
      { pauses: [] }
    );
    await expect(failed).rejects.toMatchObject({ code: 'NetworkError' });
    expect(await unfinished()).toBe(0);

    const controller = new AbortController();
    fixture.intercept(async (request, next) => {
      if (isPart(request)) {
        setTimeout(() => controller.abort(), 5);
      }
      return next();
    });
    const cancelled = uploadBlob(
      fixture.connection,
      bucket,
      key,
      blobOf(40 * MIB),
      { signal: controller.signal }
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'Aborted' });
    expect(await exists(fixture.connection, bucket, key)).toBe(false);
    expect(await unfinished()).toBe(0);
  });
});
