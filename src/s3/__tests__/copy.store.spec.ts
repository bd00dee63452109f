// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  ListMultipartUploadsCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3';

import {
  connect,
  freshBucket,
  freshPrefix,
  type IFixture
} from '../../testing/fixtures';
import { copyObject, moveObject } from '../copy';
import {
  deleteObject,
  exists,
  getObject,
  getTagging,
  head,
  putObject,
  type IObjectInfo
} from '../objects';
import type { IS3Location } from '../path';

let fixture: IFixture;
let bucket: string;
let from: IS3Location;
let to: IS3Location;

beforeAll(async () => {
  fixture = await connect();
  bucket = await freshBucket(fixture);
});

beforeEach(() => {
  const prefix = freshPrefix('copy');
  from = { bucket, key: `${prefix}a b/é+.txt` };
  to = { bucket, key: `${prefix}c/d#%.txt` };
});

afterEach(() => fixture.intercept(null));

afterAll(() => fixture.dispose());

const HEADERS = {
  contentType: 'text/csv',
  contentDisposition: 'attachment; filename="é.csv"',
  contentLanguage: 'fr',
  cacheControl: 'max-age=60',
  expires: new Date('2031-01-02T03:04:05Z'),
  metadata: { ascii: 'plain', name: 'été 日本' }
};
const TAGS = { project: 'a b+c=d', owner: 'x/y@z' };

async function put(place: IS3Location, body: string | Uint8Array) {
  return putObject(fixture.connection, place.bucket, place.key, body, {
    ...HEADERS,
    tagging: TAGS
  });
}

/** Somebody else writes. */
async function foreignPut(place: IS3Location, body: string): Promise<void> {
  const { bucket: Bucket, key: Key } = place;
  const command = new PutObjectCommand({ Bucket, Key, Body: body });
  await fixture.foreign.send(command);
}

async function bytesAt(place: IS3Location): Promise<Uint8Array> {
  const opened = await getObject(fixture.connection, place.bucket, place.key);
  return opened.body();
}

async function textAt(place: IS3Location): Promise<string> {
  return new TextDecoder().decode(await bytesAt(place));
}

async function stands(place: IS3Location): Promise<boolean> {
  return exists(fixture.connection, place.bucket, place.key);
}

/** All that belongs to the source came along. */
async function expectSameHeaders(source: IObjectInfo): Promise<void> {
  const copy = await head(fixture.connection, bucket, to.key);
  const { etag, lastModified } = copy;
  expect(copy).toEqual({ ...source, etag, lastModified });
  expect(Object.keys(source.metadata)).toEqual(['ascii', 'name']);
  expect(source).toMatchObject({ contentType: 'text/csv', tagCount: 2 });
}

/** No unfinished upload is left behind. */
async function expectNoUploads(): Promise<void> {
  const command = new ListMultipartUploadsCommand({
    Bucket: bucket,
    Prefix: to.key
  });
  const { Uploads } = await fixture.foreign.send(command);
  expect(Uploads ?? []).toEqual([]);
}

/** Run something just before the first request that matches is sent. */
function before(pattern: RegExp, run: () => Promise<unknown>): void {
  let ran = false;
  fixture.intercept(async (request, next) => {
    const line = `${request.method} ${request.url}`;
    if (!ran && pattern.test(line)) {
      ran = true;
      await run();
    }
    return next();
  });
}

describe.each([
  ['an empty object', ''],
  ['a small object', 'small'],
  ['an object of several MiB', 'x'.repeat(6 * 2 ** 20)]
])('a copy of %s', (_, body) => {
  it('takes headers, metadata and tags along', async () => {
    await put(from, body);
    const source = await head(fixture.connection, bucket, from.key);
    const written = await copyObject(fixture.connection, from, to);
    await expectSameHeaders(source);
    const info = await head(fixture.connection, bucket, to.key);
    expect(info.etag).toBe(written.etag);
    expect(await getTagging(fixture.connection, bucket, to.key)).toEqual(TAGS);
    expect((await textAt(to)) === body).toBe(true);
    expect(await stands(from)).toBe(true);
  });

  it('refuses a destination that exists', async () => {
    await put(from, body);
    await foreignPut(to, 'theirs');
    const copied = copyObject(fixture.connection, from, to);
    await expect(copied).rejects.toMatchObject({
      code: 'ObjectExists',
      status: 412
    });
    expect(await textAt(to)).toBe('theirs');
    await expectNoUploads();
  });

  it('refuses one that comes into being at the last moment', async () => {
    await put(from, body);
    before(/^(POST .*uploadId=|PUT .*txt\?\d+$)/, () =>
      foreignPut(to, 'theirs')
    );
    const copied = copyObject(fixture.connection, from, to);
    await expect(copied).rejects.toMatchObject({ code: 'ObjectExists' });
    expect(await textAt(to)).toBe('theirs');
    await expectNoUploads();
  });

  it('replaces exactly the object that was meant', async () => {
    await put(from, body);
    await foreignPut(to, 'old');
    const old = await head(fixture.connection, bucket, to.key);
    await copyObject(fixture.connection, from, to, { overwrite: old });
    expect((await textAt(to)) === body).toBe(true);
    const again = copyObject(fixture.connection, from, to, { overwrite: old });
    await expect(again).rejects.toMatchObject({
      code: 'PreconditionFailed',
      status: 412
    });
    await expectNoUploads();
  });
});

