// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { freshPrefix } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import type { S3Connection } from '../transport/connection';
import { moveObject } from '../copies/moveobject';
import { deleteObject } from '../objects/delete';
import { exists, head } from '../objects/head';
import { getTagging } from '../metadata/tags';
import { putObject } from '../objects/put';
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
  const prefix = freshPrefix('move');
  from = { bucket, key: `${prefix}a b/é+.txt` };
  to = { bucket, key: `${prefix}c/d#%.txt` };
});

describe('moveObject', () => {
  it('moves an object with all that belongs to it', async () => {
    const options = {
      contentType: 'text/csv',
      cacheControl: 'max-age=60',
      metadata: { name: 'value' },
      tagging: { project: 'a b+c=d' }
    };
    await putObject(connection, bucket, from.key, '1', options);
    const source = await head(connection, bucket, from.key);
    const { etag } = await moveObject(connection, from, to);
    expect(await exists(connection, bucket, from.key)).toBe(false);
    expect(await bench.textAt(to.key)).toBe('1');
    const { lastModified, ...copy } = await head(connection, bucket, to.key);
    expect({ ...copy, lastModified }).toEqual({
      ...source,
      etag,
      lastModified
    });
    const tags = await getTagging(connection, bucket, to.key);
    expect(tags).toEqual(options.tagging);
  });

  it('onto itself does nothing', async () => {
    const { etag } = await putObject(connection, bucket, from.key, '1');
    expect(await moveObject(connection, from, from)).toEqual({ etag });
    expect(await bench.textAt(from.key)).toBe('1');
  });

  it('keeps both when the source is changed meanwhile', async () => {
    await putObject(connection, bucket, from.key, '1');
    bench.onFirst(/^POST .*uploadId=/, () =>
      bench.foreignPut(from.key, 'changed')
    );
    const moved = moveObject(connection, from, to);
    await expect(moved).rejects.toMatchObject({
      code: 'SourceChanged',
      status: 412,
      key: from.key
    });
    expect(await bench.textAt(from.key)).toBe('changed');
    expect(await bench.textAt(to.key)).toBe('1');
  });

  it('ends as a copy where the source may not be deleted', async () => {
    await putObject(connection, bucket, from.key, '1');
    bench.fixture.intercept(async (request, next) => {
      if (request.method !== 'DELETE') {
        return next();
      }
      const xml =
        '<Error><Code>AccessDenied</Code><Message>Object is WORM protected</Message></Error>';
      const headers = { 'X-S3-Drive-Origin': 'store' };
      return new Response(xml, { status: 403, headers });
    });
    const moved = moveObject(connection, from, to);
    await expect(moved).rejects.toMatchObject({
      code: 'SourceLocked',
      status: 403,
      key: from.key
    });
    expect(await bench.textAt(from.key)).toBe('1');
    expect(await bench.textAt(to.key)).toBe('1');
  });

  it('keeps the source when the copy was replaced meanwhile', async () => {
    await putObject(connection, bucket, from.key, '1');
    bench.onFirst(/^HEAD .*d%23%25/, () => bench.foreignPut(to.key, 'theirs'));
    const moved = moveObject(connection, from, to);
    await expect(moved).rejects.toMatchObject({ code: 'CopyChanged' });
    expect(await bench.textAt(from.key)).toBe('1');
    expect(await bench.textAt(to.key)).toBe('theirs');
  });

  it('has moved a source that somebody deletes meanwhile', async () => {
    await putObject(connection, bucket, from.key, '1');
    bench.onFirst(/^POST .*uploadId=/, () =>
      deleteObject(connection, bucket, from.key)
    );
    await moveObject(connection, from, to);
    expect(await bench.textAt(to.key)).toBe('1');
  });

  it('keeps the source when the copy fails', async () => {
    await putObject(connection, bucket, from.key, '1');
    await bench.foreignPut(to.key, 'theirs');
    await expect(moveObject(connection, from, to)).rejects.toMatchObject({
      code: 'ObjectExists'
    });
    expect(await bench.textAt(from.key)).toBe('1');
    expect(await bench.textAt(to.key)).toBe('theirs');
  });
});
