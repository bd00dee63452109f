// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';
import { galata } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { notebook } from './notebooks';

// The autosave comes each second.
test.use({
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/docmanager-extension:plugin': { autosaveInterval: 1 }
  }
});

test('what is deleted while it is open is closed, ends, and does not come back', async ({
  page,
  panel,
  store,
  bucket,
  request
}) => {
  await store.put(bucket, 'work/sums.ipynb', notebook(['1 + 1']));
  await store.put(bucket, 'work/deep/note.md', 'first');
  await store.put(bucket, 'kept.md', 'kept');
  await panel.open();
  await panel.walk(bucket, 'work');
  await panel.row('sums.ipynb').dblclick();
  await page.notebook.run();
  const sessions = async () =>
    JSON.stringify(await (await request.get('api/sessions')).json());
  await expect.poll(sessions).toContain('sums.ipynb');
  await panel.walk('deep');
  const note = await panel.edit('note.md');
  await panel.go(bucket);
  const tabs = page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab');
  const tab = (name: string) => tabs.filter({ hasText: name });

  await toggleAutosave(page);
  await note.type('mine ');
  await panel.chooseFor('work', 'Delete…');
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('2 documents are open');
  await expect(dialog).toContainText(/not saved are lost: .*note\.md/);
  await expect(dialog).toContainText('1 kernel runs');
  await panel.confirm('Delete Permanently');
  await expect(panel.row('work')).toBeHidden();
  await expect(tab('sums.ipynb')).toHaveCount(0);
  await expect(tab('note.md')).toHaveCount(0);
  await expect.poll(sessions).not.toContain('sums.ipynb');

  // What is saved by itself later shows that the others would have been.
  await toggleAutosave(page);
  const kept = await panel.edit('kept.md');
  // One key: JupyterLab takes what is typed during a save for saved.
  await kept.type('+');
  await expect.poll(() => store.text(bucket, 'kept.md')).toBe('+kept');
  expect(await store.keys(bucket, 'work')).toEqual([]);
  await expect(dialog).toHaveCount(0);
});

test('a notebook whose folder someone else renames is followed, not made again', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const text = notebook(['1 + 1']);
  await store.put(bucket, 'year/sums.ipynb', text);
  await panel.open();
  await panel.walk(bucket, 'year');
  // Its question must not come between the keys.
  await toggleAutosave(page);
  await panel.row('sums.ipynb').dblclick();
  await page.locator('.jp-NotebookPanel').waitFor();
  await page.notebook.setCell(0, 'code', '2 + 2');
  await store.put(bucket, 'year-2026/sums.ipynb', text);
  await store.delete(bucket, 'year/sums.ipynb');

  // The autosave asks.
  await toggleAutosave(page);
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText(
    `is at s3://${bucket}/year-2026/sums.ipynb`
  );
  // Not again and again.
  await panel.confirm('Not Now');
  await store.put(bucket, 'beat.md', 'old');
  await panel.go(bucket);
  const beat = await panel.edit('beat.md');
  await beat.type('+');
  await expect.poll(() => store.text(bucket, 'beat.md')).toBe('+old');
  await expect(dialog).toHaveCount(0);
  expect(await store.keys(bucket, 'year/')).toEqual([]);

  // But when the person saves.
  await page.activity.activateTab('sums.ipynb');
  await page.evaluate(() => {
    // It waits for the answer.
    void window.jupyterapp.commands.execute('docmanager:save');
  });
  await panel.confirm('Follow It');
  await expect
    .poll(() => store.text(bucket, 'year-2026/sums.ipynb'))
    .toContain('2 + 2');
  expect(await store.keys(bucket, 'year/')).toEqual([]);
});

test('replacing what is open with changes says so, and closes it', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'note.md', 'theirs');
  await store.put(bucket, 'sub/note.md', 'first');
  await panel.open();
  await panel.walk(bucket, 'sub');
  await toggleAutosave(page);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await panel.go(bucket);
  await panel.row('note.md').waitFor();
  await panel.drag('note.md', 'sub');
  await expect(page.locator('.jp-Dialog')).toContainText(
    'It is open with changes that were not saved'
  );
  await panel.confirm('Replace');
  await expect(editor.dirtyTab).toHaveCount(0);
  await expect.poll(() => store.text(bucket, 'sub/note.md')).toBe('theirs');
  await expect.poll(() => store.exists(bucket, 'note.md')).toBe(false);
});

test('a copy from the workspace over what is open is shown', async ({
  page,
  panel,
  store,
  server,
  bucket,
  tmpPath
}) => {
  const dir = path.join(server.root, tmpPath);
  fs.writeFileSync(path.join(dir, 'note.md'), 'theirs');
  await store.put(bucket, 'work/note.md', 'first');
  await panel.open();
  await panel.walk(bucket, 'work');
  await panel.edit('note.md');
  const editor = page.locator('.jp-FileEditor .cm-content');
  await expect(editor).toHaveText('first');
  await page.evaluate(
    args => {
      // It waits for the answer.
      void window.jupyterapp.commands.execute('s3-drive:copy-to-s3', args);
    },
    { paths: [`${tmpPath}/note.md`], target: `s3:${bucket}/work` }
  );
  await panel.confirm('Replace');
  await expect(editor).toHaveText('theirs');
  expect(await store.text(bucket, 'work/note.md')).toBe('theirs');
});

function toggleAutosave(page: Page): Promise<void> {
  return page.evaluate(() =>
    window.jupyterapp.commands.execute('docmanager:toggle-autosave')
  );
}
