// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { answer, makeDrive, statusOf, type } from './helpers';
import type { IDriveFixture } from './helpers';

let d: IDriveFixture;
let b: string;

beforeAll(async () => {
  d = await makeDrive();
  b = d.bucket;
});

afterAll(() => d.dispose());

beforeEach(() => {
  d.events.length = 0;
  d.notices.length = 0;
});

const tick = () => new Promise(resolve => setTimeout(resolve, 5));

describe('newUntitled', () => {
  it('takes the next name that is free', async () => {
    const create = async (options: Contents.ICreateOptions) =>
      (await d.contents.newUntitled({ path: `s3:${b}/new`, ...options })).path;
    const path = (name: string) => `s3:${b}/new/${name}`;
    expect(await create({ type: 'file', ext: 'txt' })).toBe(
      path('untitled.txt')
    );
    expect(await create({ type: 'file', ext: '.txt' })).toBe(
      path('untitled1.txt')
    );
    expect(await create({ type: 'file', ext: '.tar.gz' })).toBe(
      path('untitled.tar.gz')
    );
    expect(await create({ type: 'file' })).toBe(path('untitled'));
    expect(await create({ type: 'notebook' })).toBe(path('Untitled.ipynb'));
    expect(await create({ type: 'notebook' })).toBe(path('Untitled1.ipynb'));
    expect(await create({ type: 'directory' })).toBe(path('Untitled Folder'));
    expect(await create({ type: 'directory' })).toBe(path('Untitled Folder 1'));
    await d.drop('new/untitled.txt');
    expect(await create({ type: 'file', ext: '.txt' })).toBe(
      path('untitled.txt')
    );
    expect(await d.keys('new/')).toEqual(
      [
        'Untitled Folder 1/',
        'Untitled Folder/',
        'Untitled.ipynb',
        'Untitled1.ipynb',
        'untitled',
        'untitled.tar.gz',
        'untitled.txt',
        'untitled1.txt'
      ].map(name => `new/${name}`)
    );
    expect(d.events.every(event => event.type === 'new')).toBe(true);
    expect(d.events).toHaveLength(9);
  });

  it('takes another name when somebody takes the free one', async () => {
    let done = false;
    d.fixture.intercept(async (request, next) => {
      if (request.method === 'PUT' && !done) {
        done = true;
        await d.put('race/untitled.txt', 'theirs');
      }
      return next();
    });
    const model = await d.drive.newUntitled({
      path: `${b}/race`,
      type: 'file',
      ext: '.txt'
    });
    d.fixture.intercept(null);
    expect(model.name).toBe('untitled1.txt');
    expect(await d.text('race/untitled.txt')).toBe('theirs');
  });

  it('does not take the name of a folder without a marker', async () => {
    await d.put('new2/Untitled Folder/x', '');
    await d.put('new2/untitled.txt/x', '');
    const options = { path: `${b}/new2` };
    const folder = await d.drive.newUntitled({ ...options, type: 'directory' });
    const file = await d.drive.newUntitled({ ...options, ext: '.txt' });
    expect([folder.name, file.name]).toEqual([
      'Untitled Folder 1',
      'untitled1.txt'
    ]);
  });

  it('is refused below an object', async () => {
    await d.put('object', 'x');
    const create = d.drive.newUntitled({ path: `${b}/object` });
    expect(await statusOf(create)).toBe(409);
    expect(await d.keys('object')).toEqual(['object']);
  });
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
    await tick();
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

describe('copy', () => {
  it('names copies as Jupyter does', async () => {
    await d.put('cp/a.tar.gz', 'gz', { ContentType: 'application/gzip' });
    await d.put('cp/n.b.ipynb', '{}');
    await d.put('cp/dir.d/x', 'x');
    const copy = async (name: string, to = 'cp') =>
      (await d.contents.copy(`s3:${b}/cp/${name}`, `s3:${b}/${to}`)).path;
    const path = (name: string) => `s3:${b}/cp/${name}`;
    expect(await copy('a.tar.gz')).toBe(path('a-Copy1.tar.gz'));
    expect(await copy('a.tar.gz')).toBe(path('a-Copy2.tar.gz'));
    expect(await copy('a-Copy1.tar.gz')).toBe(path('a-Copy3.tar.gz'));
    expect(await copy('n.b.ipynb')).toBe(path('n.b-Copy1.ipynb'));
    expect(await copy('dir.d')).toBe(path('dir.d-Copy1'));
    expect(await copy('a.tar.gz', 'cp2')).toBe(`s3:${b}/cp2/a.tar.gz`);
    expect(await d.text('cp/a-Copy3.tar.gz')).toBe('gz');
    expect((await d.head('cp/a-Copy1.tar.gz')).ContentType).toBe(
      'application/gzip'
    );
    expect(await d.text('cp/dir.d-Copy1/x')).toBe('x');
    expect(await d.text('cp/dir.d/x')).toBe('x');
  });

  it('into itself is refused', async () => {
    await d.put('cpself/x', 'x');
    const copy = d.drive.copy(`${b}/cpself`, `${b}/cpself`);
    expect(await statusOf(copy)).toBe(400);
    expect(await d.keys('cpself')).toEqual(['cpself/x']);
  });
});

describe('delete', () => {
  it('takes the exact key alone', async () => {
    await d.put('del/del.csv', 'x');
    await d.put('del/del.csv.bak', 'x');
    await d.put('del/del.csv2/x.txt', 'x');
    await d.contents.delete(`s3:${b}/del/del.csv`);
    expect(await d.keys('del/')).toEqual([
      'del/del.csv.bak',
      'del/del.csv2/x.txt'
    ]);
    expect(d.events).toEqual([
      {
        type: 'delete',
        oldValue: { path: `${b}/del/del.csv` },
        newValue: null
      }
    ]);
  });

  it('takes a folder with all below it, and no neighbour', async () => {
    for (const key of ['', 'x', 'sub/', 'sub/y', 'sub/deep/z']) {
      await d.put(`gone/${key}`, 'x'.repeat(key.endsWith('/') ? 0 : 1));
    }
    await d.put('gone2/x', 'x');
    await d.put('gone.txt', 'x');
    await d.contents.delete(`s3:${b}/gone`);
    expect(await d.keys('gone')).toEqual(['gone.txt', 'gone2/x']);
  });

  it('of what is not there is a 404', async () => {
    expect(await statusOf(d.drive.delete(`${b}/nothing`))).toBe(404);
    expect(d.events).toEqual([]);
  });

  it('takes the checkpoint along, and leaves the folder', async () => {
    await d.put('kept/a.txt', 'x');
    await d.put('kept/.ipynb_checkpoints/a-checkpoint.txt', 'x');
    await d.contents.delete(`s3:${b}/kept/a.txt`);
    expect(await d.keys('kept/')).toEqual(['kept/']);
    const model = await d.drive.get(`${b}/kept`);
    expect(model.content).toEqual([]);
    await d.contents.delete(`s3:${b}/kept`);
    expect(await d.keys('kept')).toEqual([]);
  });

  it('leaves the folder when all in it is deleted at once', async () => {
    const names = ['a', 'b', 'c', 'sub/x'];
    for (const name of names) {
      await d.put(`once/${name}`, 'x');
    }
    await Promise.all(
      ['a', 'b', 'c', 'sub'].map(name =>
        d.contents.delete(`s3:${b}/once/${name}`)
      )
    );
    expect(await d.keys('once/')).toEqual(['once/']);
  });

  it('leaves the folder of what was moved away', async () => {
    await d.put('away/sub/x', 'x');
    await d.drive.rename(`${b}/away/sub`, `${b}/elsewhere`);
    expect(await d.keys('away/')).toEqual(['away/']);
  });

  it('shows its progress where a file browser asks for it', async () => {
    for (let i = 0; i < 5; i++) {
      await d.put(`progress/${i}`, 'x');
    }
    const seen: number[] = [];
    await d.drive.remove(`${b}/progress`, { onProgress: n => seen.push(n) });
    expect(seen).toEqual([5]);
    expect(await d.keys('progress')).toEqual([]);
  });
});

describe('upload', () => {
  it('stores the bytes with their type, and refuses a name in use', async () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => i % 256);
    const file = new File([bytes], 'été #1?.png', { type: 'image/png' });
    const model = await d.drive.upload(`${b}/up`, file);
    expect(model.path).toBe(`${b}/up/été #1?.png`);
    expect(await d.read('up/été #1?.png')).toEqual(bytes);
    expect((await d.head('up/été #1?.png')).ContentType).toBe('image/png');
    expect(await statusOf(d.drive.upload(`${b}/up`, file))).toBe(409);
    const dir = new File(['x'], 'up');
    expect(await statusOf(d.drive.upload(b, dir))).toBe(409);
  });

  it('replaces what the person has agreed to, not what came after', async () => {
    await d.put('up2/a.txt', 'old');
    const file = new File(['new'], 'a.txt');
    await d.drive.upload(`${b}/up2`, file, { onExisting: 'replace' });
    expect(await d.text('up2/a.txt')).toBe('new');
    let done = false;
    d.fixture.intercept(async (request, next) => {
      if (request.method === 'PUT' && !done) {
        done = true;
        await d.put('up2/a.txt', 'theirs');
      }
      return next();
    });
    const again = d.drive.upload(`${b}/up2`, new File(['newer'], 'a.txt'), {
      onExisting: 'replace'
    });
    expect(await statusOf(again)).toBe(412);
    d.fixture.intercept(null);
    expect(await d.text('up2/a.txt')).toBe('theirs');
  });
});
