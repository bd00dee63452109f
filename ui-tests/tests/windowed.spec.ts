// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { galata } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { WIDE, type S3Panel } from './panel';

// The folder is listed when the test lists it, however slow the machine is.
test.use({
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    'jupyterlab-s3-drive:browser': {
      refreshInterval: 0,
      refreshOnReturn: false
    }
  }
});

/** How many objects the large folder holds. */
const COUNT = 12_000;

/** More rows than this never exist. */
const MOST_ROWS = 500;

/** The entries that all others stand between, by name. */
const FIRST = 'alpha.csv';
const LAST = 'zebra.txt';

/** The name of the n-th entry by name, from 1 to COUNT - 2. */
const nth = (n: number) => `row-${String(n).padStart(5, '0')}.txt`;

test.beforeEach(async ({ panel, store, bucket }) => {
  test.setTimeout(240_000);
  const names = Array.from({ length: COUNT - 2 }, (_, i) => nth(i + 1));
  await store.putMany(
    bucket,
    names.map(name => `big/${name}`)
  );
  // Stores keep the time to the second: these two are to be the newest.
  await store.put(bucket, 'later than those', '');
  const time = await store.modified(bucket, 'later than those');
  await expect(async () => {
    await store.put(bucket, `big/${FIRST}`, 'x'.repeat(5_000));
    expect(await store.modified(bucket, `big/${FIRST}`)).toBeGreaterThan(time);
  }).toPass();
  await store.put(bucket, `big/${LAST}`, '');
  await panel.open();
  await panel.walk(bucket);
});

test('12,000 entries are used with few rows, by keyboard and by mouse', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await openAll(page, panel);
  const { keyboard } = page;
  await expect(panel.row(FIRST)).toHaveAttribute('aria-rowindex', '1');
  await expect(panel.row(FIRST)).toHaveAttribute('role', 'row');

  await test.step('keys move over rows that are not drawn', async () => {
    await panel.row(FIRST).click();
    await keyboard.press('End');
    await expectSelected(panel, LAST, COUNT);
    await keyboard.press('ArrowUp');
    await expectSelected(panel, nth(COUNT - 2), COUNT - 1);
    await keyboard.press('Home');
    await expectSelected(panel, FIRST, 1);
    await keyboard.press('PageDown');
    const rows = panel.node.locator('.jp-DirListing-item[aria-selected=true]');
    const index = Number(await rows.getAttribute('aria-rowindex'));
    expect(index).toBeGreaterThan(5);
    await keyboard.press('PageUp');
    await expectSelected(panel, FIRST, 1);
  });

  await test.step('typing finds a far entry', async () => {
    await keyboard.type('row-09');
    await expectSelected(panel, nth(9_000), 9_001);
  });

  await test.step('the focus stays when its row is scrolled away', async () => {
    await scrollTo(panel, 0);
    await expect(panel.row(FIRST)).toBeVisible();
    await keyboard.press('ArrowDown');
    await expectSelected(panel, nth(9_001), 9_002);
  });

  await test.step('Shift selects over rows that are not drawn', async () => {
    await panel.row(nth(9_001)).click();
    await scrollTo(panel, 0.25);
    const row = panel.rows.nth(20);
    const from = Number(await row.getAttribute('aria-rowindex'));
    await row.click({ modifiers: ['Shift'] });
    expect(await selectedCount(page)).toBe(9_002 - from + 1);
    await keyboard.press('Shift+Home');
    expect(await selectedCount(page)).toBe(9_002);
  });

  await test.step('Ctrl adds one far away', async () => {
    await panel.row(FIRST).click();
    await scrollTo(panel, 1);
    await panel.row(LAST).click({ modifiers: ['Control'] });
    expect(await selectedCount(page)).toBe(2);
    await scrollTo(panel, 0.5);
    expect(await selectedCount(page)).toBe(2);
    await scrollTo(panel, 0);
    await expect(panel.row(FIRST)).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('all are selected, and the dialog counts all', async () => {
    await keyboard.press('Control+a');
    await expect.poll(() => selectedCount(page)).toBe(COUNT);
    await keyboard.press('Delete');
    await expect(page.locator('.jp-Dialog')).toContainText(/12[,. ]?000/);
    await panel.confirm('Cancel');
    expect(await panel.rows.count()).toBeLessThan(MOST_ROWS);
  });

  await test.step('a far row is renamed in its place', async () => {
    await scrollTo(panel, 0.75);
    const row = panel.rows.nth(20);
    const name = await row.locator('.jp-DirListing-itemText').innerText();
    const index = Number(await row.getAttribute('aria-rowindex'));
    await row.click();
    await keyboard.press('F2');
    const editor = panel.node.locator('input.jp-DirListing-editor');
    await editor.fill(name.replace('.txt', '.csv'));
    // Scrolling away leaves the editor where it is.
    await scrollTo(panel, 0);
    await expect(editor).toHaveValue(name.replace('.txt', '.csv'));
    await editor.press('Enter');
    await expectSelected(panel, name.replace('.txt', '.csv'), index);
    expect(await store.exists(bucket, `big/${name}`)).toBe(false);
  });

  await test.step('the menu of a far row is that of its entry', async () => {
    await scrollTo(panel, 1);
    await panel.chooseFor(LAST, 'Rename');
    const editor = panel.node.locator('input.jp-DirListing-editor');
    await expect(editor).toHaveValue(LAST);
    await editor.press('Escape');
    await expectSelected(panel, LAST, COUNT);
  });
});

test('12,000 entries are sorted, checked and kept in view', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await openAll(page, panel);
  const header = (column: string) =>
    panel.node.locator(`.jp-DirListing-headerItem.jp-id-${column}`);
  const first = () => panel.rows.first().locator('.jp-DirListing-itemText');

  await test.step('each column sorts all entries', async () => {
    await page.sidebar.setWidth(WIDE, 'left');
    await header('name').click();
    await expect(first()).toHaveText(LAST);
    await header('filesize').click();
    await expect(first()).toHaveText(LAST);
    await header('filesize').click();
    await expect(first()).toHaveText(FIRST);
    await header('modified').click();
    await expect(panel.row(LAST)).toBeInViewport();
    await expect(panel.row(FIRST)).toBeInViewport();
    await header('name').click();
    await expect(first()).toHaveText(FIRST);
  });

  await test.step('the header checks and clears all', async () => {
    await inPanel(page, 'checkboxes');
    const box = panel.node.locator('.jp-DirListing-header input');
    await box.click();
    await expect.poll(() => selectedCount(page)).toBe(COUNT);
    await scrollTo(panel, 0.6);
    await expect(panel.rows.nth(20).locator('input')).toBeChecked();
    await panel.rows.nth(20).locator('input').click();
    expect(await selectedCount(page)).toBe(COUNT - 1);
    await expect(box).toHaveJSProperty('indeterminate', true);
    await box.click();
    await expect.poll(() => selectedCount(page)).toBe(0);
  });

  await test.step('what arrives above leaves the view where it is', async () => {
    const row = panel.row(await nameAt(panel, 20));
    await row.click();
    const before = await row.boundingBox();
    const index = Number(await row.getAttribute('aria-rowindex'));
    await store.put(bucket, 'big/aaa.txt', 'x');
    await inPanel(page, 'refresh');
    await expect(row).toHaveAttribute('aria-rowindex', String(index + 1));
    expect((await row.boundingBox())!.y).toBeCloseTo(before!.y, 0);
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await expect(row.locator('.jp-DirListing-itemText')).toBeFocused();
  });
});

