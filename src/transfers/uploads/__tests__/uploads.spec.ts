// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { until } from '../../../testing/until';
import type { ConflictAnswer } from '../../../dialogs/nameconflicts';
import { ConflictAsker } from '../../../dialogs/nameconflicts';
import { S3Error } from '../../../s3/errors';
import { readChosen, readDropped } from '../chosenfiles';
import { Tasks } from '../../tasks/tasks';
import { Uploads } from '../uploads';

const trans = nullTranslator.load('jupyterlab_s3_drive');

class Answers extends ConflictAsker {
  constructor(private readonly _answer: ConflictAnswer) {
    super(trans, true);
  }
  readonly asked: string[] = [];
  async ask(name: string): Promise<ConflictAnswer> {
    this.asked.push(name);
    return this._answer;
  }
}

function setUp(answer: ConflictAnswer = 'cancel') {
  const drive = new MemoryDrive({ 'b/taken.csv': 'old' });
  const tasks = new Tasks();
  const asker = new Answers(answer);
  const uploads = new Uploads({ drive, trans, tasks, asker: () => asker });
  const run = (...names: string[]) =>
    uploads.run(
      names.map(name => ({ file: new File(['12'], name), dir: 'b' }))
    );
  return { asker, drive, run, tasks, uploads };
}

/** An error as thrown by the drive during an outage. */
const outage = () =>
  new S3Error({
    message: 'down',
    code: 'StoreUnreachable',
    status: 502,
    origin: 'proxy'
  });

