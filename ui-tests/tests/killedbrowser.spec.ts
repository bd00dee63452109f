// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { expect, test as base } from './fixtures';
import { S3Panel } from './panel';

/**
 * A browser of the test alone, with JupyterLab in it.
 */
interface IDoomedBrowser {
  readonly page: Page;
  readonly panel: S3Panel;
  /** Kill the process: it does nothing more. */
  kill(): Promise<void>;
}

const test = base.extend<{ doomed: IDoomedBrowser }>({
  doomed: async ({ baseURL, launchOptions, playwright, storageState }, use) => {
    const server = await playwright.chromium.launchServer(launchOptions);
    const browser = await playwright.chromium.connect(server.wsEndpoint());
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    // The panel of the browser before is not to be restored.
    await page.goto(`${baseURL}/lab?reset`);
    await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    const gone = new Promise<void>(resolve =>
      server.on('close', () => resolve())
    );
    const kill = async () => {
      server.process().kill('SIGKILL');
      await gone;
    };
    await use({ page, panel: new S3Panel(page), kill });
    await kill();
  }
});

// Two browsers load JupyterLab, neither of which has it in its cache.
test.describe.configure({ timeout: 300_000 });

/** More than one batch of requests moves at a time. */
const MANY = 300;

const keysOf = (folder: string) =>
  Array.from(
    { length: MANY },
    (_, n) => `${folder}/${String(n).padStart(3, '0')}.txt`
  );

test('an upload in parts in a browser that is killed leaves no object, and can be removed and done again', async ({
  bucket,
  doomed,
  page,
  panel,
  store
}) => {
  const buffer = Buffer.alloc(40 * 2 ** 20, 'parts ');
  const files = [{ name: 'big.bin', mimeType: '', buffer }];
  await store.put(bucket, 'there.txt', 'there');
  let parts = 0;
  await doomed.page.route(/partNumber=[23]/, () => {
    // It is neither sent nor answered.
    parts++;
  });
  const arrived = doomed.page.waitForResponse(
    answer => /partNumber=1\b/.test(answer.url()) && answer.ok()
  );
  await doomed.panel.open();
  await doomed.panel.walk(bucket);
  await doomed.panel.chooseFiles(files);
  await arrived;
  await expect.poll(() => parts).toBe(2);
  await doomed.kill();

  expect(await store.keys(bucket)).toEqual(['there.txt']);
  expect(await store.incomplete(bucket, 'big.bin')).toBe(1);
  await panel.open();
  await panel.walk(bucket);
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('s3-drive:incomplete-uploads');
  });
  const dialog = page.locator('.jp-Dialog');
  await dialog
    .locator('tr', { hasText: 'big.bin' })
    .getByRole('checkbox')
    .check();
  await dialog.getByRole('button', { name: 'Remove Selected' }).click();
  await expect.poll(() => store.incomplete(bucket, 'big.bin')).toBe(0);

  await panel.chooseFiles(files);
  await expect(panel.row('big.bin')).toBeVisible();
  expect(buffer.equals(await store.bytes(bucket, 'big.bin'))).toBe(true);
  expect(await store.incomplete(bucket, 'big.bin')).toBe(0);
});

test('a rename of a folder in a browser that is killed loses nothing, and is completed by the same rename', async ({
  bucket,
  doomed,
  panel,
  store
}) => {
  await store.putMany(bucket, keysOf('old'));
  await doomed.panel.open();
  await doomed.panel.walk(bucket);
  let batches = 0;
  await doomed.page.route(/\/s3-drive\/default\/batch/, async route => {
    // The first copies are made, and no more.
    if (
      !/"(COPY|REWRITE)"/.test(route.request().postData() ?? '') ||
      ++batches < 3
    ) {
      await route.continue();
    }
  });
  await doomed.panel.rename('old', 'new');
  await doomed.panel.confirm('Rename');
  await expect.poll(() => batches).toBeGreaterThan(2);
  await expect
    .poll(async () => (await store.keys(bucket, 'new/')).length)
    .toBeGreaterThan(10);
  await doomed.kill();

  expect(await store.keys(bucket, 'old/')).toEqual(keysOf('old'));
  await panel.open();
  await panel.walk(bucket);
  await panel.rename('old', 'new');
  await panel.confirm('Rename');
  await expect(panel.row('old')).toBeHidden({ timeout: 60_000 });
  expect(await store.keys(bucket)).toEqual(keysOf('new'));
  for (const key of keysOf('new').slice(0, 3)) {
    expect(await store.get(bucket, key)).toBe(key.replace('new', 'old'));
  }
});
