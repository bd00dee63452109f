// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { galata } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { Lists } from './lists';

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

const nth = (n: number) => `row-${String(n).padStart(5, '0')}.txt`;

/** Change the panel's scroll place to the end, and tell the last row's name. */
async function lastName(page: Page): Promise<string> {
  const list = page.locator('#jp-s3-browser .jp-DirListing-content');
  await list.evaluate(node => (node.scrollTop = node.scrollHeight));
  return list.locator('.jp-DirListing-itemText').last().innerText();
}

test('12,000 entries come in the background, and stop when told', async ({
  page,
  panel,
  store,
  bucket
}) => {
  test.setTimeout(300_000);
  await store.putMany(
    bucket,
    Array.from({ length: COUNT }, (_, i) => `big/${nth(i)}`)
  );
  await store.put(bucket, 'small/x.txt', 'x');
  const footer = panel.node.locator('.jp-S3More');
  const lists = new Lists(page, 'big/');
  await panel.open();
  await panel.walk(bucket);

  await test.step('a listing is twelve requests, and shows no footer', async () => {
    await panel.row('big').dblclick();
    await expect(panel.row(nth(0))).toBeVisible();
    await expect(footer).toBeHidden({ timeout: 60_000 });
    expect(lists.count).toBe(COUNT / 1000);
    await expect.poll(() => lastName(page)).toBe(nth(COUNT - 1));
  });

  await test.step('the first rows do not wait for the others', async () => {
    await panel.toRoot();
    await panel.walk(bucket);
    await lists.hold();
    await panel.row('big').dblclick();
    await expect(panel.row(nth(0))).toBeVisible();
    await expect(footer).toContainText('1,000 so far…');
  });

  await test.step('the count grows, a filter and the selection hold', async () => {
    await panel.row(nth(7)).click();
    await lists.let(2);
    await expect(footer).toContainText('3,000 so far…');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('9.TXT');
    await expect(panel.node.locator('.jp-S3Search-line')).toContainText(
      '300 matches.'
    );
    await lists.let(2);
    await expect(panel.node.locator('.jp-S3Search-line')).toContainText(
      '500 matches.'
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(panel.row(nth(7))).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('Stop stops, and Load the rest goes on', async () => {
    await footer.getByRole('button', { name: 'Stop' }).click();
    await expect(footer).toContainText('The first 5,000 entries are shown.');
    lists.release();
    const { count } = lists;
    await lists.settle();
    expect(lists.count).toBe(count);
    await footer.getByRole('button', { name: 'Load the rest' }).click();
    await expect(footer).toBeHidden({ timeout: 60_000 });
    await expect.poll(() => lastName(page)).toBe(nth(COUNT - 1));
  });

  await test.step('changes made here show without listing again', async () => {
    await lists.settle();
    const { count } = lists;
    await panel.row(nth(COUNT - 1)).click();
    await panel.rename(nth(COUNT - 1), 'zzz.txt');
    await expect(panel.row('zzz.txt')).toBeVisible();
    await panel.chooseFor('zzz.txt', 'Delete…');
    await panel.confirm('Delete Permanently');
    await expect(panel.row('zzz.txt')).toBeHidden();
    await lists.settle();
    // What is asked for concerns the names, not the folder.
    const asked = lists.prefixes.slice(count);
    expect(asked.filter(prefix => prefix === 'big/')).toEqual([]);
  });

  await test.step('a refresh keeps what is shown until it is done', async () => {
    await store.put(bucket, 'big/aaa.txt', 'x');
    await lists.hold();
    await panel.node.locator('[data-command="s3-drive:refresh"]').click();
    await expect(footer).toContainText('Listing again: 1,000 so far…');
    await expect.poll(() => lastName(page)).toBe(nth(COUNT - 2));
    lists.release();
    await expect(footer).toBeHidden({ timeout: 60_000 });
    await panel.node
      .locator('.jp-DirListing-content')
      .evaluate(node => (node.scrollTop = 0));
    await expect(panel.row('aaa.txt')).toBeVisible();
  });

  await test.step('an error is told, and tried again', async () => {
    await lists.fail();
    await panel.node.locator('[data-command="s3-drive:refresh"]').click();
    await expect(footer).toContainText('Listing broke off after 1,000');
    lists.release();
    await footer.getByRole('button', { name: 'Try Again' }).click();
    await expect(footer).toBeHidden({ timeout: 60_000 });
  });

  await test.step('nothing more is asked for once the folder is left', async () => {
    await lists.hold();
    await panel.node.locator('[data-command="s3-drive:refresh"]').click();
    await expect(footer).toContainText('Listing again');
    await panel.toRoot();
    await expect(panel.row(bucket)).toBeVisible();
    const { count } = lists;
    lists.release();
    await lists.settle();
    expect(lists.count).toBe(count);
  });
});