describe('copyObject', () => {
  it('refuses a source that is not the expected one', async () => {
    const { etag } = await put(from, '1');
    await foreignPut(from, '2');
    const copied = copyObject(fixture.connection, from, to, { ifMatch: etag });
    await expect(copied).rejects.toMatchObject({ code: 'SourceChanged' });
    expect(await stands(to)).toBe(false);
  });

  it('refuses a source that changes under the copy', async () => {
    await put(from, '1');
    before(/^PUT .*partNumber=/, () => foreignPut(from, '2'));
    const copied = copyObject(fixture.connection, from, to);
    await expect(copied).rejects.toMatchObject({
      code: 'SourceChanged',
      status: 412,
      key: from.key
    });
    expect(await stands(to)).toBe(false);
    await expectNoUploads();
  });

  it('gives 404 for a source that is not there', async () => {
    const copied = copyObject(fixture.connection, from, to);
    await expect(copied).rejects.toMatchObject({ status: 404, key: from.key });
  });

  it('does not copy an object onto itself', async () => {
    await put(from, '1');
    const copied = copyObject(fixture.connection, from, from);
    await expect(copied).rejects.toMatchObject({ code: 'ObjectExists' });
    expect(await textAt(from)).toBe('1');
  });

  it('tells the progress', async () => {
    await put(from, '123');
    const steps: number[][] = [];
    await copyObject(fixture.connection, from, to, {
      onProgress: (...step) => steps.push(step)
    });
    expect(steps).toEqual([
      [0, 3],
      [3, 3]
    ]);
  });

  it('throws when the store says 200 and then an error', async () => {
    await put(from, '1');
    fixture.intercept(async (request, next) => {
      const response = await next();
      if (!/^POST .*uploadId=/.test(`${request.method} ${request.url}`)) {
        return response;
      }
      const xml =
        '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><Message>Sorry</Message></Error>';
      const headers = { 'X-S3-Drive-Origin': 'store' };
      return new Response(xml, { status: 200, headers });
    });
    const copied = copyObject(fixture.connection, from, to);
    await expect(copied).rejects.toMatchObject({
      code: 'InternalError',
      status: 500,
      message: 'Sorry'
    });
  });

  it('knows its own completion whose answer was lost', async () => {
    await put(from, '1');
    fixture.intercept(async (request, next) => {
      const response = await next();
      if (/^POST .*uploadId=/.test(`${request.method} ${request.url}`)) {
        await response.text();
        throw new TypeError('network error');
      }
      return response;
    });
    await copyObject(fixture.connection, from, to);
    expect(await textAt(to)).toBe('1');
  });

  it('cleans up when it is cancelled', async () => {
    await put(from, '1');
    const controller = new AbortController();
    before(/^PUT .*partNumber=/, async () => controller.abort());
    const { signal } = controller;
    const copied = copyObject(fixture.connection, from, to, { signal });
    await expect(copied).rejects.toMatchObject({ code: 'Aborted' });
    expect(await stands(to)).toBe(false);
    await expectNoUploads();
  });
});

describe('moveObject', () => {
  it('moves an object with all that belongs to it', async () => {
    await put(from, '1');
    const source = await head(fixture.connection, bucket, from.key);
    await moveObject(fixture.connection, from, to);
    expect(await stands(from)).toBe(false);
    expect(await textAt(to)).toBe('1');
    await expectSameHeaders(source);
  });

  it('onto itself does nothing', async () => {
    const { etag } = await put(from, '1');
    expect(await moveObject(fixture.connection, from, from)).toEqual({ etag });
    expect(await textAt(from)).toBe('1');
  });

  it('keeps both when the source is changed meanwhile', async () => {
    await put(from, '1');
    before(/^POST .*uploadId=/, () => foreignPut(from, 'changed'));
    const moved = moveObject(fixture.connection, from, to);
    await expect(moved).rejects.toMatchObject({
      code: 'SourceChanged',
      status: 412,
      key: from.key
    });
    expect(await textAt(from)).toBe('changed');
    expect(await textAt(to)).toBe('1');
  });

  it('keeps the source when the copy was replaced meanwhile', async () => {
    await put(from, '1');
    before(/^HEAD .*d%23%25/, () => foreignPut(to, 'theirs'));
    const moved = moveObject(fixture.connection, from, to);
    await expect(moved).rejects.toMatchObject({ code: 'CopyChanged' });
    expect(await textAt(from)).toBe('1');
    expect(await textAt(to)).toBe('theirs');
  });

  it('has moved a source that somebody deletes meanwhile', async () => {
    await put(from, '1');
    before(/^POST .*uploadId=/, () =>
      deleteObject(fixture.connection, bucket, from.key)
    );
    await moveObject(fixture.connection, from, to);
    expect(await textAt(to)).toBe('1');
  });

  it('keeps the source when the copy fails', async () => {
    await put(from, '1');
    await foreignPut(to, 'theirs');
    await expect(
      moveObject(fixture.connection, from, to)
    ).rejects.toMatchObject({ code: 'ObjectExists' });
    expect(await textAt(from)).toBe('1');
    expect(await textAt(to)).toBe('theirs');
  });
});
