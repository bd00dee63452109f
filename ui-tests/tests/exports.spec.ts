// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readFileSync } from 'fs';

import { expect, test } from './fixtures';
import { chooseFromMenu } from './menus';
import { notebook } from './notebooks';

test('a notebook of a bucket is exported and printed', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'work/été.ipynb', notebook(['somme = 1 + 1']));
  await panel.open();
  await panel.walk(bucket, 'work');
  await panel.row('été.ipynb').dblclick();
  await page.locator('.jp-NotebookPanel .jp-Cell').first().waitFor();

  await test.step('what is not saved is saved first', async () => {
    await page.locator('.jp-NotebookPanel .cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nautre = 2');
    const coming = page.waitForEvent('download');
    await chooseFromMenu(
      page,
      'File',
      'Save and Export Notebook As',
      'Executable Script'
    );
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/^été\.(py|txt)$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('somme = 1 + 1');
    expect(text).toContain('autre = 2');
    expect(await store.get(bucket, 'work/été.ipynb')).toContain('autre = 2');
  });

  await test.step('what is printed is the notebook', async () => {
    await page.evaluate(() => {
      void window.jupyterapp.commands.execute('apputils:print');
    });
    const frame = page.locator('iframe[sandbox][style*="z-index:-9999"]');
    await frame.waitFor({ state: 'attached' });
    const printed = (await frame.getAttribute('srcdoc')) ?? '';
    expect(printed).toContain('<title>été</title>');
    expect(printed).toContain('autre');
    await page.mouse.move(10, 10);
    await page.mouse.move(20, 20);
    await frame.waitFor({ state: 'detached' });
  });

  await test.step('what somebody else changed is told', async () => {
    await store.put(bucket, 'work/été.ipynb', notebook(['ailleurs = 3']));
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('notebook:export-to-format', {
        format: 'script'
      })
    );
    await expect(page.locator('.Toastify__toast--error')).toContainText(
      'was changed by someone else since it was opened here'
    );
  });
});
