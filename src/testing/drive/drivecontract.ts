// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { Place, refused, type IContractDrive } from './contractplace';

/** What holds for each drive, by what it says. */
const BEHAVIOURS: { readonly [says: string]: (at: Place) => Promise<void> } = {
  'a file has its text, and its size': async at => {
    await at.put({ 'a.txt': 'text é' });
    const path = at.path('a.txt');
    expect(await at.drive.get(path)).toMatchObject({
      name: 'a.txt',
      path,
      type: 'file',
      format: 'text',
      content: 'text é',
      size: 7
    });
  },

  'a file is described without its text': async at => {
    await at.put({ 'a.txt': 'text' });
    const path = at.path('a.txt');
    const model = await at.drive.get(path, { content: false });
    expect(model).toMatchObject({ path, type: 'file', size: 4 });
    expect([model.content ?? null, model.format ?? null]).toEqual([null, null]);
  },

  'what is not there is not found': async at => {
    await at.put({ 'a.txt': 'text' });
    for (const content of [true, false]) {
      const looked = at.drive.get(at.path('b.txt'), { content });
      expect(await refused(looked)).toBe(404);
    }
  },

  'a folder lists its files, and each folder once': async at => {
    await at.put({ 'b.txt': '', 'a.txt': '', 'sub/x': '', 'sub/deep/y': '' });
    expect(await at.listed('')).toEqual(['a.txt', 'b.txt', 'sub/']);
    expect(await at.listed('sub')).toEqual(['deep/', 'x']);
  },

  'a folder is described without its entries': async at => {
    await at.put({ 'f/x': '' });
    const path = at.path('f');
    const options = { content: false, type: 'directory' as const };
    const model = await at.drive.get(path, options);
    expect(model).toMatchObject({ name: 'f', path, type: 'directory' });
    expect([model.content ?? null, model.format ?? null]).toEqual([null, null]);
  },

  'a file is no folder, and a folder no file': async at => {
    await at.put({ 'a.txt': '', 'f/x': '' });
    const looked = (name: string, type: Contents.ContentType) =>
      refused(at.drive.get(at.path(name), { content: true, type }));
    expect(await looked('a.txt', 'directory')).toBe(404);
    expect(await looked('f', 'file')).toBe(400);
  },

  'a marker is an empty folder': async at => {
    await at.put({ 'empty/': '' });
    expect(await at.listed('')).toEqual(['empty/']);
    expect(await at.listed('empty')).toEqual([]);
  },

  'a folder is none of the neighbours that begin like it': async at => {
    await at.put({ 'f/x': '', 'f2/y': '', 'f.txt': '' });
    expect(await at.listed('f')).toEqual(['x']);
    expect(await refused(at.drive.get(at.path('f.')))).toBe(404);
  },

  'a save makes a file': async at => {
    const model = await at.save('a.txt', 'mine');
    expect(model).toMatchObject({ name: 'a.txt', path: at.path('a.txt') });
    expect(await at.stored()).toEqual({ 'a.txt': 'mine' });
    expect(at.events).toEqual([['save', null, 'a.txt']]);
  },

  'a save replaces a file': async at => {
    await at.put({ 'a.txt': 'old', 'b.txt': 'other' });
    await at.save('a.txt', 'new');
    expect(await at.stored()).toEqual({ 'a.txt': 'new', 'b.txt': 'other' });
  },

  'a save makes a folder, where the name is free': async at => {
    await at.put({ 'a.txt': 'text', 'old/x': '' });
    const save = (name: string) =>
      at.drive.save(at.path(name), { type: 'directory' });
    expect(await save('new')).toMatchObject({ name: 'new', type: 'directory' });
    expect(await at.listed('')).toEqual(['a.txt', 'new/', 'old/']);
    expect(await refused(save('a.txt'))).toBe(409);
    expect(await refused(save('old'))).toBe(409);
  },

  'a file is renamed': async at => {
    await at.put({ 'a.txt': 'text', 'a.txt.bak': 'other' });
    const model = await at.drive.rename(at.path('a.txt'), at.path('b.txt'));
    expect(model).toMatchObject({ name: 'b.txt', path: at.path('b.txt') });
    expect(await at.stored()).toEqual({
      'a.txt.bak': 'other',
      'b.txt': 'text'
    });
    expect(at.events).toEqual([['rename', 'a.txt', 'b.txt']]);
  },

  'a folder is renamed with all below it': async at => {
    await at.put({ 'f/': '', 'f/x': '1', 'f/deep/y': '2', 'f2/z': '3' });
    const model = await at.drive.rename(at.path('f'), at.path('g'));
    expect(model).toMatchObject({ name: 'g', type: 'directory' });
    expect(await at.stored()).toEqual({
      'f2/z': '3',
      'g/': '',
      'g/deep/y': '2',
      'g/x': '1'
    });
    expect(at.events).toEqual([
      ['new', null, 'g'],
      ['delete', 'f', null]
    ]);
  },

  'a rename never takes a name that exists': async at => {
    const files = { 'a.txt': '1', 'b.txt': '2', 'f/x': '3', 'g/y': '4' };
    await at.put(files);
    for (const [from, to] of [
      ['a.txt', 'b.txt'],
      ['a.txt', 'f'],
      ['f', 'a.txt'],
      ['f', 'g']
    ]) {
      const renamed = at.drive.rename(at.path(from), at.path(to));
      expect([from, to, await refused(renamed)]).toEqual([from, to, 409]);
    }
    expect(await at.stored()).toEqual(files);
    expect(at.events).toEqual([]);
  },

  'what has its name already is not renamed': async at => {
    await at.put({ 'a.txt': 'text' });
    const model = await at.drive.rename(at.path('a.txt'), at.path('a.txt'));
    expect(model).toMatchObject({ path: at.path('a.txt') });
    expect(await at.stored()).toEqual({ 'a.txt': 'text' });
    expect(at.events).toEqual([]);
  },

  'a copy has the next free name': async at => {
    await at.put({ 'a.tar.gz': 'text', 'to/': '' });
    const copy = async (dir: string) =>
      (await at.drive.copy(at.path('a.tar.gz'), at.path(dir))).name;
    const names = [await copy(''), await copy(''), await copy('to')];
    expect(names).toEqual(['a-Copy1.tar.gz', 'a-Copy2.tar.gz', 'a.tar.gz']);
    expect(await at.stored()).toEqual({
      'a.tar.gz': 'text',
      'a-Copy1.tar.gz': 'text',
      'a-Copy2.tar.gz': 'text',
      'to/': '',
      'to/a.tar.gz': 'text'
    });
    expect(at.events[0]).toEqual(['new', null, 'a-Copy1.tar.gz']);
  },

  'a folder is copied with all below it': async at => {
    await at.put({ 'f/x': '1', 'f/deep/y': '2' });
    const model = await at.drive.copy(at.path('f'), at.path(''));
    expect(model).toMatchObject({ name: 'f-Copy1', type: 'directory' });
    expect(await at.stored()).toMatchObject({
      'f/x': '1',
      'f/deep/y': '2',
      'f-Copy1/x': '1',
      'f-Copy1/deep/y': '2'
    });
  },

  'a file is deleted, and no neighbour': async at => {
    await at.put({ 'a.txt': '', 'a.txt.bak': '', 'a.txt2/x': '' });
    await at.drive.delete(at.path('a.txt'));
    expect(Object.keys(await at.stored())).toEqual(['a.txt.bak', 'a.txt2/x']);
    expect(at.events).toEqual([['delete', 'a.txt', null]]);
  },

  'a folder is deleted with all below it': async at => {
    await at.put({ 'f/': '', 'f/x': '', 'f/deep/y': '', 'f2/z': '' });
    await at.drive.delete(at.path('f'));
    expect(Object.keys(await at.stored())).toEqual(['f2/z']);
    expect(at.events).toEqual([['delete', 'f', null]]);
    expect(await refused(at.drive.get(at.path('f')))).toBe(404);
  },

  'what is not there is not renamed, copied or deleted': async at => {
    await at.put({ 'b.txt': 'text' });
    const path = at.path('a.txt');
    expect(await refused(at.drive.rename(path, at.path('c.txt')))).toBe(404);
    expect(await refused(at.drive.copy(path, at.path('')))).toBe(404);
    expect(await refused(at.drive.delete(path))).toBe(404);
    expect(await at.stored()).toEqual({ 'b.txt': 'text' });
    expect(at.events).toEqual([]);
  },

  'what is new is named as Jupyter names it': async at => {
    await at.put({ 'x.txt': '' });
    const make = async (type: Contents.ContentType, ext?: string) => {
      const options = { path: at.path(''), type, ext };
      return (await at.drive.newUntitled(options)).name;
    };
    const made = [];
    for (const [type, ext] of [
      ['file'],
      ['file', '.txt'],
      ['file', 'py'],
      ['notebook'],
      ['directory']
    ]) {
      made.push(await make(type, ext), await make(type, ext));
    }
    expect(made).toEqual([
      'untitled',
      'untitled1',
      'untitled.txt',
      'untitled1.txt',
      'untitled.py',
      'untitled1.py',
      'Untitled.ipynb',
      'Untitled1.ipynb',
      'Untitled Folder',
      'Untitled Folder 1'
    ]);
    expect(await at.listed('')).toEqual(
      [
        ...made.slice(0, 8),
        ...made.slice(8).map(each => `${each}/`),
        'x.txt'
      ].sort()
    );
    expect(at.events[0]).toEqual(['new', null, 'untitled']);
  },

  'an upload replaces only what it may': async at => {
    await at.put({ 'a.txt': 'old' });
    const upload = (name: string, onExisting?: 'replace') =>
      at.drive.upload(at.path(''), new File(['new'], name), { onExisting });
    expect(await refused(upload('a.txt'))).toBe(409);
    expect(await upload('b.txt')).toMatchObject({ path: at.path('b.txt') });
    expect(await at.stored()).toEqual({ 'a.txt': 'old', 'b.txt': 'new' });
    await upload('a.txt', 'replace');
    expect(await at.stored()).toEqual({ 'a.txt': 'new', 'b.txt': 'new' });
  },

  'the first save keeps a checkpoint, which can be restored': async at => {
    await at.put({ 'a.txt': 'first' });
    const path = at.path('a.txt');
    await at.drive.get(path);
    expect(await at.drive.listCheckpoints(path)).toEqual([]);
    await at.save('a.txt', 'second');
    const [{ id }] = await at.drive.listCheckpoints(path);
    await at.drive.restoreCheckpoint(path, id);
    expect(await at.stored()).toEqual({ 'a.txt': 'first' });
    await at.drive.deleteCheckpoint(path, id);
    expect(await at.drive.listCheckpoints(path)).toEqual([]);
    expect(await refused(at.drive.restoreCheckpoint(path, id))).toBe(404);
  },

  'names that are free are known': async at => {
    await at.put({ 'a.txt': '', 'f/x': '' });
    const names = ['a.txt', 'b.txt', 'f', 'g'];
    const free = await at.drive.freeNames(at.path(''), names);
    expect(Array.from(free).sort()).toEqual(['b.txt', 'g']);
  },

  'entries are found by how their names begin': async at => {
    await at.put({ 'ab.txt': '', 'abc/x': '', 'b.txt': '' });
    const { entries, more } = await at.drive.find(at.path(''), 'ab');
    expect(entries.map(({ name }) => name).sort()).toEqual(['ab.txt', 'abc']);
    expect(more).toBe(false);
  },

  'all that is below a folder is walked': async at => {
    await at.put({ 'f/': '', 'f/x': '1', 'f/deep/y': '2', 'f2/z': '' });
    const keys: string[] = [];
    for await (const page of at.drive.walk(at.path('f'))) {
      keys.push(...page.objects.map(({ key }) => key));
    }
    const below = keys.map(key => key.slice(key.indexOf('/f/') + 1));
    expect(below.sort()).toEqual(['f/', 'f/deep/y', 'f/x']);
  }
};

/**
 * Test that a drive does what each drive does: the one in memory, which unit
 * specs use, and the real one.
 *
 * @param drive - Returns the drive, once the tests run.
 */
export function itKeepsTheContract(drive: () => IContractDrive): void {
  Object.entries(BEHAVIOURS).forEach(([says, prove], number) => {
    it(says, () => prove(new Place(drive(), `contract/${number}`)));
  });
}
