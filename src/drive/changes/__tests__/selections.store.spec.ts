// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../../../s3/errors';
import { checkpointOf } from '../../lookup/checkpointkeys';
import type { Done } from '../selections';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { S3Location } from '../../../s3/location';

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

let count = 0;
/** Unused folders, without a trailing slash. */
const folders = () => {
  count += 1;
  return { from: `from ${count}`, to: `to é ${count}` };
};

const NAMES = Array.from({ length: 40 }, (_, n) => `f ${n}+é%41.txt`);

const fill = (folder: string, names = NAMES) =>
  Promise.all(names.map(name => d.put(`${folder}/${name}`, `of ${name}`)));

const paths = (folder: string, names = NAMES) =>
  names.map(name => `${d.bucket}/${folder}/${name}`);

/** Every file's text, by its key. */
const texts = async (folder: string): Promise<{ [key: string]: string }> => {
  const keys = await d.keys(`${folder}/`);
  const found = keys
    .filter(key => !key.endsWith('/'))
    .map(async key => [key.slice(folder.length + 1), await d.text(key)]);
  return Object.fromEntries(await Promise.all(found));
};

const asFilled = (names = NAMES) =>
  Object.fromEntries(names.map(name => [name, `of ${name}`]));

const failures = (done: Done) =>
  [...done].filter(([, error]) => error !== null);

/** The operations on all files of a folder. */
const OPERATIONS = {
  move: (from: string, to: string, names = NAMES) =>
    d.drive.moveAll(paths(from, names), `${d.bucket}/${to}`),
  copy: (from: string, to: string, names = NAMES) =>
    d.drive.copyAll(paths(from, names), `${d.bucket}/${to}`),
  delete: (from: string, to: string, names = NAMES) =>
    d.drive.removeAll(paths(from, names))
};

type Operation = keyof typeof OPERATIONS;

const EACH = Object.keys(OPERATIONS) as Operation[];

/** Where the files are afterwards. */
const AFTER: { [name in Operation]: { from: boolean; to: boolean } } = {
  move: { from: false, to: true },
  copy: { from: true, to: true },
  delete: { from: false, to: false }
};

describe.each(EACH)('%s of many files', operation => {
  const run = OPERATIONS[operation];

  it('does all of them by few requests, and tells of each', async () => {
    const { from, to } = folders();
    await fill(from);
    await d.put(`${to}/there`, 'there');
    const sent = d.fixture.sent.length;
    d.events.length = 0;
    const done = await run(from, to);
    expect([...done.keys()].sort()).toEqual(paths(from).sort());
    expect(failures(done)).toEqual([]);
    const requests = d.fixture.sent.length - sent;
    expect(requests).toBeLessThan(
      operation === 'delete' ? 12 : NAMES.length + 20
    );
    const after = AFTER[operation];
    expect(await texts(from)).toEqual(after.from ? asFilled() : {});
    expect(await texts(to)).toEqual({
      there: 'there',
      ...(after.to ? asFilled() : {})
    });
    const type = { move: 'rename', copy: 'new', delete: 'delete' }[operation];
    expect(d.events.filter(event => event.type === type)).toHaveLength(
      NAMES.length
    );
    // The folder that they have left still exists.
    await d.drive.get(`${d.bucket}/${from}`);
  });

  it('leaves what needs a second look to be done alone', async () => {
    const { from, to } = folders();
    const good = ['a', 'z'];
    await fill(from, [...good, 'taken', 'folder-there', 'back\\slash']);
    await d.put(`${from}/sub/x`, 'x');
    await d.put(`${from}/large`, new Uint8Array(9 * 2 ** 20));
    await d.put(`${to}/taken`, 'theirs');
    await d.put(`${to}/folder-there/x`, 'theirs');
    const names = [...good, 'sub', 'large', 'gone', 'back\\slash'];
    if (operation === 'move') {
      names.push('taken', 'folder-there');
    }
    const done = await run(from, to, names);
    expect([...done.keys()].sort()).toEqual(paths(from, good));
    expect(failures(done)).toEqual([]);
    expect(await d.text(`${to}/taken`)).toBe('theirs');
    expect(await d.keys(`${from}/sub/`)).toEqual([`${from}/sub/x`]);
    expect(await d.exists(`${from}/large`)).toBe(true);
  });

  it.each([
    ['the first write', /^PUT /],
    ['the second look', /^GET .*list-type.*to%20/],
    ['the deletion', /^POST .*delete/]
  ])('loses nothing where the network ends before %s', async (_, pattern) => {
    const { from, to } = folders();
    await fill(from);
    await d.put(`${to}/there`, 'there');
    let seen = 0;
    const skipped = pattern.source.includes('list') ? 1 : 0;
    d.fixture.intercept(async (request, next) => {
      seen += pattern.test(`${request.method} ${request.url}`) ? 1 : 0;
      if (seen > skipped) {
        throw new TypeError('network error');
      }
      return next();
    });
    const done = await run(from, to);
    d.fixture.intercept(null);
    const found = { ...(await texts(to)), ...(await texts(from)) };
    const isDeleted = operation === 'delete' && seen <= skipped;
    expect(found).toEqual({
      there: 'there',
      ...(isDeleted ? {} : asFilled())
    });
    // What is reported as done has been done.
    for (const [path, error] of done) {
      const name = path.split('/').pop()!;
      if (error === null && operation === 'move') {
        expect(await d.exists(`${from}/${name}`)).toBe(false);
      }
    }
  });

  it('ends where it is cancelled, with each file whole', async () => {
    const { from, to } = folders();
    await fill(from);
    await d.put(`${to}/there`, 'there');
    const cancel = new AbortController();
    const options = { signal: cancel.signal, onDone: () => cancel.abort() };
    const local = `${d.bucket}/${to}`;
    const done = await {
      move: () => d.drive.moveAll(paths(from), local, options),
      copy: () => d.drive.copyAll(paths(from), local, options),
      delete: () => d.drive.removeAll(paths(from), options)
    }[operation]();
    expect(failures(done)).toEqual([]);
    const [here, there] = [await texts(from), await texts(to)];
    for (const name of NAMES) {
      const isDone = done.has(`${d.bucket}/${from}/${name}`);
      const after = AFTER[operation];
      expect(name in here).toBe(!isDone || after.from);
      expect(name in there).toBe(isDone && after.to);
    }
  });
});

