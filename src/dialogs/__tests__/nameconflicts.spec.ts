// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  acceptDialog,
  dismissDialog,
  waitForDialog
} from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import { ConflictAsker, isConflict, numberedName } from '../nameconflicts';
import { httpError } from '../../testing/httperror';

const trans = nullTranslator.load('jupyterlab_s3_drive');

/** Press a button of the dialog, with or without its checkbox. */
async function press(label: string, all = false): Promise<void> {
  await waitForDialog();
  const dialog = document.querySelector('.jp-Dialog')!;
  if (all) {
    dialog.querySelector<HTMLInputElement>('input[type=checkbox]')!.checked =
      true;
  }
  const buttons = Array.from(dialog.querySelectorAll('button'));
  buttons.find(button => button.textContent === label)!.click();
}

describe('ConflictAsker', () => {
  it.each([
    ['Replace', 'replace'],
    ['Keep Both', 'both'],
    ['Skip', 'skip'],
    ['Cancel', 'cancel']
  ])('takes "%s" as %s', async (label, answer) => {
    const asker = new ConflictAsker(trans, true);
    const asked = asker.ask('a.csv');
    await press(label);
    expect(await asked).toBe(answer);
  });

  it('asks one by one, and no more after an answer for all', async () => {
    const asker = new ConflictAsker(trans, true);
    const answers = ['a', 'b', 'c'].map(name => asker.ask(name));
    await press('Skip');
    expect(await answers[0]).toBe('skip');
    await press('Replace', true);
    expect(await Promise.all(answers)).toEqual(['skip', 'replace', 'replace']);
  });

  it('asks once more before something open with changes is replaced', async () => {
    const asker = new ConflictAsker(trans, true);
    const answers = [asker.ask('a'), asker.ask('b', 'It is open.')];
    await press('Replace', true);
    expect(await answers[0]).toBe('replace');
    await waitForDialog();
    expect(document.querySelector('.jp-Dialog')?.textContent).toContain(
      'It is open.'
    );
    await press('Keep Both');
    expect(await answers[1]).toBe('both');
  });

  it('takes Enter as keeping both, and Escape as cancelling', async () => {
    const first = new ConflictAsker(trans, false).ask('a');
    await acceptDialog();
    expect(await first).toBe('both');
    const second = new ConflictAsker(trans, false).ask('a');
    await dismissDialog();
    expect(await second).toBe('cancel');
  });

  it.each([
    ['a.csv', 'a (1).csv'],
    ['a.tar.gz', 'a (1).tar.gz'],
    ['a.b.csv', 'a.b (1).csv'],
    ['.env', '.env (1)'],
    ['Makefile', 'Makefile (1)']
  ])('numbers %s as %s', (name, numbered) => {
    expect(numberedName(name, 1)).toBe(numbered);
  });

  it('knows a conflict by its status', () => {
    expect(isConflict(httpError(409))).toBe(true);
    expect(isConflict(httpError(412))).toBe(false);
    expect(isConflict(new Error('no response'))).toBe(false);
    expect(isConflict(undefined)).toBe(false);
  });
});
