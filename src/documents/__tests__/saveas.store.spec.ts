// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about what JupyterLab does with a path.

import { nullTranslator } from '@jupyterlab/translation';

import {
  type IContext,
  answer,
  saveAs,
  type
} from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import type { Interceptor } from '../../testing/fixtures';
import { useDrive } from '../../testing/setup';
import { handOverSaveAs, savePath } from '../saveas';

let d: IDriveFixture;
let number = 0;
let dir: string;
let context: IContext;

const trans = nullTranslator.load('jupyterlab_s3_drive');

useDrive({}, made => {
  d = made;
  handOverSaveAs(d.contents, { drive: d.drive, trans });
});

beforeEach(async () => {
  dir = `saveas/${number++}`;
  await d.put(`${dir}/a.txt`, 'a');
  context = await d.open(`${dir}/a.txt`);
  type(context, 'changed');
});

/** An error of the store when the path is looked up. */
const status =
  (code: number): Interceptor =>
  async () =>
    new Response(null, {
      status: code,
      headers: { 'X-S3-Drive-Origin': 'store' }
    });

/** A connection that ends before the answer. */
const cut: Interceptor = () => Promise.reject(new TypeError('Failed to fetch'));

/** Ways to write the same path. */
const written: [string, (path: string) => string][] = [
  ['a path', path => path],
  ['a path of the drive', path => `s3:${path}`],
  ['an address', path => `s3://${path}`],
  ['an address in capital letters', path => `S3://${path}`],
  ['an address of Hadoop', path => `s3a://${path}`],
  ['a link', path => `${d.fixture.description.endpoint}/${path}?X-Amz-Date=1`]
];

describe('"Save As"', () => {
  it.each(written)('takes %s', async (_, write) => {
    expect(await saveAs(context, write(`${d.bucket}/${dir}/b.txt`))).toBe(true);
    expect(await d.text(`${dir}/b.txt`)).toBe('changed');
    expect(await d.text(`${dir}/a.txt`)).toBe('a');
  });

  it.each(written)('saves the document itself, as %s', async (_, write) => {
    expect(await saveAs(context, write(`${d.bucket}/${dir}/a.txt`))).toBe(true);
    expect(await d.text(`${dir}/a.txt`)).toBe('changed');
    expect(context.model.dirty).toBe(false);
  });

  it.each(written)('asks before it replaces %s', async (_, write) => {
    await d.put(`${dir}/b.txt`, 'b');
    d.fixture.sent.length = 0;
    const saving = saveAs(context, write(`${d.bucket}/${dir}/b.txt`));
    const asked = await answer('Overwrite', /already exists/);
    expect(asked).toContain(`"s3:${d.bucket}/${dir}/b.txt" already exists`);
    expect(await saving).toBe(true);
    expect(await d.text(`${dir}/b.txt`)).toBe('changed');
    // The drive replaces it in one step: nothing is deleted on the way.
    expect(d.fixture.sent.filter(sent => /^DELETE/.test(sent))).toEqual([]);
  });

  it.each<[string, string, Interceptor | null, RegExp]>([
    ['forbidden', 's3://BUCKET/b.txt', status(403), /does not allow/],
    ['an error of the store', 's3:BUCKET/b.txt', status(418), /answered/],
    ['a double slash', 's3://BUCKET/x//b.txt', null, /cannot be used/],
    ['dots', 's3:BUCKET/../b.txt', null, /cannot be used/],
    ['no bucket', 's3://', null, /names no bucket/],
    ['a name alone', 'b.txt', null, /names no file/],
    ['a folder', 's3://BUCKET/x/', null, /names no file/],
    ['another store', 'https://else.where/b/b.txt', null, /not an address in/]
  ])('tells what fails at the look: %s', async (_, to, intercept, said) => {
    d.fixture.intercept(intercept);
    const before = await d.keys();
    const saving = saveAs(context, to.replace('BUCKET', d.bucket));
    const told = await answer('Close', /Cannot be saved there/);
    expect(told).toContain('Cannot be saved there');
    expect(told).toMatch(said);
    expect(await saving).toBe(false);
    expect(await d.keys()).toEqual(before);
    expect(context.model.dirty).toBe(true);
  });

  it('tells that the Jupyter server is gone, and nothing of a cancelled dialog', async () => {
    const get = jest
      .spyOn(d.contents, 'get')
      .mockRejectedValue(new TypeError('Failed to fetch'));
    const saving = saveAs(context, `${d.bucket}/${dir}/b.txt`);
    expect(await answer('Close', /Cannot be saved there/)).toContain(
      'Failed to fetch'
    );
    expect(await saving).toBe(false);
    get.mockRestore();
    const again = context.saveAs();
    await answer('Cancel');
    expect(await again).toBe(false);
    expect(document.body.querySelector('.jp-Dialog')).toBeNull();
  });
});

describe('a document of the workspace', () => {
  it.each<[string, Interceptor, RegExp]>([
    ['forbidden', status(403), /does not allow/],
    ['a busy store', status(503), /too much to do/],
    ['a cut connection', cut, /Jupyter server does not answer/]
  ])('tells why it cannot be saved on S3: %s', async (_, intercept, said) => {
    const name = `saveas-${number}.txt`;
    await d.contents.save(name, { type: 'file', format: 'text', content: 'w' });
    const local = await d.openPath(name);
    type(local, 'changed');
    const before = await d.keys();
    d.fixture.intercept(intercept);
    const saving = saveAs(local, `s3:${d.bucket}/${dir}/b.txt`);
    expect(await answer('Close', /Cannot be saved there/)).toMatch(said);
    expect(await saving).toBe(false);
    d.fixture.intercept(null);
    // Nothing was written, and the document is as it was.
    expect(await d.keys()).toEqual(before);
    expect([local.path, local.model.dirty]).toEqual([name, true]);
    expect(await saveAs(local, `s3:${d.bucket}/${dir}/b.txt`)).toBe(true);
    expect(await d.text(`${dir}/b.txt`)).toBe('changed');
  });

  const options = () => ({ drive: d.drive, trans });

  it.each([
    ['folder/b.txt', 'folder/b.txt'],
    ['b.txt', 'b.txt'],
    ['s3:bucket/b.txt', 's3:bucket/b.txt'],
    ['s3://bucket/é b.txt', 's3:bucket/é b.txt'],
    ['other:b.txt', 'other:b.txt']
  ])('%s is %s', async (typed, path) => {
    expect(await savePath(typed, false, options())).toBe(path);
  });
});
