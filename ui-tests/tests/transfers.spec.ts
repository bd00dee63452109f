// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { pressEnter } from './keyboard';

/** Enough that a rename takes some seconds. */
const MANY = 1500;

const keysOf = (folder: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${folder}/${i % 10}/o${i}.txt`);

const transfers = (page: Page) => page.locator('#jp-s3-transfers');

test('a large rename says what it costs, shows how far it is, and leaves the source whole when cancelled', async ({
  page,
  panel,
  store,
  bucket
}) => {
  test.setTimeout(240_000);
  const keys = keysOf('big', MANY);
  await store.putMany(bucket, keys);
  await panel.open();
  await panel.walk(bucket);

  // Declined, nothing happens.
  await panel.rename('big', 'new');
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('S3 has no rename');
  await expect(dialog).toContainText('1,500 objects');
  await panel.confirm('Cancel');
  await expect(panel.row('big')).toBeVisible();
  expect(await store.keys(bucket)).toEqual([...keys].sort());

  // Agreed, it is shown and can be cancelled.
  await panel.rename('big', 'new');
  // The task knows how many there are if they were counted before.
  await expect(page.locator('.jp-Dialog')).toContainText('1,500 objects', {
    timeout: 60_000
  });
  await panel.confirm('Rename');
  const status = page.locator('.jp-S3TransfersStatus');
  await expect(status).toContainText('Renaming "big"');
  await status.click();
  const row = transfers(page).locator('.jp-S3Task').first();
  const bar = row.getByRole('progressbar');
  await expect(row).toContainText(/[1-9][0-9]* of 1,500 objects/, {
    timeout: 120_000
  });
  await expect(bar).toHaveAttribute('aria-valuenow', /^[0-9]+$/);
  await row.getByRole('button', { name: 'Cancel' }).click();
  await expect(row).toHaveAttribute('data-state', 'cancelled');
  await expect(row).toContainText('all is whole where it was');
  await expect(status).toBeHidden();
  expect(await store.keys(bucket)).toEqual([...keys].sort());
  await expect(panel.row('big')).toBeVisible();

  // Again by the keyboard: it is completed.
  await pressEnter(row.getByRole('button', { name: 'Retry' }));
  const again = transfers(page).locator('.jp-S3Task').first();
  await expect(again).toHaveAttribute('data-state', 'done', {
    timeout: 120_000
  });
  await expect(panel.row('new')).toBeVisible();
  await expect(panel.row('big')).toBeHidden();
  expect(await store.keys(bucket)).toEqual(keysOf('new', MANY).sort());
  await transfers(page).getByRole('button', { name: 'Clear Finished' }).click();
  await expect(transfers(page)).toContainText('Nothing is under way');
});

test('a small folder is renamed, copied and deleted without being asked about costs', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.putMany(bucket, keysOf('small', 20));
  await panel.open();
  await panel.walk(bucket);
  await panel.rename('small', 'other');
  await expect(panel.row('other')).toBeVisible();
  await panel.chooseFor('other', 'Duplicate');
  await expect(panel.row('other-Copy1')).toBeVisible();
  await panel.chooseFor('other', 'Delete…');
  await expect(page.locator('.jp-Dialog')).toContainText('20 objects');
  await panel.confirm('Delete Permanently');
  await expect(panel.row('other')).toBeHidden();
  expect(await store.keys(bucket)).toEqual(keysOf('other-Copy1', 20).sort());
});

test('what a dead store has broken off is told, and completed by trying again', async ({
  page,
  panel,
  store,
  control,
  bucket
}) => {
  test.setTimeout(240_000);
  const keys = keysOf('big', MANY);
  await store.putMany(bucket, keys);
  await panel.open();
  await panel.walk(bucket);
  await panel.rename('big', 'new');
  // The task knows how many there are if they were counted before.
  await expect(page.locator('.jp-Dialog')).toContainText('1,500 objects', {
    timeout: 60_000
  });
  await panel.confirm('Rename');
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('s3-drive:show-transfers');
  });
  const row = transfers(page).locator('.jp-S3Task').last();
  await expect(row).toContainText(/[1-9][0-9]{2} of 1,500 objects/, {
    timeout: 120_000
  });
  await control.killStore();
  await expect(row).toHaveAttribute('data-state', 'failed', {
    timeout: 120_000
  });
  const notice = page.locator('.Toastify__toast--error');
  await expect(notice).toContainText('Nothing is lost');
  await control.startStore();
  expect((await store.keys(bucket, 'big/')).length).toBe(MANY);
  await notice.getByRole('button', { name: 'Retry' }).click();
  const again = transfers(page).locator('.jp-S3Task').first();
  await expect(again).toHaveAttribute('data-state', 'done', {
    timeout: 120_000
  });
  expect(await store.keys(bucket)).toEqual(keysOf('new', MANY).sort());
});
