// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';
import { Lists } from './lists';

/** How many objects the large folder holds. */
const COUNT = 5_000;

const nth = (n: number) => `row-${String(n).padStart(5, '0')}.txt`;

test('names are found at the store as one types, and below the folder', async ({
  page,
  panel,
  store,
  bucket
}) => {
  test.setTimeout(240_000);
  await store.putMany(bucket, [
    ...Array.from({ length: COUNT }, (_, i) => `big/${nth(i)}`),
    'big/zzz <b>été.txt',
    'big/sub/deep/needle.txt',
    'big/sub/deep/other.txt'
  ]);
  await panel.open();
  await panel.walk(bucket);
  const lists = new Lists(page, 'big/');
  const line = panel.node.locator('.jp-S3Search-line');
  const hits = panel.node.locator('.jp-S3Hit');
  await lists.hold();
  await panel.row('big').dblclick();
  await expect(panel.row(nth(0))).toBeVisible();
  await panel.node.getByRole('button', { name: 'Stop' }).click();
  lists.release();

  await test.step('one request for a settled text', async () => {
    const { count } = lists;
    await panel.node.locator('[data-command="s3-drive:toggle-filter"]').click();
    await page.keyboard.type('zzz <b>');
    await expect(panel.row('zzz <b>été.txt')).toBeVisible();
    await expect(panel.rows).toHaveCount(1);
    await expect(line).toContainText('1 match.');
    expect(lists.prefixes.slice(count)).toEqual(['big/zzz <b>']);
  });

  await test.step('a result is an entry like any other', async () => {
    await panel.row('zzz <b>été.txt').click();
    await page.keyboard.press('Enter');
    await expect(
      page.locator('.jp-FileEditor:visible .cm-content')
    ).toContainText('big/zzz');
    await page.activity.closeAll();
  });

  await test.step('more at the store than is shown is told', async () => {
    await panel.node.getByRole('searchbox').fill('row-0');
    await expect(line).toContainText('type more of it');
  });

  await test.step('no match helps on', async () => {
    await panel.node.getByRole('searchbox').fill('needle');
    await expect(panel.state('all-hidden')).toBeVisible();
    await panel.node
      .getByRole('button', { name: 'Search Below This Folder' })
      .click();
    await expect(hits).toHaveCount(1);
    await expect(hits).toContainText('needle.txt');
    await expect(hits).toContainText('sub/deep/');
    await expect(line).toContainText('All 5,003 objects were searched.');
  });

  await test.step('a result is gone to', async () => {
    await hits.first().hover();
    await hits.getByRole('button', { name: 'Show in its folder' }).click();
    await expect(panel.row('needle.txt')).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await expect(panel.row('other.txt')).toBeVisible();
    await expect(panel.node.locator('.jp-S3Search')).toBeHidden();
  });

  await test.step('a search below is stopped', async () => {
    await panel.openLocation(`s3://${bucket}/big/`);
    await expect(panel.row(nth(0))).toBeVisible();
    // All of it: the rows, the odd name and the folder.
    await expect(panel.grid).toHaveAttribute(
      'aria-rowcount',
      String(COUNT + 2),
      { timeout: 60_000 }
    );
    await lists.hold();
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('s3-drive:search-below', {
        text: 'row'
      })
    );
    await expect(line).toContainText('1,000 matches.');
    await line.getByRole('button', { name: 'Stop' }).click();
    await expect(line).toContainText('Stopped after 1,000 objects.');
    lists.release();
    await hits.first().click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(panel.row('sub')).toBeVisible();
  });
});

test('a folder is measured', async ({ panel, page, store, bucket }) => {
  await store.put(bucket, 'f/a.bin', 'x'.repeat(2048));
  await store.put(bucket, 'f/sub/b.bin', 'x'.repeat(1024));
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFor('f', 'Folder Size…');
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('3 KB');
  await expect(dialog).toContainText('a.bin');
  await panel.confirm('Close');
});
