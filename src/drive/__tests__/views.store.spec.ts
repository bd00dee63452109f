// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about the models of one page.

import type { NotebookModel } from '@jupyterlab/notebook';

import {
  type IContext,
  answer,
  laterRun,
  saveAnswering,
  type
} from '../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import { expectNoDialogLeft, useDrive } from '../../testing/setup';

const NOTEBOOK = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "one",
   "metadata": {},
   "source": [
    "first\\n",
    "second"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Python 3",
   "language": "python",
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

let d: IDriveFixture;
let number = 0;

useDrive({}, made => {
  d = made;
});

expectNoDialogLeft();

describe('an editor and a notebook on one object', () => {
  let key: string;
  let editor: IContext;
  let notebook: IContext;

  beforeEach(async () => {
    key = `views/${number++}.ipynb`;
    await d.put(key, NOTEBOOK);
    editor = await d.open(key, 'text');
    notebook = await d.open(key, 'notebook');
  });

  const edit = (source: string) => {
    const model = notebook.model as unknown as NotebookModel;
    model.sharedModel.cells[0].setSource(source);
    model.dirty = true;
  };

  it('see that the other one has saved', async () => {
    edit('from the notebook');
    await notebook.save();
    await laterRun();
    type(editor, NOTEBOOK.replace('second', 'from the editor'));
    const { text } = await saveAnswering(editor, 'Revert');
    expect(text).toContain('has changed on disk');
    expect(editor.model.toString()).toContain('from the notebook');
    await laterRun();
    type(editor, NOTEBOOK.replace('second', 'from the editor'));
    await editor.save();
    await laterRun();
    edit('again');
    await saveAnswering(notebook, 'Overwrite');
    expect(await d.text(key)).toContain('again');
  });

  it.each([
    ['notebook', 'editor'],
    ['editor', 'notebook']
  ])('never overwrite each other, %s first', async first => {
    edit('from the notebook');
    type(editor, NOTEBOOK.replace('second', 'from the editor'));
    const order =
      first === 'notebook' ? [notebook, editor] : [editor, notebook];
    // As "Save All" does.
    const saves = order.map(context =>
      context.save().then(
        () => true,
        () => false
      )
    );
    await answer('Close');
    expect(await Promise.all(saves)).toEqual([true, false]);
    expect(await d.text(key)).toContain(`from the ${first}`);
    expect(order[1].model.dirty).toBe(true);
    // The other one is asked when it saves again.
    await laterRun();
    await saveAnswering(order[1], 'Overwrite');
    expect(await d.text(key)).not.toContain(`from the ${first}`);
    expect(order[1].model.dirty).toBe(false);
  });

  it('never overwrite each other, whenever the second one saves', async () => {
    for (let delay = 0; delay < 60; delay += 6) {
      await d.put(key, NOTEBOOK);
      await editor.revert();
      await notebook.revert();
      await laterRun();
      edit(`from the notebook ${delay}`);
      type(editor, NOTEBOOK.replace('second', `from the editor ${delay}`));
      const first = notebook.save();
      await new Promise(resolve => setTimeout(resolve, delay));
      const second = editor.save().then(
        () => true,
        () => false
      );
      // Refused, or asked about: the two are never both written.
      const text = await answerAny();
      await first;
      expect(await second).toBe(false);
      expect(text).toMatch(/changed/);
      expect(await d.text(key)).toContain(`from the notebook ${delay}`);
    }
  });
});

/** Answer the next dialog, whichever it is, without overwriting. */
async function answerAny(): Promise<string> {
  try {
    return await answer('Close');
  } catch {
    return answer('Cancel');
  }
}

describe('two people on one object', () => {
  let other: IDriveFixture;

  beforeAll(async () => {
    other = await makeDrive({ bucket: d.bucket });
  });

  afterAll(() => other.dispose());

  /** Add a line to a document and save it until it is stored. */
  async function addLine(context: IContext, line: string): Promise<number> {
    let conflicts = 0;
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, Math.random() * 20));
      type(context, `${context.model.toString()}${line}\n`);
      const saving = context.save().then(
        () => true,
        () => false
      );
      const done = await Promise.race([saving, conflict()]);
      if (done === true) {
        return conflicts;
      }
      // A conflict was shown: load what is there, and write again.
      conflicts++;
      for (const dialog of dialogsNow()) {
        dialog.querySelector('button')!.click();
      }
      await saving;
      await context.revert();
    }
  }

  const dialogsNow = () => [
    ...document.body.getElementsByClassName('jp-Dialog')
  ];

  async function conflict(): Promise<boolean> {
    while (!dialogsNow().length) {
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    return false;
  }

  it('lose no line in 50 rounds', async () => {
    const key = 'people/log.txt';
    await d.put(key, 'start\n');
    const mine = await d.open(key);
    const theirs = await other.open(key);
    const expected = ['start'];
    let conflicts = 0;
    for (let round = 0; round < 50; round++) {
      const lines = [`mine ${round}`, `theirs ${round}`];
      // The dialogs of both are shown in one page, so they take turns; what
      // they have loaded is still old.
      const order = Math.random() < 0.5 ? [0, 1] : [1, 0];
      for (const who of order) {
        conflicts += await addLine([mine, theirs][who], lines[who]);
      }
      expected.push(...lines);
    }
    const stored = (await d.text(key)).trim().split('\n');
    expect(stored.sort()).toEqual(expected.sort());
    expect(conflicts).toBeGreaterThan(40);
  });

  it('lose no line when both write at the same time', async () => {
    const key = 'people/race.txt';
    const path = `${d.bucket}/${key}`;
    await d.put(key, '');
    const options = { type: 'file', format: 'text' } as const;
    let refused = 0;
    const write = async (drive: IDriveFixture['drive'], name: string) => {
      for (let round = 0; round < 15; round++) {
        for (;;) {
          // What JupyterLab does after a conflict was shown.
          const { content, hash } = await drive.get(path, {
            ...options,
            content: true
          });
          const { hash: now } = await drive.get(path, {
            content: false,
            hash: true
          });
          if (hash !== now) {
            refused++;
            continue;
          }
          try {
            await drive.save(path, {
              ...options,
              content: `${content}${name} ${round}\n`
            });
            break;
          } catch (error) {
            expect((error as { status: number }).status).toBe(412);
            refused++;
          }
        }
      }
    };
    await Promise.all([write(d.drive, 'mine'), write(other.drive, 'theirs')]);
    const stored = (await d.text(key)).trim().split('\n');
    expect(new Set(stored).size).toBe(30);
    expect(stored).toHaveLength(30);
    expect(refused).toBeGreaterThan(0);
  });
});
