// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { freshPrefix } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import type { S3Connection } from '../transport/connection';
import { copyObject } from '../copies/copyobject';
import { exists, head } from '../objects/head';
import { getTagging } from '../metadata/tags';
import { putObject } from '../objects/put';
import { type IObjectInfo } from '../metadata/objectinfo';
import type { IS3Location } from '../location';
import { Bench } from './bench';

let bench: Bench;
let connection: S3Connection;
let bucket: string;
let from: IS3Location;
let to: IS3Location;

useStore({}, made => {
  bench = new Bench(made);
  ({ connection, bucket } = bench);
});

beforeEach(() => {
  const prefix = freshPrefix('copy');
  from = { bucket, key: `${prefix}a b/é+.txt` };
  to = { bucket, key: `${prefix}c/d#%.txt` };
});

const HEADERS = {
  contentType: 'text/csv',
  contentDisposition: 'attachment; filename="é.csv"',
  contentLanguage: 'fr',
  cacheControl: 'max-age=60',
  expires: new Date('2031-01-02T03:04:05Z'),
  metadata: { ascii: 'plain', name: 'été 日本' }
};
const TAGS = { project: 'a b+c=d', owner: 'x/y@z' };

async function put(body: string) {
  return putObject(connection, bucket, from.key, body, {
    ...HEADERS,
    tagging: TAGS
  });
}

/** Expect the copy to have all metadata of the source. */
async function expectSameHeaders(source: IObjectInfo): Promise<void> {
  const copy = await head(connection, bucket, to.key);
  const { etag, lastModified } = copy;
  expect(copy).toEqual({ ...source, etag, lastModified });
  expect(Object.keys(source.metadata)).toEqual(['ascii', 'name']);
  expect(source).toMatchObject({ contentType: 'text/csv', tagCount: 2 });
}

describe.each([
  ['an empty object', ''],
  ['a small object', 'small'],
  ['an object of several MiB', 'x'.repeat(6 * 2 ** 20)]
])('a copy of %s', (_, body) => {
  it('takes headers, metadata and tags along', async () => {
    await put(body);
    const source = await head(connection, bucket, from.key);
    const written = await copyObject(connection, from, to);
    await expectSameHeaders(source);
    const info = await head(connection, bucket, to.key);
    expect(info.etag).toBe(written.etag);
    expect(await getTagging(connection, bucket, to.key)).toEqual(TAGS);
    expect((await bench.textAt(to.key)) === body).toBe(true);
    expect(await exists(connection, bucket, from.key)).toBe(true);
  });

  it('refuses a destination that exists', async () => {
    await put(body);
    await bench.foreignPut(to.key, 'theirs');
    const copied = copyObject(connection, from, to);
    await expect(copied).rejects.toMatchObject({
      code: 'ObjectExists',
      status: 412
    });
    expect(await bench.textAt(to.key)).toBe('theirs');
    await bench.expectNoUploads(to.key);
  });

  it('refuses one that comes into being at the last moment', async () => {
    await put(body);
    bench.onFirst(/^(POST .*uploadId=|PUT .*txt\?\d+$)/, () =>
      bench.foreignPut(to.key, 'theirs')
    );
    const copied = copyObject(connection, from, to);
    await expect(copied).rejects.toMatchObject({ code: 'ObjectExists' });
    expect(await bench.textAt(to.key)).toBe('theirs');
    await bench.expectNoUploads(to.key);
  });

  it('replaces exactly the object that was meant', async () => {
    await put(body);
    await bench.foreignPut(to.key, 'old');
    const old = await head(connection, bucket, to.key);
    await copyObject(connection, from, to, { overwrite: old });
    expect((await bench.textAt(to.key)) === body).toBe(true);
    const again = copyObject(connection, from, to, { overwrite: old });
    await expect(again).rejects.toMatchObject({
      code: 'PreconditionFailed',
      status: 412
    });
    await bench.expectNoUploads(to.key);
  });
});

describe('copyObject', () => {
  it('refuses a source that is not the expected one', async () => {
    const { etag } = await put('1');
    await bench.foreignPut(from.key, '2');
    const copied = copyObject(connection, from, to, { ifMatch: etag });
    await expect(copied).rejects.toMatchObject({ code: 'SourceChanged' });
    expect(await exists(connection, bucket, to.key)).toBe(false);
  });

  it('refuses a source that changes under the copy', async () => {
    await put('1');
    bench.onFirst(/^PUT .*partNumber=/, () => bench.foreignPut(from.key, '2'));
    const copied = copyObject(connection, from, to);
    await expect(copied).rejects.toMatchObject({
      code: 'SourceChanged',
      status: 412,
      key: from.key
    });
    expect(await exists(connection, bucket, to.key)).toBe(false);
    await bench.expectNoUploads(to.key);
  });

  it('gives 404 for a source that is not there', async () => {
    const copied = copyObject(connection, from, to);
    await expect(copied).rejects.toMatchObject({ status: 404, key: from.key });
  });

  it('does not copy an object onto itself', async () => {
    await put('1');
    const copied = copyObject(connection, from, from);
    await expect(copied).rejects.toMatchObject({ code: 'ObjectExists' });
    expect(await bench.textAt(from.key)).toBe('1');
  });

  it('tells the progress', async () => {
    await put('123');
    const steps: number[][] = [];
    await copyObject(connection, from, to, {
      onProgress: (...step) => steps.push(step)
    });
    expect(steps).toEqual([
      [0, 3],
      [3, 3]
    ]);
  });

  it('throws when the store says 200 and then an error', async () => {
    await put('1');
    bench.fixture.intercept(async (request, next) => {
      if (!/^POST .*uploadId=/.test(`${request.method} ${request.url}`)) {
        return next();
      }
      const xml =
        '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Sorry</Message></Error>';
      const headers = { 'X-S3-Drive-Origin': 'store' };
      return new Response(xml, { status: 200, headers });
    });
    const copied = copyObject(connection, from, to);
    await expect(copied).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: 'Sorry'
    });
  });

  it('knows its own completion whose answer was lost', async () => {
    await put('1');
    bench.fixture.intercept(async (request, next) => {
      const response = await next();
      if (/^POST .*uploadId=/.test(`${request.method} ${request.url}`)) {
        await response.text();
        throw new TypeError('network error');
      }
      return response;
    });
    await copyObject(connection, from, to);
    expect(await bench.textAt(to.key)).toBe('1');
  });

  it('cleans up when it is cancelled', async () => {
    await put('1');
    const controller = new AbortController();
    bench.onFirst(/^PUT .*partNumber=/, async () => controller.abort());
    const { signal } = controller;
    const copied = copyObject(connection, from, to, { signal });
    await expect(copied).rejects.toMatchObject({ code: 'Aborted' });
    expect(await exists(connection, bucket, to.key)).toBe(false);
    await bench.expectNoUploads(to.key);
  });
});
