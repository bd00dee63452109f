// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';
import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { stranger } from './share';

const workspaceRow = (page: Page, name: string) =>
  page.locator('#filebrowser .jp-DirListing-item').filter({ hasText: name });

const dialog = (page: Page) => page.locator('.jp-Dialog');

const button = (page: Page, name: string) =>
  dialog(page).getByRole('button', { name, exact: true });

test('Copy to S3 asks for the place, and says what is public there', async ({
  page,
  panel,
  server,
  store,
  bucket,
  tmpPath
}) => {
  const dir = path.join(server.root, tmpPath);
  fs.writeFileSync(path.join(dir, 'salaries.csv'), 'secret');
  await store.put(bucket, 'diffusion/old.csv', 'x');
  await store.put(bucket, 'own/old.csv', 'x');
  await store.publish(bucket, 'diffusion/*');
  const url = `${server.endpoint}/${bucket}/diffusion/salaries.csv`;
  await panel.open();
  await panel.openLocation(`s3://${bucket}/diffusion/`);
  await expect(panel.row('old.csv')).toBeVisible();

  // The panel is hidden now, and stands at the public folder.
  await page.evaluate(() =>
    window.jupyterapp.shell.activateById('filebrowser')
  );
  const choose = async () => {
    await workspaceRow(page, 'salaries.csv').click({ button: 'right' });
    await page.locator('.lm-Menu-itemLabel').getByText('Copy to S3…').click();
  };
  await page.filebrowser.refresh();
  await choose();
  const field = dialog(page).getByLabel('The bucket or folder');
  await expect(field).toHaveValue(`s3://${bucket}/diffusion/`);
  await expect(button(page, 'Copy and Publish')).toBeVisible();
  await expect(dialog(page)).toContainText(
    'Anyone on the Internet will be able to read "salaries.csv"'
  );
  await button(page, 'Cancel').click();
  await dialog(page).waitFor({ state: 'hidden' });

  // Into a private place: no word of publishing, and where it went.
  await choose();
  await field.fill(`s3://${bucket}/own/`);
  await expect(button(page, 'Copy')).toBeVisible();
  await button(page, 'Copy').click();
  const toast = page.locator('.Toastify__toast').filter({
    hasText: `"salaries.csv" was copied to s3://${bucket}/own/`
  });
  await toast.getByRole('button', { name: 'Show' }).click();
  await expect(panel.row('salaries.csv')).toHaveClass(/jp-mod-selected/);
  // What was cancelled before has not been done meanwhile.
  expect(await stranger(url)).not.toBe(200);
  expect(await store.exists(bucket, 'diffusion/salaries.csv')).toBe(false);
  await expect(panel.node.locator('.jp-BreadCrumbs-item').last()).toHaveText(
    'own'
  );

  // What names no place is said, and nothing is copied.
  await page.evaluate(() =>
    window.jupyterapp.shell.activateById('filebrowser')
  );
  await choose();
  await field.fill('https://elsewhere.example/x');
  await expect(dialog(page)).toContainText('is not an address in the store');
  await field.fill(`s3://${bucket}/diffusion/`);
  await expect(button(page, 'Copy and Publish')).toBeVisible();
  await button(page, 'Copy and Publish').click();
  await expect.poll(() => stranger(url)).toBe(200);
  await expect(dialog(page)).toBeHidden();
});

