// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { freshPrefix } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import type { S3Connection } from '../transport/connection';
import { moveFolder } from '../copies/copyfolder';
import { JOURNAL } from '../copies/movejournal';
import { head } from '../objects/head';
import { putObject } from '../objects/put';
import { S3Location } from '../location';
import { uploadBlob } from '../../testing/uploadblob';
import { Bench, FILLED } from './bench';

let bench: Bench;
let connection: S3Connection;
let bucket: string;
let root: string;
let from: S3Location;
let to: S3Location;

useStore({}, made => {
  bench = new Bench(made);
  ({ connection, bucket } = bench);
});

beforeEach(() => {
  root = freshPrefix('move');
  from = S3Location.fromPath(`${bucket}/${root}a (b)+/`);
  to = S3Location.fromPath(`${bucket}/${root}c/d é/`);
});

describe('moveFolder', () => {
  it('moves everything, markers too, and nothing else', async () => {
    await bench.fill(from.key);
    await putObject(connection, bucket, `${from.key}hollow/`, '');
    const beside = [`${root}a (b)+2/x`, `${root}a (b)`, `${root}a`];
    for (const key of beside) {
      await bench.foreignPut(key, 'beside');
    }
    const result = await moveFolder(connection, from, to);
    expect(result).toEqual({ copied: 7, kept: [], left: [] });
    expect(await bench.contentOf(from.key)).toEqual({});
    expect(await bench.contentOf(to.key)).toEqual({ ...FILLED, 'hollow/': '' });
    for (const key of beside) {
      await head(connection, bucket, key);
    }
  });

  it('onto itself does nothing', async () => {
    await bench.fill(from.key);
    const before = bench.fixture.sent.length;
    await moveFolder(connection, from, from);
    expect(bench.fixture.sent.length).toBe(before);
  });

  it('keeps and tells what is changed or comes into being meanwhile', async () => {
    await bench.fill(from.key);
    // After the copies were verified, before the sources are deleted.
    let lists = 0;
    bench.fixture.intercept(async (request, next) => {
      if (/list-type=2/.test(request.url) && ++lists === 4) {
        await bench.foreignPut(`${from.key}x.txt`, 'changed');
        await bench.foreignPut(`${from.key}sub/new`, 'new');
      }
      return next();
    });
    const result = await moveFolder(connection, from, to);
    expect(lists).toBe(4);
    expect([...result.kept].sort()).toEqual(
      [`${from.key}x.txt`, `${from.key}sub/new`].sort()
    );
    expect(await bench.contentOf(to.key)).toEqual(FILLED);
    expect(await bench.contentOf(from.key)).toEqual({
      '': '',
      'x.txt': 'changed',
      'sub/new': 'new'
    });
  });

  it('keeps the source of a copy that somebody replaces', async () => {
    await bench.fill(from.key);
    let lists = 0;
    bench.fixture.intercept(async (request, next) => {
      if (/list-type=2/.test(request.url) && ++lists === 3) {
        await bench.foreignPut(`${to.key}x.txt`, 'theirs');
      }
      return next();
    });
    const result = await moveFolder(connection, from, to);
    expect(result.kept).toEqual([`${from.key}x.txt`]);
    expect((await bench.contentOf(to.key))['x.txt']).toBe('theirs');
    expect((await bench.contentOf(from.key))['x.txt']).toBe('x');
  });

  it.each([
    ['the first copy', /^PUT .*txt\?\d+$/],
    ['the verification', /^GET .*list-type=2.*prefix=[^&]*d%20/],
    ['the deletion', /^POST .*delete/],
    ['its end', /^DELETE /]
  ])(
    'interrupted before %s is completed by the same call',
    async (_step, pattern) => {
      await bench.fill(from.key);
      const big = new Blob(['m'.repeat(17 * 2 ** 20)]);
      await uploadBlob(connection, bucket, `${from.key}big`, big);
      let seen = 0;
      // From here on all requests fail. The first listing of the destination
      // checks whether it is free.
      const skipped = pattern.source.includes('list-type') ? 1 : 0;
      bench.fixture.intercept(async (request, next) => {
        if (pattern.test(`${request.method} ${request.url}`)) {
          seen += 1;
        }
        if (seen > skipped) {
          throw new TypeError('network error');
        }
        return next();
      });
      const failed = moveFolder(connection, from, to);
      await expect(failed).rejects.toMatchObject({ code: 'NetworkError' });
      bench.fixture.intercept(null);

      // Every byte is at its source or at its destination.
      const rest = {
        ...(await bench.contentOf(to.key)),
        ...(await bench.contentOf(from.key))
      };
      expect(rest).toMatchObject(FILLED);

      await moveFolder(connection, from, to);
      expect(await bench.contentOf(from.key)).toEqual({});
      const { big: moved, ...content } = await bench.contentOf(to.key);
      expect(moved.length).toBe(big.size);
      expect(content).toEqual(FILLED);
    }
  );

  it('is not completed over what somebody has put there', async () => {
    await bench.fill(from.key);
    let lists = 0;
    bench.fixture.intercept(async (request, next) => {
      lists += /list-type=2/.test(request.url) ? 1 : 0;
      if (lists >= 3) {
        throw new TypeError('network error');
      }
      return next();
    });
    const failed = moveFolder(connection, from, to);
    await expect(failed).rejects.toMatchObject({ code: 'NetworkError' });
    bench.fixture.intercept(null);
    await bench.foreignPut(`${to.key}x.txt`, 'theirs');
    await expect(moveFolder(connection, from, to)).rejects.toMatchObject({
      code: 'DestinationExists',
      keys: [`${to.key}x.txt`]
    });
    expect(await bench.contentOf(from.key)).toEqual(FILLED);
    expect((await bench.contentOf(to.key))['x.txt']).toBe('theirs');
  });

  it('that could copy nothing leaves nothing behind', async () => {
    await bench.fill(from.key);
    const controller = new AbortController();
    let puts = 0;
    bench.fixture.intercept(async (request, next) => {
      if (request.method === 'PUT' && ++puts === 2) {
        controller.abort();
      }
      return next();
    });
    const { signal } = controller;
    const failed = moveFolder(connection, from, to, { signal });
    await expect(failed).rejects.toMatchObject({ code: 'Aborted' });
    expect(await bench.contentOf(to.key)).toEqual({});
    expect(await bench.contentOf(from.key)).toEqual(FILLED);
  });

  it('keeps another folder’s move out', async () => {
    await bench.fill(from.key);
    await bench.foreignPut(`${root}other/o`, 'o');
    bench.onFirst(/^PUT .*txt\?\d+$/, async () => {
      const other = S3Location.fromPath(`${bucket}/${root}other/`);
      await expect(moveFolder(connection, other, to)).rejects.toMatchObject({
        code: 'DestinationExists'
      });
    });
    await moveFolder(connection, from, to);
    expect(await bench.contentOf(to.key)).toEqual(FILLED);
    expect(await bench.contentOf(`${root}other/`)).toEqual({ o: 'o' });
  });

  it('leaves no journal behind, and moves none along', async () => {
    await bench.fill(from.key);
    await bench.foreignPut(
      from.key + JOURNAL,
      '{"movedFrom":"s3://elsewhere/x/"}'
    );
    await moveFolder(connection, from, to);
    expect(await bench.contentOf(to.key)).toEqual(FILLED);
    expect(await bench.contentOf(from.key)).toEqual({});
  });
});
