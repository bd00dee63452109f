// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: uploads in parts are proved on each store by putblob.store.spec and resumable.store.spec

import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { nullTranslator } from '@jupyterlab/translation';

import type { ConflictAnswer } from '../../../dialogs/nameconflicts';
import { ConflictAsker } from '../../../dialogs/nameconflicts';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { until } from '../../../testing/until';
import { Tasks } from '../../tasks/tasks';
import type { IUploadDrive } from '../types';
import { Uploads } from '../uploads';

const MIB = 2 ** 20;
const trans = nullTranslator.load('jupyterlab_s3_drive');

class Answers extends ConflictAsker {
  constructor(private readonly _answer: ConflictAnswer) {
    super(trans, true);
  }
  async ask(): Promise<ConflictAnswer> {
    return this._answer;
  }
}

let d: IDriveFixture;
let tasks: Tasks;

useDrive({ own: true }, made => {
  d = made;
  d.options.directTransfers = 'never';
});

beforeEach(() => {
  tasks = new Tasks();
});

function uploadsOf(answer: ConflictAnswer = 'cancel'): Uploads {
  const drive = d.drive as unknown as IUploadDrive;
  return new Uploads({ drive, trans, tasks, asker: () => new Answers(answer) });
}

function fileOf(name: string, size: number): File {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 4093) {
    bytes[i] = i;
  }
  return new File([bytes], name, { lastModified: 1 });
}

/** The number of incomplete uploads. MinIO only lists them by the exact key. */
async function unfinished(key: string): Promise<number> {
  const { Uploads: found } = await d.fixture.foreign.send(
    new ListMultipartUploadsCommand({ Bucket: d.bucket, Prefix: key })
  );
  return found?.length ?? 0;
}

/** How long a store may take to be back (ms). */
const BACK_MS = 30_000;

const isPart = (request: Request) => request.url.includes('partNumber=');

