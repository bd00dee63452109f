// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { expect, test } from './fixtures';
import { notebook } from './notebooks';

const note = (page: IJupyterLabPageFixture) =>
  page.locator('.Toastify__toast').filter({
    hasText: 'The kernel runs in your workspace, not in the bucket'
  });

const act = (page: IJupyterLabPageFixture, label: string) =>
  page.locator('.Toastify__toast').getByRole('button', { name: label }).click();

/** Open a notebook, whose kernel starts, and wait for what it prints. */
async function run(page: IJupyterLabPageFixture, path: string, text: string) {
  await page.evaluate(
    path =>
      void window.jupyterapp.commands.execute('docmanager:open', { path }),
    path
  );
  const panel = page.locator('.jp-NotebookPanel:visible');
  await expect(panel.locator('.cm-content').first()).toContainText(text);
  await page.notebook.run();
  await expect(panel.locator('.jp-OutputArea-output')).toContainText(text);
}

test('the first kernel of a bucket says where it runs, and brings the folder', async ({
  page,
  bucket,
  server,
  store,
  tmpPath
}) => {
  const second = `${bucket}-2`;
  const third = `${bucket}-3`;
  await store.put(bucket, 'work/data.csv', 'a,b\n');
  await store.put(bucket, 'work/n.ipynb', notebook(['print("first")']));
  await store.put(bucket, 'work/m.ipynb', notebook(['print("again")']));
  for (const other of [second, third]) {
    await store.makeBucket(other);
    await store.put(other, 'data.csv', 'a,b\n');
    await store.put(other, 'n.ipynb', notebook([`print("${other}")`]));
  }

  await run(page, `s3:${bucket}/work/n.ipynb`, 'first');
  await expect(note(page)).toHaveCount(1);
  await act(page, 'Bring Folder…');
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('Copy "work" to the workspace?');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await act(page, 'Open the Copy');
  await expect(page.locator('.jp-NotebookPanel:visible')).toContainText(
    'first'
  );
  const copied = path.join(server.root, tmpPath, 'work');
  expect(fs.readFileSync(path.join(copied, 'data.csv'), 'utf8')).toBe('a,b\n');

  // The next bucket's note is the only one: there was none at this kernel.
  await run(page, `s3:${bucket}/work/m.ipynb`, 'again');
  await run(page, `s3:${second}/n.ipynb`, second);
  await expect(note(page)).toHaveCount(1);
  await expect(note(page)).not.toContainText('Bring Folder');
  await act(page, 'Not Again');
  await expect(note(page)).toHaveCount(0);

  await run(page, `s3:${third}/n.ipynb`, third);
  // The note would have asked the store before, for less than this.
  await page.evaluate(
    path => window.jupyterapp.serviceManager.contents.get(path),
    `s3:${third}`
  );
  await expect(note(page)).toHaveCount(0);

  await store.removeBucket(second);
  await store.removeBucket(third);
});
