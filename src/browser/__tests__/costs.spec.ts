// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import {
  acceptDialog,
  dismissDialog,
  waitForDialog
} from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';

import { confirmCost } from '../costdialog';
import type { Counter, ICount } from '../count';
import { confirmDelete } from '../deletedialog';
import { entry } from './fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');
const FOLDER = entry('s3:b/x', { type: 'directory' });
const LARGE = { objects: 12000, bytes: 3.4 * 2 ** 30, more: false };

const counts =
  (count: ICount): Counter =>
  async () =>
    count;
const text = () => document.querySelector('.jp-Dialog')?.textContent ?? '';

/** Wait until the dialog says something: its title is drawn later than its body. */
async function says(words: string): Promise<void> {
  for (let tries = 0; tries < 100 && !text().includes(words); tries++) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(text()).toContain(words);
}

// What fails must not leave its dialog to the next test.
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
});