describe('Uploads', () => {
  it('sends the files themselves as one task that tells how far it is', async () => {
    const { drive, run, tasks } = setUp();
    const results = await run('a.csv', 'b.csv', 'c.csv');
    expect(results.map(({ model }) => model?.name)).toEqual([
      'a.csv',
      'b.csv',
      'c.csv'
    ]);
    expect(drive.called('upload')).toHaveLength(3);
    expect(tasks.all).toHaveLength(1);
    const [task] = tasks.all;
    expect(task.options).toMatchObject({
      kind: 'upload',
      place: 's3://b/',
      needsPage: true
    });
    expect(task.state).toBe('done');
    expect(task.outcome).toBe('Uploaded 3 files.');
    expect(task.progress).toMatchObject({
      unit: 'bytes',
      done: 6,
      total: 6,
      files: { done: 3, total: 3 }
    });
  });

  it.each([
    ['skip', 'old', undefined, '1 file was left as it is.'],
    ['replace', '12', 'taken.csv', 'Uploaded 1 file.'],
    ['both', 'old', 'taken (1).csv', 'Uploaded 1 file.']
  ] as const)(
    'asks about a name that exists: %s',
    async (answer, old, name, outcome) => {
      const { drive, run, tasks } = setUp(answer);
      const [result] = await run('taken.csv');
      expect(drive.files.get('b/taken.csv')).toBe(old);
      expect(result.model?.name).toBe(name);
      expect(result.error).toBeUndefined();
      expect(tasks.all[0]).toMatchObject({ state: 'done', outcome });
    }
  );

  it('does not ask about a folder that is in the way, but says so', async () => {
    const { asker, drive, run } = setUp('replace');
    drive.upload = async () => {
      throw new S3Error({
        message: 'a folder',
        code: 'NameTaken',
        status: 409,
        origin: 'network',
        bucket: 'b',
        key: 'x.csv/'
      });
    };
    const [result] = await run('x.csv');
    expect(asker.asked).toEqual([]);
    expect(result.error).toMatchObject({ message: 'a folder' });
  });

  it('tells what failed, goes on with the others, and retries that alone', async () => {
    const { drive, run, tasks } = setUp();
    const send = drive.upload.bind(drive);
    drive.upload = async (dir, file, options) => {
      if (file.name === 'bad.csv') {
        throw httpError(403, 'forbidden');
      }
      return send(dir, file, options);
    };
    const [bad, good] = await run('bad.csv', 'good.csv');
    expect(bad.error).toMatchObject({ message: 'forbidden' });
    expect(good.model?.name).toBe('good.csv');
    const [task] = tasks.all;
    expect(task.failures).toMatchObject([{ name: 'bad.csv' }]);
    expect(task).toMatchObject({
      state: 'failed',
      outcome: 'Uploaded 1 file. 1 file was not uploaded. forbidden'
    });
    drive.upload = send;
    const before = drive.called('upload').length;
    task.options.retry?.();
    task.options.retry?.();
    // A second retry would be a second task.
    await until(() => expect(tasks.all).toMatchObject([{ state: 'done' }]));
    expect(drive.called('upload').slice(before)).toEqual(['b/bad.csv fail']);
  });

  it('keeps what was decided when it is retried', async () => {
    const { asker, drive, run, tasks } = setUp('replace');
    const send = drive.upload.bind(drive);
    drive.upload = async (dir, file, options) => {
      if (options?.onExisting === 'replace') {
        throw outage();
      }
      return send(dir, file, options);
    };
    await run('taken.csv');
    drive.upload = send;
    tasks.all[0].options.retry?.();
    await until(() => expect(tasks.all).toMatchObject([{ state: 'done' }]));
    expect(asker.asked).toEqual(['taken.csv']);
    expect(drive.files.get('b/taken.csv')).toBe('12');
  });

  it('does not try every file while nobody answers', async () => {
    const { drive, run, tasks } = setUp();
    let tries = 0;
    drive.upload = async () => {
      tries++;
      throw outage();
    };
    const names = Array.from({ length: 20 }, (_, i) => `${i}.csv`);
    const results = await run(...names);
    expect(tries).toBeLessThanOrEqual(3);
    expect(results.every(({ error }) => error !== undefined)).toBe(true);
    expect(tasks.all[0].failures).toHaveLength(20);
  });

  it('sends nothing more once it is cancelled', async () => {
    const { drive, run, tasks } = setUp();
    tasks.changed.connect((_, task) => {
      if (!task.signal.aborted) {
        task.cancel();
      }
    });
    const results = await run('a.csv', 'b.csv');
    expect(drive.called('upload')).toEqual([]);
    expect(results.every(({ model, error }) => !model && !error)).toBe(true);
    expect(tasks.all[0]).toMatchObject({
      state: 'cancelled',
      outcome: 'Upload cancelled.'
    });
  });

  it('is cancelled by the dialog', async () => {
    const { run, tasks } = setUp('cancel');
    await run('taken.csv', 'a', 'b', 'c', 'd', 'e');
    expect(tasks.all[0].state).toBe('cancelled');
  });

  it('makes empty folders, and leaves those that are there', async () => {
    const { drive, tasks, uploads } = setUp();
    const more = { base: 'b', emptyFolders: ['b/x/none', 'b/x/there'] };
    const make = drive.save.bind(drive);
    drive.save = async (path, options) => {
      if (path.endsWith('there')) {
        throw new S3Error({
          message: 'there',
          code: 'NameTaken',
          status: 409,
          origin: 'network',
          bucket: 'b',
          key: 'x/there/'
        });
      }
      return make(path, options);
    };
    await uploads.run([], more);
    expect(drive.called('makeFolder')).toEqual(['b/x/none']);
    expect(tasks.all[0]).toMatchObject({
      state: 'done',
      outcome: 'Created 1 empty folder.'
    });
  });

  it('looks names up in folders that exist only', async () => {
    const { drive, uploads } = setUp();
    const looked: [string, boolean | undefined][] = [];
    const send = drive.upload.bind(drive);
    drive.upload = async (dir, file, options) => {
      looked.push([dir, options?.isFree]);
      return send(dir, file, options);
    };
    drive.files.set('b/old/1', '1');
    const file = new File(['1'], 'f');
    await uploads.run(
      [
        { file, dir: 'b' },
        { file, dir: 'b/old/sub' },
        { file, dir: 'b/new' },
        { file, dir: 'b/new/sub' },
        { file, dir: 'b/newer' }
      ],
      { base: 'b', trees: ['b/old', 'b/new'] }
    );
    expect(looked.sort()).toEqual([
      ['b', false],
      ['b/new', true],
      ['b/new/sub', true],
      ['b/newer', false],
      ['b/old/sub', false]
    ]);
    // Panels that show the parent folder are notified of the folder, once.
    expect(drive.called('tellFolder')).toEqual(['b/new']);
  });

  it('discards what was kept for a retry when its task is cleared', async () => {
    const { drive, tasks } = setUp();
    const discard = jest.fn();
    const upload = async () => {
      throw outage();
    };
    const uploads = new Uploads({
      drive: Object.create(drive, {
        upload: { value: upload },
        uploads: { value: { discard } }
      }),
      trans,
      tasks
    });
    await uploads.run([{ file: new File(['1'], 'a'), dir: 'b' }]);
    expect(discard).not.toHaveBeenCalled();
    tasks.clear();
    expect(discard).toHaveBeenCalledWith('b/a');
  });

  it('asks before the page is left while files are sent', async () => {
    const { run } = setUp();
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const running = run('a.csv');
    expect(leave()).toBe(true);
    await running;
    expect(leave()).toBe(false);
  });
});

