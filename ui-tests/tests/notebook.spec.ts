// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';
import { notebook } from './notebooks';

test('a notebook of a bucket is opened, run and saved', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(
    bucket,
    'work/sums.ipynb',
    notebook(['import os', 'print(sum(range(11)), os.path.isdir(os.getcwd()))'])
  );
  await panel.open();
  await panel.walk(bucket, 'work');
  await panel.row('sums.ipynb').dblclick();
  await page.locator('.jp-NotebookPanel').waitFor();
  await page.notebook.run();
  await expect(page.locator('.jp-OutputArea-output').last()).toContainText(
    '55 True'
  );
  await page.notebook.save();

  const saved = JSON.parse(await store.get(bucket, 'work/sums.ipynb'));
  expect(JSON.stringify(saved.cells[1].outputs)).toContain('55 True');
  expect(JSON.stringify(saved)).not.toContain('trusted');
  await expect(panel.rows).toHaveCount(1);
});

test('what is not in the bucket is made there from the launcher', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'here/readme.md', '# x');
  await panel.open();
  await panel.walk(bucket, 'here');
  await page.evaluate(async () =>
    window.jupyterapp.commands.execute('s3-drive:new-launcher')
  );
  const launcher = page.locator('.jp-Launcher:visible');
  await expect(launcher).toContainText(`${bucket}/here`);
  await launcher
    .locator('.jp-LauncherCard[data-category="Notebook"]')
    .first()
    .click();
  await page.locator('.jp-NotebookPanel').waitFor();
  await expect.poll(() => store.keys(bucket)).toContain('here/Untitled.ipynb');
  await expect(panel.row('Untitled.ipynb')).toBeVisible();
});

test('a trusted notebook stays trusted after a save and a reload', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(
    bucket,
    'trust.ipynb',
    notebook([
      'from IPython.display import HTML',
      `HTML('<img src=x onerror="window.__ran = true">')`
    ])
  );
  await panel.open();
  await panel.walk(bucket);
  await panel.row('trust.ipynb').dblclick();
  await page.locator('.jp-NotebookPanel').waitFor();
  await page.notebook.run();
  await page.notebook.save();
  // The notebook comes back with the layout; Galata would wait for a launcher.
  const restored = {
    waitUntil: 'domcontentloaded' as const,
    waitForIsReady: false
  };
  await page.reload(restored);
  await page.locator('.jp-OutputArea-output').first().waitFor();
  await expect.poll(() => page.evaluate(() => '__ran' in window)).toBe(true);
});
