// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { statusOf } from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

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
