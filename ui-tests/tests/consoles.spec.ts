// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { openDocument, tabInFront } from './documents';
import { expect, test, WITHOUT_LAUNCHER } from './fixtures';
import { kept, shows } from './layouts';
import { notebook } from './notebooks';

// JupyterLab finds a console's kernel by the path of its document. Galata's
// bookkeeping does not expect sessions to end by themselves.
test.use({ ...WITHOUT_LAUNCHER, kernels: null, sessions: null });

const execute = (page: Page, command: string, args = {}) =>
  page.evaluate(
    ([id, given]) => {
      void window.jupyterapp.commands.execute(id, given);
    },
    [command, args] as const
  );

/** What a console has printed last. */
const printed = (page: Page) =>
  page.locator('.jp-CodeConsole .jp-OutputArea-output').last();

test('code of an editor runs in the console that was made for it', async ({
  page,
  bucket,
  store
}) => {
  await store.put(bucket, 'dir/a.py', 'print(6 * 7)');
  await execute(page, 'docmanager:open', {
    path: `s3:${bucket}/dir/a.py`,
    factory: 'Editor'
  });
  const editor = page.locator('.jp-FileEditor .cm-content');
  await editor.click();
  await execute(page, 'fileeditor:create-console', { activate: false });
  await page
    .locator('.jp-Dialog')
    .getByRole('button', { name: /^Select/ })
    .click();
  await expect(page.locator('.jp-CodeConsole-promptCell')).toBeVisible();
  await editor.click();
  // Nothing runs before the console has its kernel.
  await expect(async () => {
    await execute(page, 'fileeditor:run-all');
    await expect(printed(page)).toContainText('42', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
});

test('the console of a notebook has the kernel that runs, also after a reload', async ({
  page,
  bucket,
  store
}) => {
  await store.put(bucket, 'dir/sums.ipynb', notebook(['answer = 6 * 7']));
  await openDocument(page, `s3:${bucket}/dir/sums.ipynb`, 'Notebook');
  await execute(page, 'notebook:run-all-cells');
  await expect(
    page.locator('.jp-NotebookPanel .jp-InputArea-prompt').first()
  ).toHaveText('[1]:', { timeout: 60_000 });
  await kept(
    page,
    () => execute(page, 'notebook:create-console', { activate: true }),
    shows('console')
  );
  const prompt = page.locator('.jp-CodeConsole-promptCell .cm-content');
  const asks = async () => {
    await prompt.click();
    await page.keyboard.type('answer');
    await page.keyboard.press('Shift+Enter');
    await expect(printed(page)).toContainText('42', { timeout: 60_000 });
  };
  await asks();
  await expect(page.locator('.jp-Dialog')).toHaveCount(0);

  await execute(page, 'docmanager:save');
  await page.reload();
  // The console has the name of the notebook too.
  await expect(tabInFront(page, 'sums.ipynb')).toHaveCount(2);
  await asks();
  await expect(page.locator('.jp-Dialog')).toHaveCount(0);
});
