// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';
import type { Page } from '@playwright/test';

import { drag } from './drag';
import { expect, test } from './fixtures';
import type { S3Panel } from './panel';

/** Of a list: not its lower end, where notices may stand before it. */
const MIDDLE = { x: 60, y: 0.5 };

/** The file browser of the workspace, beside the S3 panel. */
const workspace = (page: Page) => page.locator('#filebrowser');

const workspaceRow = (page: Page, name: string) =>
  workspace(page)
    .locator('.jp-DirListing-item')
    .filter({
      has: page
        .locator('.jp-DirListing-itemText')
        .getByText(name, { exact: true })
    });

/**
 * Put the S3 panel to the right, so that both file browsers are seen.
 */
async function besideEachOther(page: Page, panel: S3Panel): Promise<void> {
  await panel.open();
  await page.evaluate(() => {
    const { shell } = window.jupyterapp;
    const widgets = Array.from(shell.widgets('left'));
    const s3 = widgets.find(({ id }) => id === 'jp-s3-browser')!;
    shell.add(s3, 'right');
    shell.activateById('filebrowser');
    shell.activateById('jp-s3-browser');
  });
  await expect(workspace(page)).toBeVisible();
  await expect(panel.node).toBeVisible();
}

test('files and folders are copied to S3 by menu, by drag and by paste', async ({
  page,
  panel,
  store,
  server,
  bucket,
  tmpPath
}) => {
  const dir = path.join(server.root, tmpPath);
  fs.mkdirSync(path.join(dir, 'tree', 'deep'), { recursive: true });
  fs.writeFileSync(path.join(dir, 'menu é.txt'), 'by menu');
  fs.writeFileSync(path.join(dir, 'drag.txt'), 'by drag');
  fs.writeFileSync(path.join(dir, 'paste.txt'), 'by paste');
  fs.writeFileSync(path.join(dir, 'tree', 'deep', 'leaf.txt'), 'leaf');
  await store.put(bucket, 'in/there.txt', 'there');
  await besideEachOther(page, panel);
  await panel.walk(bucket, 'in');
  await page.filebrowser.refresh();

  for (const name of ['menu é.txt', 'tree']) {
    await workspaceRow(page, name).click({ button: 'right' });
    await page.locator('.lm-Menu-itemLabel').getByText('Copy to S3…').click();
    await panel.confirm('Copy');
    await expect(panel.row(name)).toBeVisible();
  }
  expect(await store.get(bucket, 'in/menu é.txt')).toBe('by menu');
  // A folder shows with the first object in it.
  await expect
    .poll(() => store.text(bucket, 'in/tree/deep/leaf.txt'))
    .toBe('leaf');

  await drag(
    workspaceRow(page, 'drag.txt'),
    panel.node.locator('.jp-DirListing-content'),
    MIDDLE
  );
  await expect(panel.row('drag.txt')).toBeVisible();
  expect(await store.get(bucket, 'in/drag.txt')).toBe('by drag');
  expect(fs.existsSync(path.join(dir, 'drag.txt'))).toBe(true);

  await workspaceRow(page, 'paste.txt').click();
  await page.keyboard.press('Control+c');
  await panel.row('there.txt').click();
  await page.keyboard.press('Control+v');
  await expect(panel.row('paste.txt')).toBeVisible();
  expect(await store.get(bucket, 'in/paste.txt')).toBe('by paste');

  // A name that exists is asked about.
  await workspaceRow(page, 'paste.txt').click({ button: 'right' });
  await page.locator('.lm-Menu-itemLabel').getByText('Copy to S3…').click();
  const dialog = page.locator('.jp-Dialog');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  // The next question may come at once.
  await panel.confirm('Keep Both');
  await expect(panel.rows).toHaveCount(6);
  expect(await store.get(bucket, 'in/paste.txt')).toBe('by paste');
});

test('files and folders are copied to the workspace by menu, by drag and by paste', async ({
  page,
  panel,
  store,
  server,
  bucket,
  tmpPath
}) => {
  const dir = path.join(server.root, tmpPath);
  await store.put(bucket, 'out/menu é.txt', 'by menu');
  await store.put(bucket, 'out/drag.txt', 'by drag');
  await store.put(bucket, 'out/paste.txt', 'by paste');
  await store.put(bucket, 'out/tree/deep/leaf.txt', 'leaf');
  await besideEachOther(page, panel);
  await panel.walk(bucket, 'out');

  for (const name of ['menu é.txt', 'tree']) {
    await panel.chooseFor(name, 'Copy to Workspace');
    await expect(workspaceRow(page, name)).toBeVisible();
  }
  // A file is there before all of it is written, a folder before its files.
  const expectText = (name: string, text: string) =>
    expect
      .poll(() => {
        const file = path.join(dir, name);
        return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
      })
      .toBe(text);
  await expectText('menu é.txt', 'by menu');
  await expectText('tree/deep/leaf.txt', 'leaf');

  await drag(
    panel.row('drag.txt'),
    workspace(page).locator('.jp-DirListing-content'),
    MIDDLE
  );
  await expect(workspaceRow(page, 'drag.txt')).toBeVisible();
  await expectText('drag.txt', 'by drag');
  expect(await store.get(bucket, 'out/drag.txt')).toBe('by drag');

  await panel.row('paste.txt').click();
  await page.keyboard.press('Control+c');
  await workspaceRow(page, 'drag.txt').click();
  await page.keyboard.press('Control+v');
  await expect(workspaceRow(page, 'paste.txt')).toBeVisible();
  await expectText('paste.txt', 'by paste');
});

test('a folder and a selection are downloaded as one zip', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'data/été/a.txt', 'content of a');
  await store.put(bucket, 'data/b.txt', 'content of b');
  await panel.open();
  await panel.walk(bucket);
  const download = page.waitForEvent('download');
  await panel.chooseFor('data', 'Download');
  const got = await download;
  expect(got.suggestedFilename()).toBe('data.zip');
  const zip = fs.readFileSync((await got.path())!);
  const text = zip.toString('utf8');
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(text).toContain('data/été/a.txt');
  expect(text).toContain('data/b.txt');
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('s3-drive:show-transfers')
  );
  const task = page.locator('#jp-s3-transfers .jp-S3Task').first();
  await expect(task).toHaveAttribute('data-state', 'done');
  await expect(task).toContainText('Downloaded.');
});

test('a zip that cannot be made says why', async ({
  page,
  panel,
  store,
  bucket,
  control
}) => {
  await store.put(bucket, 'data/b.txt', 'content of b');
  await panel.open();
  await panel.walk(bucket);
  await control.killStore();
  await panel.chooseFor('data', 'Download');
  const notice = page.locator('.Toastify__toast', { hasText: 'data.zip' });
  await expect(notice).toContainText('The store does not answer');
  await control.startStore();
});
