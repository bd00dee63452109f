// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import type { ConflictAnswer } from '../../../dialogs/nameconflicts';
import { ConflictAsker } from '../../../dialogs/nameconflicts';
import type { IMover } from '../moveplan';
import { each, insideItself, moveInto } from '../moveplan';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel } from '../../__tests__/fakes';

class Answers extends ConflictAsker {
  constructor(private readonly _answer: ConflictAnswer) {
    super(nullTranslator.load('jupyterlab_s3_drive'), true);
  }
  asked: string[] = [];
  async ask(name: string): Promise<ConflictAnswer> {
    this.asked.push(name);
    return this._answer;
  }
}

describe('moving and copying', () => {
  const FILES = { 'b/a.csv': 'a', 'b/x/a.csv': 'old', 'b/c.csv': 'c' };
  let drive: MemoryDrive;
  let model: ReturnType<typeof makeModel>;

  beforeEach(() => {
    drive = new MemoryDrive(FILES);
    model = makeModel(drive);
  });

  afterEach(() => {
    model.dispose();
  });

  const move = (answer: ConflictAnswer, from: string) => {
    const { contents } = model.manager.services;
    const mover: IMover = {
      move: (from, to) => contents.rename(from, to),
      overwrite: (from, to) => model.manager.overwrite(from, to)
    };
    return moveInto(mover, { from, dir: 's3:b/x' }, new Answers(answer));
  };

  it('moves what has a free name', async () => {
    expect(await move('cancel', 's3:b/c.csv')).toBe(true);
    expect(drive.files.get('b/x/c.csv')).toBe('c');
  });

  it('leaves alone what is there already', async () => {
    expect(await move('replace', 's3:b/x/a.csv')).toBe(false);
    expect(drive.calls).toEqual([]);
  });

  it('overwrites nothing unasked', async () => {
    await move('skip', 's3:b/a.csv');
    expect(drive.files.get('b/x/a.csv')).toBe('old');
    expect(drive.files.get('b/a.csv')).toBe('a');
    await move('both', 's3:b/a.csv');
    expect(drive.files.get('b/x/a.csv')).toBe('old');
    expect(drive.files.get('b/x/a (1).csv')).toBe('a');
  });

  it('replaces when the person says so', async () => {
    await move('replace', 's3:b/a.csv');
    expect(drive.files.get('b/x/a.csv')).toBe('a');
    expect(drive.files.has('b/a.csv')).toBe(false);
  });

  it('goes on after a failure, and leaves alone what is cancelled', async () => {
    const abort = new AbortController();
    const paths = ['1', '2', '3', '4', '5', '6'].map(path => ({ path }));
    const outcomes = await each(
      paths,
      async ({ path }) => {
        if (path === '1') {
          throw new Error('no');
        }
        if (path === '5') {
          abort.abort();
        }
        return true;
      },
      abort.signal
    );
    expect(outcomes[0].error).toBeInstanceOf(Error);
    expect(outcomes.map(({ done }) => done)).toEqual([
      ...[false, true, true, true, true, false]
    ]);
  });

  it('sees that a folder does not fit into itself', () => {
    const inside = { from: 's3:b/x', dir: 's3:b/x/y' };
    const beside = { from: 's3:b/x', dir: 's3:b/xy' };
    expect(insideItself([beside, inside])).toBe(inside);
    expect(insideItself([{ from: 's3:b/x', dir: 's3:b/x' }])).not.toBeNull();
    expect(insideItself([beside])).toBeNull();
  });
});
