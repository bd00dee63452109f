// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import {
  acceptDialog,
  dismissDialog,
  waitForDialog
} from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';

import { confirmCost } from '../../usage/costdialog';
import type { Counter, ICount } from '../../usage/count';
import type { VersioningState } from '../../s3/objects/versioning';
import { confirmDelete, openNote } from '../actions/deletedialog';
import { entry } from './fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');
const FOLDER = entry('s3:b/x', { type: 'directory' });
const LARGE = { objects: 12000, bytes: 3.4 * 2 ** 30, more: false };

const counts =
  (count: ICount): Counter =>
  async () =>
    count;
const text = () => document.querySelector('.jp-Dialog')?.textContent ?? '';

/**
 * Wait until the dialog contains some words: its title is rendered after its
 * body.
 */
async function says(words: string): Promise<void> {
  for (let tries = 0; tries < 100 && !text().includes(words); tries++) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(text()).toContain(words);
}

describe('what is open of what is deleted', () => {
  it.each([
    [0, [], 0, null],
    [1, [], 0, '1 document is open and will be closed.'],
    [
      2,
      ['a.md', 'b.md'],
      0,
      '2 documents are open and will be closed. Changes that were not saved are lost: a.md, b.md.'
    ],
    [0, [], 1, '1 kernel runs and will be shut down.']
  ] as [number, string[], number, string | null][])(
    'is told: %i open, %j unsaved, %i running',
    (open, unsaved, running, note) => {
      expect(openNote({ open, unsaved, running }, trans)).toBe(note);
    }
  );
});

// A failed test must not leave its dialog to the next one.
afterEach(() => Dialog.flush());

describe('what it costs', () => {
  it('is not asked of what is small', async () => {
    const small = { objects: 100, bytes: 1000, more: false };
    const counted = await confirmCost('rename', [FOLDER], counts(small), trans);
    expect(counted).toEqual(small);
    expect(text()).toBe('');
  });

  it('is said before a large folder is renamed', async () => {
    const asked = confirmCost('rename', [FOLDER], counts(LARGE), trans);
    await waitForDialog();
    await says('Rename "x"?');
    await says('12,000 objects, 3.4 GiB');
    await says('S3 has no rename: everything is copied');
    await acceptDialog();
    expect(await asked).toEqual(LARGE);
  });

  it('is always asked before something goes to the workspace', async () => {
    const small = { objects: 2, bytes: 1000, more: false };
    const asked = confirmCost('bring', [FOLDER], counts(small), trans);
    await waitForDialog();
    await says('Copy "x" to the workspace?');
    await says('2 objects, 1,000 B');
    await acceptDialog();
    expect(await asked).toEqual(small);
  });

  it('is declined, and the counting ends', async () => {
    let ended = false;
    const never: Counter = (_, signal, onCount) =>
      new Promise((_, reject) => {
        onCount?.({ objects: 1000, bytes: 1, more: true });
        signal.addEventListener('abort', () => {
          ended = true;
          reject(new Error('aborted'));
        });
      });
    const asked = confirmCost('copy', [FOLDER], never, trans);
    await waitForDialog();
    await says('more than 1,000 objects');
    expect(text()).not.toContain('deleted');
    expect(ended).toBe(false);
    await dismissDialog();
    expect(await asked).toBeNull();
    expect(ended).toBe(true);
  });

  it('is asked after a second of counting, and shown when it is known', async () => {
    let know: (count: ICount) => void = () => undefined;
    const slow: Counter = () => new Promise(resolve => (know = resolve));
    const asked = confirmCost('move', [FOLDER], slow, trans);
    await waitForDialog(undefined, 3000);
    await says('Counting…');
    know({ objects: 7, bytes: 70, more: false });
    await says('7 objects, 70 B');
    await acceptDialog();
    expect(await asked).toEqual({ objects: 7, bytes: 70, more: false });
  });

  it('counts files by what is listed', async () => {
    const file = entry('s3:b/a.csv', { size: 2 ** 20 });
    const many = Array.from({ length: 101 }, () => file);
    const never = counts({ objects: 0, bytes: 0, more: false });
    expect(await confirmCost('move', [file], never, trans)).toMatchObject({
      objects: 1,
      bytes: 2 ** 20
    });
    const asked = confirmCost('move', many, never, trans);
    await waitForDialog();
    await says('Move 101 items?');
    await says('101 objects, 101 MiB');
    await dismissDialog();
    expect(await asked).toBeNull();
  });

  it('leaves it to the operation to tell what cannot be listed', async () => {
    const fails: Counter = () => Promise.reject(new Error('no'));
    expect(await confirmCost('move', [FOLDER], fails, trans)).not.toBeNull();
  });
});

describe('the dialog before a deletion', () => {
  it('counts folders, and hands on what it has counted', async () => {
    const asked = confirmDelete(
      [FOLDER, entry('s3:b/a.csv', { size: 5 })],
      's3://b/',
      counts(LARGE),
      Promise.resolve('off'),
      trans
    );
    await waitForDialog();
    await says('x – 12,000 objects, 3.4 GiB');
    document.querySelector<HTMLElement>('.jp-Dialog .jp-mod-warn')!.click();
    expect(await asked).toEqual({
      ...LARGE,
      objects: 12001,
      bytes: LARGE.bytes + 5
    });
  });

  const states: [VersioningState, string, string[], string[]][] = [
    ['off', 'Delete Permanently', ['cannot be undone'], ['versions']],
    [
      'on',
      'Delete',
      ['keeps earlier versions, which stay'],
      ['permanently', 'cannot be undone']
    ],
    [
      'suspended',
      'Delete Permanently',
      ['cannot be undone', 'Versions that were kept before stay'],
      []
    ],
    [
      'unknown',
      'Delete Permanently',
      ['Unless the bucket keeps earlier versions'],
      []
    ]
  ];

  it.each(states)(
    'says what is true of a bucket with versions %s',
    async (state, label, words, others) => {
      const items = [entry('s3:b/a.csv', { size: 5 })];
      const known = Promise.resolve(state);
      const asked = confirmDelete(
        items,
        's3://b/',
        counts(LARGE),
        known,
        trans
      );
      await waitForDialog();
      for (const word of words) {
        await says(word);
      }
      for (const other of others) {
        expect(text()).not.toContain(other);
      }
      const button = document.querySelector('.jp-Dialog .jp-mod-warn');
      expect(button?.textContent).toBe(label);
      await dismissDialog();
      expect(await asked).toBeNull();
    }
  );

  it('does not wait long for a store that does not answer', async () => {
    const never = new Promise<VersioningState>(() => undefined);
    const items = [entry('s3:b/a.csv', { size: 5 })];
    const asked = confirmDelete(items, 's3://b/', counts(LARGE), never, trans);
    await says('Unless the bucket keeps');
    await dismissDialog();
    expect(await asked).toBeNull();
  });
});