test('a drop and a paste into a public folder ask before, until told not to', async ({
  page,
  panel,
  server,
  store,
  bucket
}) => {
  await store.put(bucket, 'diffusion/old.csv', 'x');
  await store.put(bucket, 'own/secret.csv', 'x');
  await store.publish(bucket, 'diffusion/*');
  const readable = (name: string) =>
    stranger(`${server.endpoint}/${bucket}/diffusion/${name}`);
  await panel.open();
  await panel.openLocation(`s3://${bucket}/own/`);
  await panel.row('secret.csv').click();
  await page.keyboard.press('Control+c');
  await panel.openLocation(`s3://${bucket}/diffusion/`);
  await expect(panel.row('old.csv')).toBeVisible();
  await panel.row('old.csv').click();
  await page.keyboard.press('Control+v');
  await expect(dialog(page)).toContainText(
    `The folder s3://${bucket}/diffusion/ is public.`
  );
  expect(await readable('secret.csv')).not.toBe(200);
  await expect(button(page, 'Cancel')).toBeFocused();
  await panel.confirm('Cancel');
  await expect(panel.rows).toHaveCount(1);

  await panel.dropFile('one.csv', 'x');
  await panel.confirm('Cancel');
  await panel.dropFile('one.csv', 'x');
  await dialog(page).getByText('Do not ask again for this folder').click();
  const saved = page.waitForResponse(
    answer =>
      answer.url().includes('jupyterlab-s3-drive:drive') &&
      answer.request().method() === 'PUT'
  );
  await panel.confirm('Publish');
  await expect.poll(() => readable('one.csv')).toBe(200);
  await saved;
  expect(await readable('secret.csv')).not.toBe(200);

  // It is kept, and listed where it can be taken back.
  await page.reload();
  await panel.open();
  await panel.openLocation(`s3://${bucket}/diffusion/`);
  await panel.dropFile('two.csv', 'x');
  await expect.poll(() => readable('two.csv')).toBe(200);
  await expect(dialog(page)).toBeHidden();
  const kept = await page.evaluate(async () => {
    const { settings } = window.jupyterapp.serviceManager;
    return (await settings.fetch('jupyterlab-s3-drive:drive'))?.raw ?? '';
  });
  expect(kept).toContain(`${server.endpoint}/${bucket}/diffusion/`);
});

test('Copy to Workspace says where it went, and shows it', async ({
  page,
  panel,
  store,
  bucket,
  tmpPath
}) => {
  await store.put(bucket, 'a.csv', 'x');
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFor('a.csv', 'Copy to Workspace');
  const toast = page.locator('.Toastify__toast').filter({
    hasText: `"a.csv" was copied to /${tmpPath}`
  });
  await toast.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('#filebrowser')).toBeVisible();
  await expect(workspaceRow(page, 'a.csv')).toHaveClass(/jp-mod-selected/);
});

test('a diffusion folder that is closed says so, and leads to where it is opened', async ({
  page,
  panel,
  share,
  server,
  store,
  bucket
}) => {
  await store.put(bucket, 'diffusion/a.csv', 'x');
  await panel.open();
  await panel.walk(bucket);
  const row = panel.row('diffusion');
  await expect(row).toHaveAttribute('data-s3-badge', 'closed');
  await row.hover();
  await expect(row).toHaveAttribute('title', /Others cannot read this/);
  await row.dblclick();
  const note = panel.node.locator('.jp-S3Note[data-kind="closed"]');
  await expect(note).toContainText(
    'Others cannot read this diffusion folder yet.'
  );
  await note.getByRole('button', { name: 'Make Public…' }).click();
  await share.button('Make Public…').click();
  await share.button('Make Public').click();
  await expect(share.who).toHaveAttribute('data-visibility', 'public');

  // Each file has an address; the text downloads them all.
  const url = `${server.endpoint}/${bucket}/diffusion/a.csv`;
  await expect(share.node.getByRole('link', { name: url })).toBeVisible();
  await expect.poll(() => stranger(url)).toBe(200);
  await share.field('Instructions for').selectOption('mc');
  await expect(share.node).toContainText('mc cp --recursive');
  await share.close();
  await expect(note).toHaveCount(0);

  // Without a bucket to choose, the command says why it is greyed.
  const label = await page.evaluate(() =>
    window.jupyterapp.commands.label('s3-drive:create-diffusion-folder')
  );
  expect(label).toContain('choose a bucket first');
});
