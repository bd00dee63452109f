// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { freshPrefix } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import type { S3Connection } from '../../transport/connection';
import { copyFolder, moveFolder } from '../copyfolder';
import { deleteObject } from '../../objects/delete';
import { getTagging } from '../../metadata/tags';
import { head } from '../../objects/head';
import { S3Location } from '../../location';
import { Bench, FILLED } from '../../__tests__/bench';

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
  root = freshPrefix('folder');
  from = S3Location.fromPath(`${bucket}/${root}a (b)+/`);
  to = S3Location.fromPath(`${bucket}/${root}c/d é/`);
});

describe('copyFolder', () => {
  it('copies everything, with what belongs to it', async () => {
    await bench.fill(from.key);
    await bench.foreignPut(`${root}a (b)+2/other`, 'other');
    const steps: number[][] = [];
    const result = await copyFolder(connection, from, to, {
      onProgress: ({ done, total }) => steps.push([done, total])
    });
    expect(result).toEqual({ copied: 6, kept: [], left: [] });
    expect(await bench.contentOf(to.key)).toEqual(FILLED);
    expect(await bench.contentOf(from.key)).toEqual(FILLED);
    const copy = `${to.key}sub/y é.txt`;
    expect(await head(connection, bucket, copy)).toMatchObject({
      contentType: 'text/x-test',
      metadata: { name: 'value' }
    });
    const tags = await getTagging(connection, bucket, copy);
    expect(tags).toEqual({ t: 'v' });
    expect(steps[0]).toEqual([0, 6]);
    expect(steps[steps.length - 1]).toEqual([6, 6]);
  });

  it('copies a folder without a marker', async () => {
    await bench.foreignPut(`${from.key}x`, 'x');
    await copyFolder(connection, from, to);
    expect(await bench.contentOf(to.key)).toEqual({ x: 'x' });
  });

  it('takes the object as it is when it changes under the copy', async () => {
    await bench.foreignPut(`${from.key}x`, '1');
    bench.onFirst(/^PUT .*%20%C3%A9\/x/, () =>
      bench.foreignPut(`${from.key}x`, 'two')
    );
    await copyFolder(connection, from, to);
    expect(await bench.contentOf(to.key)).toEqual({ x: 'two' });
  });

  it('leaves out what is deleted under the copy', async () => {
    await bench.foreignPut(`${from.key}x`, '1');
    await bench.foreignPut(`${from.key}y`, '2');
    bench.onFirst(/^PUT .*%20%C3%A9\/x/, () =>
      deleteObject(connection, bucket, `${from.key}x`)
    );
    const result = await copyFolder(connection, from, to);
    expect(result.copied).toBe(1);
    expect(await bench.contentOf(to.key)).toEqual({ y: '2' });
  });
});

describe.each([
  ['copyFolder', copyFolder],
  ['moveFolder', moveFolder]
])('%s', (_, act) => {
  it.each([
    ['a folder', 'c/d é/x'],
    ['an empty folder', 'c/d é/'],
    ['an object', 'c/d é']
  ])('refuses the name of %s', async (_kind, name) => {
    await bench.fill(from.key);
    await bench.foreignPut(root + name, '');
    await expect(act(connection, from, to)).rejects.toMatchObject({
      code: 'DestinationExists',
      status: 409
    });
    expect(await bench.contentOf(from.key)).toEqual(FILLED);
    expect(await bench.contentOf(`${root}c/`)).toEqual({ [name.slice(2)]: '' });
  });

  it('refuses a folder inside itself, and what is no folder', async () => {
    await bench.fill(from.key);
    const inside = from.child('x/');
    await expect(act(connection, from, inside)).rejects.toMatchObject({
      code: 'DestinationInside',
      status: 400
    });
    const file = S3Location.fromPath(`${bucket}/${root}file`);
    await expect(act(connection, file, to)).rejects.toMatchObject({
      code: 'InvalidKey'
    });
    const whole = S3Location.fromPath(bucket);
    await expect(act(connection, whole, to)).rejects.toMatchObject({
      code: 'InvalidKey'
    });
    expect(await bench.contentOf(root)).toEqual(
      Object.fromEntries(
        Object.entries(FILLED).map(([name, text]) => [`a (b)+/${name}`, text])
      )
    );
  });

  it('gives 404 for a folder that is not there', async () => {
    await expect(act(connection, from, to)).rejects.toMatchObject({
      status: 404
    });
    expect(await bench.contentOf(root)).toEqual({});
  });

  it('refuses keys that cannot be addressed, naming them, and changes nothing', async () => {
    await bench.foreignPut(`${from.key}x`, 'x');
    // None of the tested stores keeps such a key, so it is inserted into the
    // listing on its way.
    bench.onFirst(/^GET .*list-type=2/, async next => {
      const response = await next();
      const text = await response.text();
      const headers = new Headers(response.headers);
      const odd = text.replace(/(<Key>[^<]*)x<\/Key>/, '$1../x</Key>');
      expect(odd).not.toBe(text);
      headers.delete('content-length');
      return new Response(odd, { headers });
    });
    const before = bench.fixture.sent.length;
    await expect(act(connection, from, to)).rejects.toMatchObject({
      code: 'InvalidKey',
      status: 400,
      keys: [`${from.key}../x`]
    });
    const lines = bench.fixture.sent.slice(before);
    expect(lines.filter(line => !/^(GET|HEAD) /.test(line))).toEqual([]);
  });
});
