// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { freshPrefix } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { Bench, FILLED } from '../../__tests__/bench';
import { encodeKey } from '../../keys';
import { exists, head } from '../../objects/head';
import { putObject } from '../../objects/put';
import { listPage } from '../../objects/list';
import { S3Location } from '../../location';
import { copyFolder, moveFolder } from '../copyfolder';

let bench: Bench;
let bucket: string;
let from: S3Location;
let to: S3Location;

useStore({}, async made => {
  bench = new Bench(made);
  ({ bucket } = bench);
  // Whether the bucket has ACLs is asked once.
  const root = freshPrefix('first');
  await bench.foreignPut(`${root}a/x`, 'x');
  const location = (name: string) =>
    S3Location.fromPath(`${bucket}/${root}${name}/`);
  await copyFolder(bench.connection, location('a'), location('b'));
});

beforeEach(() => {
  const root = freshPrefix('server');
  from = S3Location.fromPath(`${bucket}/${root}a (b)+/`);
  to = S3Location.fromPath(`${bucket}/${root}c é/`);
});

/** The requests for objects below a folder, without listings and its journal. */
function sentTo(folder: S3Location, since: number): string[] {
  const path = `/${bucket}/${encodeKey(folder.key)}`;
  return bench.fixture.sent
    .slice(since)
    .filter(line => line.includes(path) && !line.includes('.s3-drive-move'));
}

/** An answer of the store that refuses a request. */
function refusal(status: number, code: string): Response {
  return new Response(`<Error><Code>${code}</Code></Error>`, {
    status,
    headers: { 'X-S3-Drive-Origin': 'store' }
  });
}

it('a folder of small objects takes one request of the browser for each', async () => {
  const names = Array.from({ length: 70 }, (_, n) => `é b+%41 ${n}`);
  for (const name of names) {
    await bench.foreignPut(from.key + name, name);
  }
  const since = bench.fixture.sent.length;
  await copyFolder(bench.connection, from, to);
  expect(sentTo(from, since)).toEqual([]);
  expect(sentTo(to, since)).toHaveLength(names.length);
  const page = await listPage(bench.connection, bucket, to.key);
  expect(
    page.objects.map(({ key }) => key.slice(to.key.length)).sort()
  ).toEqual([...names].sort());
});

describe('what the server may not copy at once is copied step by step', () => {
  it.each([
    [400, 'InvalidStorageClass'],
    [403, 'AccessDenied'],
    [501, 'NotImplemented']
  ])('after a %s %s', async (status, code) => {
    await bench.fill(from.key);
    const refused: string[] = [];
    const since = bench.fixture.sent.length;
    bench.fixture.intercept(async (request, next) => {
      const source = request.headers.get('x-amz-copy-source');
      if (source && !request.headers.has('x-amz-metadata-directive')) {
        refused.push(source);
        return refusal(status, code);
      }
      return next();
    });
    const result = await moveFolder(bench.connection, from, to);
    expect(result.kept).toEqual([]);
    expect(refused).toHaveLength(Object.keys(FILLED).length - 1);
    expect(sentTo(from, since).filter(line => /^HEAD/.test(line))).toHaveLength(
      Object.keys(FILLED).length
    );
    bench.fixture.intercept(null);
    expect(await bench.contentOf(to.key)).toEqual(FILLED);
    const { contentType, metadata } = await head(
      bench.connection,
      bucket,
      `${to.key}x.txt`
    );
    expect([contentType, metadata]).toEqual(['text/x-test', { name: 'value' }]);
  });
});

describe('a copy whose answer is lost', () => {
  const losing = (count: number, status?: number) => {
    const tried: string[] = [];
    bench.fixture.intercept(async (request, next) => {
      const isCopy = request.headers.has('x-amz-copy-source');
      const response = await next();
      if (isCopy && tried.push(request.url) <= count) {
        if (status) {
          return refusal(status, 'InternalError');
        }
        throw new TypeError('network error');
      }
      return response;
    });
    return tried;
  };

  it.each([
    ['lost', undefined],
    ['a failure', 500]
  ])('is found when it is tried again (%s)', async (_, status) => {
    await bench.foreignPut(`${from.key}x`, 'x');
    const tried = losing(1, status);
    const result = await moveFolder(bench.connection, from, to);
    expect(result).toEqual({ copied: 1, kept: [], left: [] });
    expect(tried).toHaveLength(2);
    bench.fixture.intercept(null);
    expect(await bench.contentOf(to.key)).toEqual({ x: 'x' });
    expect(await exists(bench.connection, bucket, `${from.key}x`)).toBe(false);
  });
});

describe('a source that somebody changes meanwhile', () => {
  it('is copied as it is then', async () => {
    await bench.foreignPut(`${from.key}x`, 'x');
    bench.onFirst(/^PUT .*\/x\?/, async next => {
      await bench.foreignPut(`${from.key}x`, 'changed');
      return next();
    });
    const result = await moveFolder(bench.connection, from, to);
    expect(result).toEqual({ copied: 1, kept: [], left: [] });
    expect(await bench.contentOf(to.key)).toEqual({ x: 'changed' });
  });

  it('that is gone is left out', async () => {
    await bench.fill(from.key);
    bench.onFirst(/^PUT .*x\.txt\?/, async next => {
      await bench.connection.send(
        sdk =>
          new sdk.DeleteObjectCommand({
            Bucket: bucket,
            Key: `${from.key}x.txt`
          })
      );
      return next();
    });
    const { copied } = await moveFolder(bench.connection, from, to);
    expect(copied).toBe(Object.keys(FILLED).length - 1);
    expect(await exists(bench.connection, bucket, `${to.key}x.txt`)).toBe(
      false
    );
  });
});

it('a copy is not written over what somebody puts there', async () => {
  // MinIO ignores the condition of a copy.
  if (bench.fixture.store === 'minio') {
    return;
  }
  await bench.foreignPut(`${from.key}x`, 'x');
  bench.onFirst(/^PUT .*\/x\?/, async next => {
    await bench.foreignPut(`${to.key}x`, 'theirs');
    return next();
  });
  const moved = moveFolder(bench.connection, from, to);
  await expect(moved).rejects.toMatchObject({ code: 'DestinationExists' });
  expect(await bench.textAt(`${to.key}x`)).toBe('theirs');
  expect(await bench.textAt(`${from.key}x`)).toBe('x');
});

it('an error of the store that lasts has its code', async () => {
  await putObject(bench.connection, bucket, `${from.key}x`, 'x');
  bench.fixture.intercept(async (request, next) =>
    request.headers.has('x-amz-copy-source')
      ? refusal(507, 'XMinioStorageFull')
      : next()
  );
  const moved = moveFolder(bench.connection, from, to);
  await expect(moved).rejects.toMatchObject({
    code: 'XMinioStorageFull',
    status: 507,
    origin: 'store',
    key: `${to.key}x`
  });
});