/**
 * Open the large folder, with all its entries loaded.
 */
async function openAll(page: Page, panel: S3Panel): Promise<void> {
  await panel.walk('big');
  await expect(panel.grid).toHaveAttribute('aria-rowcount', String(COUNT), {
    timeout: 60_000
  });
  expect(await panel.rows.count()).toBeLessThan(MOST_ROWS);
}

/**
 * Do in the page what has no button, or one for a part of it alone.
 */
async function inPanel(
  page: Page,
  what: 'refresh' | 'checkboxes' | 'count'
): Promise<number> {
  return page.evaluate(async what => {
    const panel = Array.from(window.jupyterapp.shell.widgets('left')).find(
      widget => widget.id === 'jp-s3-browser'
    ) as unknown as { browser: IBrowser };
    const { browser } = panel;
    if (what === 'refresh') {
      await browser.s3.refresh();
    } else if (what === 'checkboxes') {
      browser.showFileCheckboxes = true;
    }
    return Array.from(browser.selectedItems()).length;
  }, what);
}

/** What is used of the panel's widget. */
interface IBrowser {
  showFileCheckboxes: boolean;
  readonly s3: { refresh(): Promise<void> };
  selectedItems(): Iterable<unknown>;
}

function selectedCount(page: Page): Promise<number> {
  return inPanel(page, 'count');
}

/**
 * Scroll to a part of the list, and wait for the rows there.
 */
async function scrollTo(panel: S3Panel, part: number): Promise<void> {
  await panel.node
    .locator('.jp-DirListing-content')
    .evaluate(async (content, part) => {
      content.scrollTop = part * (content.scrollHeight - content.clientHeight);
      await new Promise(resolve =>
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      );
    }, part);
  expect(await panel.rows.count()).toBeLessThan(MOST_ROWS);
}

/** The name in the n-th row of those that exist. */
function nameAt(panel: S3Panel, n: number): Promise<string> {
  return panel.rows.nth(n).locator('.jp-DirListing-itemText').innerText();
}

/**
 * An entry is the one selected, has the focus, and is seen.
 */
async function expectSelected(
  panel: S3Panel,
  name: string,
  index: number
): Promise<void> {
  const row = panel.row(name);
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await expect(row).toHaveAttribute('aria-rowindex', String(index));
  await expect(row.locator('.jp-DirListing-itemText')).toBeFocused();
  await expect(row).toBeInViewport({ ratio: 0.9 });
  await expect(
    panel.node.locator('.jp-DirListing-item[aria-selected=true]')
  ).toHaveCount(1);
}
