// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { gzipSync } from 'zlib';

import { expect, test } from './fixtures';
import { WIDE } from './panel';

/** Names that URLs, shells and HTML each have their own idea of. */
const ODD_NAMES = [
  'a b.txt',
  'é à ü.txt',
  'a+b.txt',
  '#hash?.csv',
  '100%.txt',
  'R&D.txt',
  `"double" and 'single'.txt`,
  '日本語.txt',
  '<b>bold.txt',
  '%41.txt',
  'semi;colon=1.txt'
];

/** The most that is loaded with JupyterLab itself (bytes, gzipped). */
const START_BYTES = 30_000;

/** The most that is loaded after that, for what the status bar shows (bytes, gzipped). */
const ACCESS_BYTES = 12_000;

test('buckets are listed, and folders walked, by mouse and by keyboard', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'BPE/2019/BPE_ENS.csv', 'a;b\n1;2\n');
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();

  await panel.walk(bucket, 'BPE', '2019');
  await expect(panel.row('BPE_ENS.csv')).toBeVisible();
  await page.sidebar.setWidth(WIDE, 'left');
  await expect(panel.row('BPE_ENS.csv')).toContainText('8 B');

  await panel.node
    .locator('.jp-BreadCrumbs-item')
    .filter({ hasText: 'BPE' })
    .first()
    .click();
  await expect(panel.row('2019')).toBeVisible();

  await panel.row('2019').click();
  await page.keyboard.press('Enter');
  await expect(panel.row('BPE_ENS.csv')).toBeVisible();
  await panel.row('BPE_ENS.csv').click();
  await page.keyboard.press('Backspace');
  await expect(panel.row('2019')).toBeVisible();
});

test('a folder without a marker object shows, and a new folder stays', async ({
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'deep/down/file.txt', 'x');
  await panel.open();
  await panel.walk(bucket, 'deep', 'down');
  await panel.chooseFor('file.txt', 'Delete…');
  await panel.confirm('Delete Permanently');
  await expect(panel.node.getByText('This folder is empty')).toBeVisible();
  await panel.toRoot();
  await panel.walk(bucket, 'deep', 'down');
});

test('files with odd names open with their own content', async ({
  page,
  panel,
  store,
  bucket
}) => {
  for (const name of ODD_NAMES) {
    await store.put(bucket, `odd/${name}`, `content of ${name}`);
  }
  await panel.open();
  await panel.walk(bucket, 'odd');
  await expect(panel.rows).toHaveCount(ODD_NAMES.length);
  for (const name of ODD_NAMES.filter(name => name.endsWith('.txt'))) {
    await panel.row(name).dblclick();
    await expect(page.locator('.jp-FileEditor:visible .cm-content')).toHaveText(
      `content of ${name}`
    );
    await page.activity.closeAll();
  }
});

test('more than 1,000 entries are never cut in silence', async ({
  panel,
  store,
  bucket
}) => {
  test.setTimeout(120_000);
  await store.putMany(
    bucket,
    Array.from({ length: 1_003 }, (_, i) => `many/${1_000_000 + i}.txt`)
  );
  await panel.open();
  await panel.walk(bucket, 'many');
  await expect(panel.grid).toHaveAttribute('aria-rowcount', '1003');
  await expect(
    panel.node.getByRole('button', { name: /Show more/i })
  ).toBeHidden();
});

test('a place is opened by its address', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a/b/here.txt', 'x');
  await panel.open();
  await page.evaluate(
    async uri =>
      window.jupyterapp.commands.execute('s3-drive:open-location', { uri }),
    `s3://${bucket}/a/b/`
  );
  await expect(panel.row('here.txt')).toBeVisible();
});

test('sort, filter and hidden checkpoints', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'b.txt', 'xx');
  await store.put(bucket, 'a.txt', 'xxx');
  await store.put(bucket, 'c.csv', 'x');
  await store.put(bucket, '.ipynb_checkpoints/a-checkpoint.txt', 'x');
  await panel.open();
  await panel.walk(bucket);
  await expect.poll(() => panel.names()).toEqual(['a.txt', 'b.txt', 'c.csv']);
  await page.sidebar.setWidth(WIDE, 'left');
  await panel.node.locator('.jp-DirListing-headerItem.jp-id-filesize').click();
  await expect
    .poll(() => panel.names())
    .not.toEqual(['a.txt', 'b.txt', 'c.csv']);
});

test('before the panel is shown no request goes to the store, and little is loaded', async ({
  page,
  panel
}) => {
  const seen: string[] = [];
  page.on('request', request => {
    // The status is the server's own: how long the access lasts.
    const url = request.url();
    if (url.includes('/s3-drive/') && !/\/default\/status\b/.test(url)) {
      seen.push(url);
    }
  });
  const sizes = new Map<string, Promise<number>>();
  page.on('response', response => {
    if (/\/jupyterlab-s3-drive\/static\/.*\.js/.test(response.url())) {
      const size = response.body().then(body => gzipSync(body).length);
      sizes.set(response.url(), size);
    }
  });
  await page.reload();
  await page.locator('.jp-Launcher').waitFor();
  // All plugins have started, and the server has answered what came later.
  await page.evaluate(async () => {
    const { restored, serviceManager } = window.jupyterapp;
    await restored;
    await serviceManager.contents.get('');
  });
  await expect(page.locator('.jp-S3Access')).toBeVisible();
  expect(seen).toEqual([]);
  // All plugins are there before the first of them asks for settings.
  const names = await page.evaluate(() => {
    const all = performance.getEntriesByType('resource');
    const first = all.find(({ name }) => name.includes('/lab/api/settings'));
    return all
      .filter(({ startTime }) => startTime < (first?.startTime ?? 0))
      .map(({ name }) => name);
  });
  let loaded = 0;
  let later = 0;
  for (const [url, size] of sizes) {
    if (names.includes(url)) {
      loaded += await size;
    } else {
      later += await size;
    }
  }
  expect(loaded).toBeGreaterThan(5_000);
  expect(loaded).toBeLessThan(START_BYTES);
  expect(later).toBeLessThan(ACCESS_BYTES);
  await panel.open();
  await expect.poll(() => seen.length).toBeGreaterThan(0);
});

test('the place is restored after a reload', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'kept/file.txt', 'x');
  await panel.open();
  // JupyterLab saves the place a moment after it was opened.
  const saved = page.waitForResponse(
    answer =>
      /\/api\/workspaces\//.test(answer.url()) &&
      answer.request().method() === 'PUT' &&
      !!answer.request().postData()?.includes(`${bucket}/kept`)
  );
  await panel.walk(bucket, 'kept');
  await saved;
  await page.reload();
  await panel.open();
  await expect(panel.row('file.txt')).toBeVisible();
});