describe('a batch of uploads', () => {
  it('brings a whole tree with odd names, and its empty folders', async () => {
    const dir = `${d.bucket}/in`;
    const names = [
      'é à 100%.csv',
      "a+b & c=d;'(x).txt",
      '日本 語?#.md',
      '~$.x'
    ];
    const items = names.map((name, index) => ({
      file: fileOf(name, 10 + index),
      dir: `${dir}/tree/${index % 2 ? 'sub dir+é' : 'sub/deep'}`
    }));
    const before = d.fixture.sent.length;
    const results = await uploadsOf().run(items, {
      base: dir,
      trees: [`${dir}/tree`],
      emptyFolders: [`${dir}/tree/none`, `${dir}/tree/no ne/é`]
    });
    expect(results.map(({ error }) => error)).toEqual(
      names.map(() => undefined)
    );
    expect(await d.keys('in/')).toEqual(
      [
        ...items.map(({ file, dir }) =>
          `${dir}/${file.name}`.slice(d.bucket.length + 1)
        ),
        'in/tree/none/',
        'in/tree/no ne/é/'
      ].sort()
    );
    // Nothing is looked up for the files of a new folder.
    const sent = d.fixture.sent.slice(before);
    expect(sent.filter(line => /^PUT/.test(line))).toHaveLength(
      names.length + 2
    );
    expect(sent.filter(line => /^HEAD .*\.(csv|txt|md|x)/.test(line))).toEqual(
      []
    );
  });

  it.each([
    ['an empty folder', ['']],
    ['a folder of other names', ['other', 'another/x']],
    ['a folder of similar names', ['file-0', 'file-99', 'file-a/x']]
  ])('of many files into %s takes a request for each', async (label, there) => {
    const folder = `many ${label}/`;
    for (const key of there) {
      await d.put(folder + key, 'theirs');
    }
    const names = Array.from({ length: 70 }, (_, n) => `file-${n + 10}`);
    const dir = `${d.bucket}/${folder.slice(0, -1)}`;
    const before = d.fixture.sent.length;
    const items = names.map(name => ({ file: fileOf(name, 3), dir }));
    const results = await uploadsOf().run(items);
    const sent = d.fixture.sent.slice(before);
    expect(results.filter(({ model }) => model).length).toBe(names.length);
    expect(sent.filter(line => /^PUT/.test(line))).toHaveLength(names.length);
    expect(sent.length).toBeLessThan(names.length + 10);
    expect(await d.keys(folder)).toEqual(
      [...there, ...names].map(name => folder + name).sort()
    );
  });

  it('of several files below an object are each refused', async () => {
    await d.put('an object', 'theirs');
    const dir = `${d.bucket}/an object/below`;
    const items = ['a', 'b'].map(name => ({ file: fileOf(name, 3), dir }));
    const results = await uploadsOf().run(items);
    expect(results.map(({ error }) => error)).toEqual([
      expect.objectContaining({ status: 409 }),
      expect.objectContaining({ status: 409 })
    ]);
    expect(await d.keys('an object')).toEqual(['an object']);
    expect(await d.text('an object')).toBe('theirs');
  });

  it('into a new folder never replaces what appears meanwhile', async () => {
    const dir = `${d.bucket}/race`;
    let isWritten = false;
    d.fixture.intercept(async (request, next) => {
      if (request.method === 'PUT' && !isWritten) {
        isWritten = true;
        await d.put('race/tree/a', 'theirs');
      }
      return next();
    });
    const items = [{ file: fileOf('a', 3), dir: `${dir}/tree` }];
    await uploadsOf('skip').run(items, { base: dir, trees: [`${dir}/tree`] });
    expect(await d.text('race/tree/a')).toBe('theirs');
    expect(tasks.all[0].outcome).toBe('1 file was left as it is.');
  });

  it.each([
    ['small', 10],
    ['large', 17 * MIB]
  ])(
    'asks before a byte is sent of a %s file, and keeps both',
    async (label, size) => {
      const dir = `${d.bucket}/both-${label}`;
      await d.put(`both-${label}/a.bin`, 'old');
      const before = d.fixture.sent.length;
      const items = [{ file: fileOf('a.bin', size), dir }];
      const [result] = await uploadsOf('both').run(items);
      expect(result.model?.name).toBe('a (1).bin');
      expect(await d.text(`both-${label}/a.bin`)).toBe('old');
      const sent = d.fixture.sent.slice(before);
      expect(sent.filter(line => /(PUT|POST).*a\.bin/.test(line))).toEqual([]);
    }
  );

  it('does not replace what someone else has changed meanwhile', async () => {
    const dir = `${d.bucket}/changed`;
    await d.put('changed/a.bin', 'old');
    d.fixture.intercept(async (request, next) => {
      if (isPart(request)) {
        await d.put('changed/a.bin', 'theirs');
      }
      return next();
    });
    const items = [{ file: fileOf('a.bin', 17 * MIB), dir }];
    const [result] = await uploadsOf('replace').run(items);
    expect(result.error).toMatchObject({
      status: 412,
      message: expect.stringContaining('their version was kept')
    });
    expect(await d.text('changed/a.bin')).toBe('theirs');
    expect(await unfinished('changed/a.bin')).toBe(0);
    expect(tasks.all[0].state).toBe('failed');
  });

  it('leaves no parts and no object when it is cancelled', async () => {
    const dir = `${d.bucket}/cancel`;
    d.fixture.intercept(async (request, next) => {
      if (isPart(request)) {
        tasks.all[0].cancel();
      }
      return next();
    });
    const items = [{ file: fileOf('a.bin', 40 * MIB), dir }];
    const [result] = await uploadsOf().run(items);
    expect(result.model ?? result.error).toBeUndefined();
    expect(tasks.all[0]).toMatchObject({
      state: 'cancelled',
      outcome: 'Upload cancelled.'
    });
    expect(await unfinished('cancel/a.bin')).toBe(0);
    expect(await d.exists('cancel/a.bin')).toBe(false);
    expect(d.drive.uploads.own).toEqual([]);
  });

  it('is taken up by a retry after the store was killed', async () => {
    const dir = `${d.bucket}/retry`;
    let parts = 0;
    d.fixture.intercept(async (request, next) => {
      if (isPart(request) && ++parts === 4) {
        await d.fixture.control.killStore();
      }
      return next();
    });
    const items = [{ file: fileOf('a.bin', 7 * 16 * MIB), dir }];
    const [result] = await uploadsOf().run(items);
    expect(result.error).toMatchObject({ problem: 'unreachable' });
    const [failed] = tasks.all;
    expect(failed.state).toBe('failed');
    expect(d.drive.uploads.own).toMatchObject([
      { key: 'retry/a.bin', isRunning: false }
    ]);
    const { done } = failed.progress;
    expect(done).toBeGreaterThan(0);
    d.fixture.intercept(null);
    await d.fixture.control.startStore();
    await until(async () => void (await d.exists('retry/nothing')), BACK_MS);
    const before = d.fixture.sent.length;
    failed.options.retry?.();
    await until(() => expect(tasks.all[0].state).not.toBe('running'), BACK_MS);
    expect(tasks.all).toHaveLength(1);
    expect(tasks.all[0]).toMatchObject({
      state: 'done',
      outcome: 'Uploaded 1 file.'
    });
    const again = d.fixture.sent
      .slice(before)
      .filter(line => /^PUT .*partNumber/.test(line));
    expect(again).toHaveLength(7 - done / (16 * MIB));
    const stored = Buffer.from(await d.read('retry/a.bin'));
    const sent = Buffer.from(await items[0].file.arrayBuffer());
    expect(stored.equals(sent)).toBe(true);
    expect(d.drive.uploads.own).toEqual([]);
  }, 90_000);

  it('removes the parts when the failed task is cleared', async () => {
    const dir = `${d.bucket}/clear`;
    d.fixture.intercept(async (request, next) => {
      return /partNumber=2/.test(request.url)
        ? new Response('no', { status: 400 })
        : next();
    });
    const items = [{ file: fileOf('a.bin', 40 * MIB), dir }];
    await uploadsOf().run(items);
    d.fixture.intercept(null);
    expect(await unfinished('clear/a.bin')).toBe(1);
    tasks.clear();
    await until(async () => expect(await unfinished('clear/a.bin')).toBe(0));
    expect(d.drive.uploads.own).toEqual([]);
  });
});
