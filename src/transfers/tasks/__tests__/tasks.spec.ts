// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';

import type { Task } from '../task';
import { Tasks } from '../tasks';
import { Speed } from '../speed';
import { progressTexts, sizeText, stateText, timeText } from '../format';

const trans = nullTranslator.load('jupyterlab_s3_drive');
const OPTIONS = { kind: 'copy', title: trans.__('Copying') } as const;

describe('a task', () => {
  let tasks: Tasks;

  beforeEach(() => {
    tasks = new Tasks();
  });

  afterEach(() => tasks.dispose());

  it('ends as done, failed or cancelled', async () => {
    await tasks.run(OPTIONS, async () => 1);
    expect(tasks.all[0].state).toBe('done');
    const failing = tasks.run(OPTIONS, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(tasks.all[0].state).toBe('failed');
    expect(tasks.all[0].failures).toHaveLength(1);
    await tasks.run(OPTIONS, async task => task.cancel());
    expect(tasks.all[0].state).toBe('cancelled');
    expect(tasks.running).toEqual([]);
  });

  it('cannot be cancelled once it is too late', async () => {
    await tasks.run(OPTIONS, async task => {
      expect(task.canCancel).toBe(true);
      task.commit();
      expect(task.canCancel).toBe(false);
      task.cancel();
      expect(task.signal.aborted).toBe(false);
    });
    expect(tasks.all[0].state).toBe('done');
  });

  it('knows how much of it is done, also of nothing but empty files', () => {
    void tasks.run(OPTIONS, () => new Promise(() => undefined));
    const [task] = tasks.all;
    expect(task.fraction).toBeNull();
    task.report({ unit: 'objects', done: 1, total: 4 });
    expect(task.fraction).toBe(0.25);
    const files = { done: 1, total: 2 };
    task.report({ unit: 'bytes', done: 0, total: 0, files });
    expect(task.fraction).toBe(0.5);
  });

  it('guards the page only while it needs it', async () => {
    const asks = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    await tasks.run({ ...OPTIONS, needsPage: true }, async () => {
      expect(asks()).toBe(true);
    });
    expect(asks()).toBe(false);
  });

  it('is forgotten with the finished ones, not while it runs', async () => {
    let end = () => undefined as void;
    void tasks.run(OPTIONS, () => new Promise<void>(done => (end = done)));
    await tasks.run(OPTIONS, async () => undefined);
    tasks.clear();
    expect(tasks.all).toHaveLength(1);
    end();
    await Promise.resolve();
  });

  it('is not kept for ever', async () => {
    for (let i = 0; i < 120; i++) {
      await tasks.run(OPTIONS, async () => i);
    }
    expect(tasks.all).toHaveLength(100);
  });
});

describe('words', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [3.4 * 2 ** 30, '3.4 GiB'],
    [150 * 2 ** 20, '150 MiB'],
    [1024 * 1024 - 1, '1 MiB']
  ])('%d bytes: %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  it.each([
    [0.2, '1 s'],
    [40, '40 s'],
    [80, '1 min'],
    [3700, '1 h 2 min']
  ])('%d seconds: %s', (seconds, text) => {
    expect(timeText(seconds, trans)).toBe(text);
  });

  it('tell how far a task is', async () => {
    const tasks = new Tasks();
    let told: Task | null = null;
    await tasks.run(OPTIONS, async task => {
      told = task;
      task.report({
        unit: 'bytes',
        done: 2 ** 20,
        total: 2 ** 21,
        files: { done: 1, total: 30 }
      });
    });
    expect(progressTexts(told!, trans)).toEqual([
      '1 MiB of 2 MiB',
      '1 of 30 files'
    ]);
    expect(stateText(told!, trans)).toBe('Done');
    tasks.dispose();
  });
});

describe('speed', () => {
  it('falls when nothing comes any more', () => {
    let now = 0;
    const speed = new Speed(() => now);
    for (now = 0; now <= 2000; now += 500) {
      speed.add(now);
    }
    now = 2000;
    expect(speed.perSecond).toBe(1000);
    now = 8000;
    expect(speed.perSecond).toBe(250);
  });
});
