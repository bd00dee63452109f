// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';

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
