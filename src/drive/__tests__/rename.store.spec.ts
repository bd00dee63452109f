// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  answer,
  laterRun,
  statusOf,
  type
} from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

describe('rename', () => {
  it('keeps bytes, type, metadata and tags, and takes the checkpoint along', async () => {
    await d.put('rn/a.txt', 'text', {
      ContentType: 'text/x-special',
      Metadata: { owner: 'me' },
      Tagging: 'a=1'
    });
    await d.put('rn/.ipynb_checkpoints/a-checkpoint.txt', 'old');
    const model = await d.contents.rename(
      `s3:${b}/rn/a.txt`,
      `s3:${b}/rn2/b.txt`
    );
    expect(model).toMatchObject({ path: `s3:${b}/rn2/b.txt`, name: 'b.txt' });
    expect(await d.keys('rn')).toEqual([
      'rn/',
      'rn2/.ipynb_checkpoints/b-checkpoint.txt',
      'rn2/b.txt'
    ]);
    expect(await d.text('rn2/b.txt')).toBe('text');
    expect(await d.head('rn2/b.txt')).toMatchObject({
      ContentType: 'text/x-special',
      Metadata: { owner: 'me' }
    });
    expect(await d.tags('rn2/b.txt')).toEqual({ a: '1' });
    expect(d.events).toEqual([
      {
        type: 'rename',
        oldValue: { path: `${b}/rn/a.txt` },
        newValue: expect.objectContaining({ path: `${b}/rn2/b.txt` })
      }
    ]);
  });

  it('onto itself does nothing', async () => {
    await d.put('self.txt', 'x');
    await d.drive.rename(`${b}/self.txt`, `${b}/self.txt`);
    expect(await d.text('self.txt')).toBe('x');
    expect(d.events).toEqual([]);
  });

  it('refuses a name that is taken, in each way', async () => {
    await d.put('taken/a', 'a');
    await d.put('taken/b', 'b');
    await d.put('taken/dir/x', 'x');
    for (const [from, to] of [
      ['a', 'b'],
      ['a', 'dir'],
      ['a', 'b/below'],
      ['dir', 'b'],
      ['dir', 'b/below']
    ]) {
      const rename = d.drive.rename(`${b}/taken/${from}`, `${b}/taken/${to}`);
      expect(await statusOf(rename)).toBe(409);
    }
    const inside = d.drive.rename(`${b}/taken/dir`, `${b}/taken/dir/dir2`);
    expect(await statusOf(inside)).toBe(400);
    const missing = d.drive.rename(`${b}/taken/none`, `${b}/taken/none2`);
    expect(await statusOf(missing)).toBe(404);
    expect(await d.keys('taken/')).toEqual([
      'taken/a',
      'taken/b',
      'taken/dir/x'
    ]);
  });

  it('never overwrites what appears meanwhile', async () => {
    await d.put('meanwhile/a.txt', 'mine');
    let done = false;
    d.fixture.intercept(async (request, next) => {
      const url = new URL(request.url);
      if (url.searchParams.has('uploadId') && !done) {
        done = true;
        await d.put('meanwhile/b.txt', 'theirs');
      }
      return next();
    });
    const rename = d.drive.rename(
      `${b}/meanwhile/a.txt`,
      `${b}/meanwhile/b.txt`
    );
    expect(await statusOf(rename)).toBe(409);
    d.fixture.intercept(null);
    expect(await d.text('meanwhile/a.txt')).toBe('mine');
    expect(await d.text('meanwhile/b.txt')).toBe('theirs');
  });

  it('moves a folder whole, keeps its case, and leaves its neighbours', async () => {
    const keys = ['X.txt', 'sub/Y.txt', 'sub/deep/Z.txt', 'empty/', ''];
    for (const key of keys) {
      await d.put(`Folder/${key}`, key.endsWith('/') || !key ? '' : key);
    }
    await d.put('Folder2/x', 'neighbour');
    await d.put('Folder.txt', 'neighbour');
    const model = await d.drive.rename(`${b}/Folder`, `${b}/moved/Here`);
    expect(model).toMatchObject({ type: 'directory', path: `${b}/moved/Here` });
    expect(await d.keys('Folder')).toEqual(['Folder.txt', 'Folder2/x']);
    expect(await d.keys('moved/')).toEqual(
      keys.map(key => `moved/Here/${key}`).sort()
    );
    expect(await d.text('moved/Here/sub/deep/Z.txt')).toBe('sub/deep/Z.txt');
  });
});

describe('an open document', () => {
  it('follows its file, and saves there without a question', async () => {
    await d.put('follow/a.txt', 'x');
    const context = await d.open('follow/a.txt');
    type(context, 'y');
    await context.save();
    await laterRun();
    await context.rename('b.txt');
    expect(context.path).toBe(`s3:${b}/follow/b.txt`);
    type(context, 'z');
    await context.save();
    expect(await d.text('follow/b.txt')).toBe('z');
    expect(await d.exists('follow/a.txt')).toBe(false);
  });

  it('is asked after a rename when someone had changed the file before', async () => {
    await d.put('follow/c.txt', 'x');
    const context = await d.open('follow/c.txt');
    await d.put('follow/c.txt', 'theirs');
    await context.rename('d.txt');
    type(context, 'mine');
    const saving = context.save().catch(() => 'failed');
    expect(await answer('Cancel')).toContain('has changed on disk');
    expect(await saving).toBe('failed');
    expect(await d.text('follow/d.txt')).toBe('theirs');
  });

  it.each(['a+b', '(x', 'x|y', '[z', '$&', 'plain'])(
    'follows a renamed folder "%s", and no other one',
    async name => {
      const folder = `regexp/${name}`;
      await d.put(`${folder}/doc.txt`, 'x');
      await d.put(`${folder}2/doc.txt`, 'other');
      await d.put(`${folder}2/y/doc.txt`, 'other');
      const inside = await d.open(`${folder}/doc.txt`);
      const beside = await d.open(`${folder}2/doc.txt`);
      const deeper = await d.open(`${folder}2/y/doc.txt`);
      const renamed = `${folder}3 $1`;
      await d.contents.rename(`s3:${b}/${folder}`, `s3:${b}/${renamed}`);
      expect(inside.path).toBe(`s3:${b}/${renamed}/doc.txt`);
      expect(beside.path).toBe(`s3:${b}/${folder}2/doc.txt`);
      expect(deeper.path).toBe(`s3:${b}/${folder}2/y/doc.txt`);
      type(inside, 'saved');
      await inside.save();
      expect(await d.text(`${renamed}/doc.txt`)).toBe('saved');
      expect(await d.exists(`${folder}/doc.txt`)).toBe(false);
    }
  );
});
