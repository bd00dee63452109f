// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test, type Page } from '@playwright/test';
import { join } from 'path';

import { S3Panel } from '../tests/panel';

const IMAGES = join(__dirname, '..', '..', 'docs', 'images');

/** The store's keys do not matter here; the address holds the token. */
const demo = JSON.parse(process.env.S3_DRIVE_DEMO || '{}');

/**
 * Take a picture of a part of the window.
 */
async function shoot(
  page: Page,
  name: string,
  clip?: { x: number; y: number; width: number; height: number }
): Promise<void> {
  // Transitions and tooltips are over then.
  await page.mouse.move(1190, 750);
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(IMAGES, `${name}.png`), clip });
}

/**
 * Open JupyterLab with a wide left area and the panel in it.
 */
async function start(page: Page): Promise<S3Panel> {
  await page.goto(demo.url);
  await page.locator('.jp-Launcher').waitFor();
  const panel = new S3Panel(page);
  await panel.open();
  const handle = page.locator('#jp-main-split-panel > .lm-SplitPanel-handle');
  const box = await handle.first().boundingBox();
  if (box) {
    await page.mouse.move(box.x + 2, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(390, box.y + 300, { steps: 5 });
    await page.mouse.up();
  }
  // The place of the picture before is restored.
  await panel.toRoot();
  await panel.row('alice').waitFor();
  return panel;
}

/**
 * Choose an entry of JupyterLab's menus.
 */
async function choose(page: Page, ...labels: string[]): Promise<void> {
  const [menu, ...entries] = labels;
  await page
    .locator('.lm-MenuBar-itemLabel')
    .getByText(menu, { exact: true })
    .click();
  for (const entry of entries) {
    await page
      .locator('.lm-Menu-itemLabel')
      .getByText(entry, { exact: true })
      .click();
  }
}

const LEFT = { x: 0, y: 0, width: 640, height: 420 };

test.describe.configure({ mode: 'serial' });

test('the list of buckets, a menu and a dialog', async ({ page }) => {
  const panel = await start(page);
  await expect(panel.row('donnees-insee')).toBeVisible();
  await shoot(page, 'buckets', LEFT);
  await panel.row('alice').dblclick();
  await panel.row('data').waitFor();
  await panel.row('data').click({ button: 'right' });
  await page.waitForTimeout(500);
  await page.screenshot({
    path: join(IMAGES, 'menu.png'),
    clip: { ...LEFT, height: 640 }
  });
  await page.keyboard.press('Escape');
  await panel.row('data').click();
  await page.keyboard.press('Delete');
  await page.locator('.jp-Dialog').waitFor();
  await shoot(page, 'delete');
  await page.keyboard.press('Escape');
});

test('a public folder, and the share dialog of a file in it', async ({
  page
}) => {
  const panel = await start(page);
  await panel.walk('donnees-insee', 'BPE', '2019');
  await panel.node.locator('.jp-S3Note[data-kind="public"]').waitFor();
  await shoot(page, 'public', LEFT);
  await panel.row('BPE_ENS.csv').click({ button: 'right' });
  await page
    .locator('.lm-Menu-itemLabel')
    .getByText('Share…', { exact: true })
    .click();
  await page.locator('.jp-S3Share-who[data-visibility="public"]').waitFor();
  const dialog = page.locator('.jp-S3ShareDialog');
  await dialog
    .getByLabel('Instructions for', { exact: true })
    .selectOption('pandas');
  await dialog.locator('.jp-S3Code', { hasText: 'sep=' }).waitFor();
  await shoot(page, 'share');
  await page.keyboard.press('Escape');
  await page.locator('.jp-Dialog').waitFor({ state: 'hidden' });
  await panel.chooseFor('BPE_ENS.csv', 'More Snippets…');
  await page.locator('.jp-S3Snippet .jp-S3Code').waitFor();
  await shoot(page, 'snippets');
  await page.keyboard.press('Escape');
});

test('a notebook that was opened from a bucket and run', async ({ page }) => {
  const panel = await start(page);
  await panel.row('alice').dblclick();
  await panel.row('notebooks').dblclick();
  const started = page.waitForResponse(
    response =>
      response.url().includes('/api/sessions') && response.status() === 201
  );
  await panel.row('Facilities.ipynb').dblclick();
  await started;
  await expect(page.locator('.jp-KernelName')).toContainText('Python 3');
  const kernel = page.locator('.jp-Notebook-ExecutionIndicator');
  await expect(kernel).toHaveAttribute('data-status', 'idle', {
    timeout: 60_000
  });
  await choose(page, 'Run', 'Run All Cells');
  await page.locator('.jp-OutputArea-output table').last().waitFor({
    timeout: 60_000
  });
  // The last cell has run when the kernel is idle again.
  await expect(kernel).toHaveAttribute('data-status', 'idle', {
    timeout: 60_000
  });
  await shoot(page, 'panel');
});