describe('readChosen', () => {
  it('puts files of a folder where they were in it', () => {
    const files = ['tree/1', 'tree/deep er/2', ''].map(path => {
      const file = new File(['1'], path.split('/').pop() || 'plain');
      return Object.defineProperty(file, 'webkitRelativePath', { value: path });
    });
    const { items, trees } = readChosen(files, 'b/x');
    expect(items.map(({ dir, file }) => `${dir}/${file.name}`)).toEqual([
      'b/x/tree/1',
      'b/x/tree/deep er/2',
      'b/x/plain'
    ]);
    expect(trees).toEqual(['b/x/tree']);
  });
});

describe('readDropped', () => {
  const file = (name: string) => ({
    isFile: true,
    isDirectory: false,
    name,
    file: (resolve: (file: File) => void) => resolve(new File(['1'], name))
  });

  /** A folder as browsers provide it, with its children in chunks. */
  const folder = (name: string, children: object[]) => ({
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => {
      const left = [...children];
      return {
        readEntries: (resolve: (entries: object[]) => void) =>
          resolve(left.splice(0, 2))
      };
    }
  });

  const transfer = (...entries: object[]) =>
    ({
      files: [],
      items: entries.map(entry => ({
        kind: 'file',
        webkitGetAsEntry: () => entry
      }))
    }) as unknown as DataTransfer;

  it('reads files and folders with all that is in them', async () => {
    const tree = folder('tree', [
      file('1'),
      file('2'),
      file('3'),
      folder('deep', [file('4')]),
      folder('none', [])
    ]);
    const dropped = await readDropped(transfer(file('0'), tree), 'b/x');
    expect(dropped.items.map(item => `${item.dir}/${item.file.name}`)).toEqual([
      'b/x/0',
      'b/x/tree/1',
      'b/x/tree/2',
      'b/x/tree/3',
      'b/x/tree/deep/4'
    ]);
    expect(dropped.emptyFolders).toEqual(['b/x/tree/none']);
    expect(dropped.trees).toEqual(['b/x/tree']);
    expect(dropped.base).toBe('b/x');
  });

  it('tells what cannot be read, and goes on', async () => {
    const bad = {
      ...file('bad'),
      file: (_: unknown, reject: (error: Error) => void) =>
        reject(new Error('NotReadableError'))
    };
    const tree = folder('tree', [bad, file('good')]);
    const { items, unreadable } = await readDropped(transfer(tree), 'b');
    expect(items.map(item => item.file.name)).toEqual(['good']);
    expect(unreadable).toMatchObject([{ name: 'b/tree/bad' }]);
  });

  it('takes plain files where there are no entries', async () => {
    const plain = {
      files: [new File(['1'], 'a')],
      items: []
    } as unknown as DataTransfer;
    const { items } = await readDropped(plain, 'b');
    expect(items).toMatchObject([{ dir: 'b', file: { name: 'a' } }]);
  });
});