describe('a move of many files', () => {
  it('keeps all that belongs to a file', async () => {
    const { from, to } = folders();
    const more = {
      ContentType: 'text/x-other',
      ContentEncoding: 'gzip',
      CacheControl: 'max-age=60',
      Metadata: { author: 'somebody' },
      Tagging: 'a=1&b=2'
    };
    const bytes = new Uint8Array(Array.from({ length: 256 }, (_, n) => n));
    await d.put(`${from}/one`, bytes, more);
    await d.put(`${from}/two`, bytes, { ...more, ContentEncoding: undefined });
    await d.put(`${from}/empty`, '', { Metadata: { author: 'nobody' } });
    const before = await d.head(`${from}/one`);
    const names = ['one', 'two', 'empty'];
    const done = await OPERATIONS.move(from, to, names);
    expect(done.size).toBe(3);
    for (const name of ['one', 'two']) {
      expect(Array.from(await d.read(`${to}/${name}`))).toEqual(
        Array.from(bytes)
      );
      expect(await d.tags(`${to}/${name}`)).toEqual({ a: '1', b: '2' });
    }
    const after = await d.head(`${to}/one`);
    const facts = ({ ContentType, Metadata }: typeof after) => ({
      ContentType,
      Metadata
    });
    expect(facts(after)).toEqual(facts(before));
    expect((await d.head(`${to}/empty`)).Metadata).toEqual({
      author: 'nobody'
    });
  });

  it('is found when the answers to the copies are lost', async () => {
    const { from, to } = folders();
    await fill(from);
    await d.put(`${to}/there`, 'there');
    let lost = 0;
    d.fixture.intercept(async (request, next) => {
      const response = await next();
      if (request.headers.has('x-amz-copy-source') && ++lost <= 3) {
        throw new TypeError('network error');
      }
      return response;
    });
    const done = await OPERATIONS.move(from, to);
    d.fixture.intercept(null);
    expect(lost).toBe(NAMES.length + 3);
    expect([...done.keys()].sort()).toEqual(paths(from).sort());
    expect(failures(done)).toEqual([]);
    expect(await texts(to)).toEqual({ there: 'there', ...asFilled() });
    expect(await texts(from)).toEqual({});
  });

  it('replaces nothing that somebody has written meanwhile', async () => {
    const { from, to } = folders();
    await fill(from);
    await d.put(`${to}/there`, 'there');
    let isFirst = true;
    d.fixture.intercept(async (request, next) => {
      if (request.method === 'PUT' && isFirst) {
        isFirst = false;
        await d.put(`${to}/${NAMES[7]}`, 'theirs');
      }
      return next();
    });
    const done = await OPERATIONS.move(from, to);
    // Left to be asked about, like any name that is taken.
    expect(done.has(`${d.bucket}/${from}/${NAMES[7]}`)).toBe(
      (await d.text(`${to}/${NAMES[7]}`)) !== 'theirs'
    );
    expect(await d.text(`${to}/${NAMES[7]}`)).toBe('theirs');
    expect(await d.text(`${from}/${NAMES[7]}`)).toBe(`of ${NAMES[7]}`);
    expect(done.size).toBe(NAMES.length - 1);
  });

  it.each([
    ['a source changes', 'from', 'SourceChanged'],
    ['a copy is replaced', 'to', 'CopyChanged']
  ])('keeps both where %s before the deletion', async (_, which, code) => {
    const { from, to } = folders();
    await fill(from);
    await d.put(`${to}/there`, 'there');
    const changed = which === 'from' ? from : to;
    // The first listing of each folder, then the second one of the destination.
    let looks = 0;
    d.fixture.intercept(async (request, next) => {
      const url = decodeURIComponent(request.url);
      if (url.includes('list-type') && url.includes(`prefix=${to}/f`)) {
        looks += 1;
        if (looks === 2) {
          await d.put(`${changed}/${NAMES[3]}`, 'changed');
        }
      }
      return next();
    });
    const done = await OPERATIONS.move(from, to);
    expect(looks).toBe(2);
    const path = `${d.bucket}/${from}/${NAMES[3]}`;
    expect(failures(done).map(([failed]) => failed)).toEqual([path]);
    const error = done.get(path) as S3Error;
    expect(error.code).toBe(code);
    expect(await d.exists(`${from}/${NAMES[3]}`)).toBe(true);
    expect(await d.exists(`${to}/${NAMES[3]}`)).toBe(true);
    expect(await d.text(`${changed}/${NAMES[3]}`)).toBe('changed');
    expect(Object.keys(await texts(from))).toEqual([NAMES[3]]);
  });

  it('takes checkpoints along, and tells open documents', async () => {
    const { from, to } = folders();
    const names = ['a.txt', 'b.txt', 'c.txt'];
    await fill(from, names);
    await d.put(`${to}/there`, 'there');
    await d.put(`${from}/.ipynb_checkpoints/b-checkpoint.txt`, 'earlier');
    const document = await d.open(`${from}/a.txt`);
    const done = await OPERATIONS.move(from, to, names);
    expect(failures(done)).toEqual([]);
    expect(await d.text(`${to}/.ipynb_checkpoints/b-checkpoint.txt`)).toBe(
      'earlier'
    );
    expect(await d.exists(`${from}/.ipynb_checkpoints/b-checkpoint.txt`)).toBe(
      false
    );
    expect(document.path).toBe(`s3:${d.bucket}/${to}/a.txt`);
    document.model.fromString('mine');
    await document.save();
    expect(await d.text(`${to}/a.txt`)).toBe('mine');
    expect(await d.exists(`${from}/a.txt`)).toBe(false);
  });

  it('deletes checkpoints with their files', async () => {
    const { from } = folders();
    await fill(from, ['a.txt', 'b.txt']);
    await d.put(`${from}/.ipynb_checkpoints/b-checkpoint.txt`, 'earlier');
    await OPERATIONS.delete(from, '', ['a.txt', 'b.txt']);
    expect(await texts(from)).toEqual({});
  });

  it.each(['move', 'delete'] as const)(
    'finds the checkpoints of all names: %s',
    async operation => {
      const { from, to } = folders();
      const names = ['a.txt', 'b.txt', `${'n'.repeat(248)}.txt`];
      await fill(from, names);
      const checkpoint = (folder: string, name: string) =>
        checkpointOf(S3Location.fromPath(`${d.bucket}/${folder}/${name}`)).key;
      for (const name of names.slice(1)) {
        await d.put(checkpoint(from, name), `before ${name}`);
      }
      const done = await OPERATIONS[operation](from, to, names);
      expect(failures(done)).toEqual([]);
      expect(await texts(from)).toEqual({});
      const moved = names.slice(1).map(name => checkpoint(to, name));
      const found = (await d.keys(`${to}/`)).filter(key =>
        key.includes('.ipynb_checkpoints')
      );
      expect(found).toEqual(operation === 'move' ? moved.sort() : []);
    }
  );

  it('leaves what is open to be deleted alone', async () => {
    const { from } = folders();
    const names = ['a.txt', 'b.txt', 'c.txt'];
    await fill(from, names);
    await d.open(`${from}/b.txt`);
    const done = await OPERATIONS.delete(from, '', names);
    expect([...done.keys()].sort()).toEqual(paths(from, ['a.txt', 'c.txt']));
    expect(Object.keys(await texts(from))).toEqual(['b.txt']);
  });

  it('gives copies names that are free, as alone', async () => {
    const { from } = folders();
    const names = ['a.tar.gz', 'b-Copy1.py', 'c.ipynb'];
    await fill(from, names);
    await d.put(`${from}/c-Copy1.ipynb`, 'theirs');
    await OPERATIONS.copy(from, from, names);
    expect(Object.keys(await texts(from)).sort()).toEqual(
      [
        ...names,
        'a-Copy1.tar.gz',
        'b-Copy2.py',
        'c-Copy1.ipynb',
        'c-Copy2.ipynb'
      ].sort()
    );
    expect(await d.text(`${from}/c-Copy1.ipynb`)).toBe('theirs');
  });
});
