// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';
import type { Download, Page } from '@playwright/test';

import type { Control } from './control';
import { tabInFront } from './documents';
import { expect, test } from './fixtures';
import { notebook } from './notebooks';
import { closeServerErrors, pageErrors } from './pageerrors';

// Galata's own bookkeeping asks the server all the time, also while it is down.
test.use({ kernels: null, sessions: null, terminals: null });

const dialog = (page: Page) => page.locator('.jp-Dialog');

/** What a notebook holds, in one line. */
const sourceOf = (text: string) =>
  (JSON.parse(text) as { cells: { source: string | string[] }[] }).cells
    .map(({ source }) => (Array.isArray(source) ? source.join('') : source))
    .join('|');

const textOf = async (download: Download) =>
  fs.readFileSync((await download.path())!, { encoding: 'utf8' });

const troubles: [string, (control: Control) => Promise<void>][] = [
  ['a store that is down', control => control.killStore()],
  [
    'keys that the store does not accept any more',
    control => control.restartServer({ AWS_SECRET_ACCESS_KEY: 'wrong' })
  ],
  [
    'no keys at all',
    control =>
      control.restartServer({
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: ''
      })
  ]
];

for (const [name, breakIt] of troubles) {
  test(`what is on the screen is kept in spite of ${name}`, async ({
    page,
    panel,
    server,
    store,
    bucket,
    control,
    tmpPath
  }) => {
    const errors = pageErrors(page);
    await closeServerErrors(page);
    await store.put(bucket, 'work.ipynb', notebook(['1 + 1']));
    await panel.open();
    await panel.walk(bucket);
    await panel.row('work.ipynb').dblclick();
    const cell = page.locator('.jp-NotebookPanel:visible .cm-content').first();
    await cell.click();
    await page.keyboard.press('Home');
    await page.keyboard.type('precious = ');
    const source = 'precious = 1 + 1';
    await expect(cell).toHaveText(source);
    await breakIt(control);
    const file = (name: string) => path.join(server.root, tmpPath, name);
    const kept = (name: string) =>
      sourceOf(fs.readFileSync(file(name), { encoding: 'utf8' }));
    const run = (command: string) =>
      page.evaluate(
        command => void window.jupyterapp.commands.execute(command),
        command
      );

    await page.keyboard.press('Control+s');
    await expect(dialog(page)).toContainText('File Save Error', {
      timeout: 60_000
    });
    await panel.confirm('Save a Copy in the Workspace');
    const toast = page.locator('.Toastify__toast').filter({
      hasText: `A copy was saved in the workspace: /${tmpPath}/work.ipynb`
    });
    await expect(toast.getByRole('button', { name: 'Open' })).toBeVisible();
    expect(kept('work.ipynb')).toBe(source);
    await expect(page.locator('#jp-main-statusbar')).toContainText(
      'Saving failed'
    );

    await run('docmanager:save');
    await expect(dialog(page)).toContainText('File Save Error', {
      timeout: 60_000
    });
    const copy = page.waitForEvent('download');
    await panel.confirm('Download a Copy');
    expect((await copy).suggestedFilename()).toBe('work.ipynb');
    expect(sourceOf(await textOf(await copy))).toBe(source);

    const download = page.waitForEvent('download');
    await run('docmanager:download');
    expect(sourceOf(await textOf(await download))).toBe(source);

    // "Save As" into the workspace, over nothing.
    await run('docmanager:save-as');
    await dialog(page).locator('select').selectOption('workspace');
    const field = dialog(page).locator('input');
    await expect(field).toHaveValue(`${tmpPath}/work.ipynb`);
    await field.fill(`${tmpPath}/secours.ipynb`);
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    // The object has not what is in the file: JupyterLab asks before it closes it.
    await expect(dialog(page)).toContainText('Save your work');
    expect(kept('secours.ipynb')).toBe(source);
    await panel.confirm('Discard');
    await expect(tabInFront(page, 'secours.ipynb')).toBeVisible();
    expect(errors).toEqual([]);
  });
}

test('what is on the screen can be downloaded while Jupyter does not answer', async ({
  page,
  panel,
  server,
  store,
  bucket,
  tmpPath
}) => {
  await closeServerErrors(page);
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await page.context().setOffline(true);
  try {
    await page.keyboard.press('Control+s');
    const failed = dialog(page).filter({ hasText: 'File Save Error' });
    await expect(failed).toContainText('The Jupyter server does not answer', {
      timeout: 60_000
    });
    await failed
      .getByRole('button', { name: 'Save a Copy in the Workspace' })
      .click();
    // It cannot be kept there either: that is said, and nothing is lost.
    const noCopy = dialog(page).filter({ hasText: 'No copy was saved' });
    await expect(noCopy).toContainText('The Jupyter server does not answer');
    await noCopy.getByRole('button', { name: 'Close' }).click();
    await noCopy.waitFor({ state: 'hidden' });
    const copy = page.waitForEvent('download');
    await page.evaluate(
      () => void window.jupyterapp.commands.execute('docmanager:download')
    );
    expect(await textOf(await copy)).toBe('mine first');
  } finally {
    await page.context().setOffline(false);
  }
  expect(fs.existsSync(path.join(server.root, tmpPath, 'note.md'))).toBe(false);
  await expect(async () => {
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('docmanager:save')
    );
    expect(await store.get(bucket, 'note.md')).toBe('mine first');
  }).toPass();
});

test('Save As takes a name alone beside the document, and tells what fails', async ({
  page,
  panel,
  store,
  bucket,
  control
}) => {
  await store.put(bucket, 'folder/note.md', 'first');
  await panel.open();
  await panel.openLocation(`s3://${bucket}/folder/`);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  const saveAs = async (name: string) => {
    await page.evaluate(
      () => void window.jupyterapp.commands.execute('docmanager:save-as')
    );
    // JupyterLab may ask something else as soon as this is answered.
    const asked = dialog(page).filter({ hasText: 'Save File As' });
    await asked.locator('input').fill(name);
    await asked.getByRole('button', { name: 'Save', exact: true }).click();
    await asked.waitFor({ state: 'hidden' });
  };
  await control.killStore();
  try {
    await saveAs('rescue.md');
    await expect(dialog(page)).toContainText('The store does not answer', {
      timeout: 60_000
    });
    await panel.confirm('Close');
    await expect(page.locator('#jp-main-statusbar')).not.toContainText(
      'Saving started'
    );
  } finally {
    await control.startStore();
  }
  await saveAs('rescue.md');
  await expect.poll(() => store.exists(bucket, 'folder/rescue.md')).toBe(true);
  expect(await store.get(bucket, 'folder/rescue.md')).toBe('mine first');
  expect(await store.get(bucket, 'folder/note.md')).toBe('first');
});
