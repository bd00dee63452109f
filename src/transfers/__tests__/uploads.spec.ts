// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import type { ConflictAnswer } from '../../dialogs/conflicts';
import { ConflictAsker } from '../../dialogs/conflicts';
import { readDropped } from '../dropped';
import type { IUploadReporter } from '../uploads';
import { Uploads } from '../uploads';
import { FakeDrive, httpError } from '../../browser/__tests__/fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');

class Answers extends ConflictAsker {
  constructor(private readonly _answer: ConflictAnswer) {
    super(trans, true);
  }
  async ask(): Promise<ConflictAnswer> {
    return this._answer;
  }
}

function setUp(answer: ConflictAnswer = 'cancel') {
  const drive = new FakeDrive({ 'b/taken.csv': 'old' });
  const reporter = {
    start: jest.fn<void, Parameters<IUploadReporter['start']>>(),
    progress: jest.fn(),
    finish: jest.fn()
  };
  const uploads = new Uploads({
    drive,
    trans,
    reporter: () => reporter,
    asker: () => new Answers(answer)
  });
  const run = (...names: string[]) =>
    uploads.run(
      names.map(name => ({ file: new File(['12'], name), dir: 'b' }))
    );
  return { drive, reporter, run, uploads };
}

describe('Uploads', () => {
  it('sends the files themselves, and tells how far it is', async () => {
    const { drive, reporter, run } = setUp();
    const results = await run('a.csv', 'b.csv', 'c.csv');
    expect(results.map(({ model }) => model?.name)).toEqual([
      'a.csv',
      'b.csv',
      'c.csv'
    ]);
    expect(drive.called('upload')).toHaveLength(3);
    expect(reporter.progress).toHaveBeenLastCalledWith(
      expect.objectContaining({ files: 3, finished: 3, bytes: 6 })
    );
    expect(reporter.finish).toHaveBeenCalledWith(results, false);
  });

  it.each([
    ['skip', 'old', undefined],
    ['replace', 'taken.csv', 'taken.csv'],
    ['both', 'old', 'taken (1).csv']
  ] as const)(
    'asks about a name that exists: %s',
    async (answer, old, name) => {
      const { drive, run } = setUp(answer);
      const [result] = await run('taken.csv');
      expect(drive.files.get('b/taken.csv')).toBe(old);
      expect(result.model?.name).toBe(name);
      expect(result.error).toBeUndefined();
    }
  );

  it('tells what failed and goes on with the others', async () => {
    const { drive, run } = setUp();
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
  });

  it('sends nothing more once it is cancelled', async () => {
    const { drive, reporter, run } = setUp();
    reporter.start.mockImplementation((_, cancel) => cancel());
    const results = await run('a.csv', 'b.csv');
    expect(drive.called('upload')).toEqual([]);
    expect(results.every(({ model, error }) => !model && !error)).toBe(true);
    expect(reporter.finish).toHaveBeenCalledWith(results, true);
  });

  it('asks before the page is left while files are sent', async () => {
    const { run, uploads } = setUp();
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const running = run('a.csv');
    expect(uploads.active).toBe(1);
    expect(leave()).toBe(true);
    await running;
    expect(leave()).toBe(false);
  });
});

describe('readDropped', () => {
  const file = (name: string) => ({
    isFile: true,
    isDirectory: false,
    name,
    file: (resolve: (file: File) => void) => resolve(new File(['1'], name))
  });

  /** A folder as browsers hand it out: its children in pieces. */
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
