// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { hostileNotebook } from './notebooks';

const SCRIPT = 'parent.__ran = window.__ran = top.__ran = true';

/** Wait until each image has come or failed, and its handlers have run. */
async function imagesSettled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Array.from(document.images).every(image => image.complete)
  );
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve)));
}

test('a hostile notebook runs nothing', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'evil.ipynb', hostileNotebook(SCRIPT));
  await panel.open();
  await panel.walk(bucket);
  await panel.row('evil.ipynb').dblclick();
  await page.locator('.jp-OutputArea').first().waitFor();
  await expect(page.locator('.jp-NotebookPanel')).toContainText('marker text');
  await expect(page.locator('.jp-RenderedHTMLCommon img')).toHaveCount(2);
  await imagesSettled(page);
  expect(await page.evaluate(() => '__ran' in window)).toBe(false);
});

for (const [name, type, content] of [
  [
    'evil.html',
    'text/html',
    `<!doctype html><p>marker text</p><script>${SCRIPT}</script><p>the end</p>`
  ],
  [
    'evil.svg',
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg"><script>${SCRIPT}</script><text y="20">marker text</text></svg>`
  ]
]) {
  test(`${name} runs nothing, in the panel or at its own address`, async ({
    page,
    panel,
    store,
    bucket
  }) => {
    await store.put(bucket, name, content, type);
    await panel.open();
    await panel.walk(bucket);
    await panel.row(name).dblclick();
    if (type === 'text/html') {
      // What stands after the script is shown.
      const frame = page.locator('.jp-HTMLViewer iframe').contentFrame();
      await expect(frame.getByText('the end')).toBeVisible();
    } else {
      await expect(page.locator('.jp-ImageViewer img')).toBeVisible();
      await imagesSettled(page);
    }
    expect(await page.evaluate(() => '__ran' in window)).toBe(false);

    const url = await page.evaluate(
      async path =>
        window.jupyterapp.serviceManager.contents.getDownloadUrl(path),
      `s3:${bucket}/${name}`
    );
    const inline = url.replace(/response-content-disposition=[^&]*&?/, '');
    const other = await page.context().newPage();
    const answer = await other.goto(inline);
    expect(answer?.headers()['content-security-policy']).toContain('sandbox');
    expect(answer?.headers()['x-content-type-options']).toBe('nosniff');
    expect(await other.evaluate(() => '__ran' in window)).toBe(false);
    await other.close();
  });
}
