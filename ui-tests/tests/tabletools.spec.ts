// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { tabInFront } from './documents';
import { expect, test } from './fixtures';
import { TableViewer } from './tableview';
import { Work } from './work';

const TOWNS = [
  'code,nom;prix;détail',
  '01,Été;1,50;"{""a"": [1, 9007199254740993]}"',
  '75,Paris;12;',
  '2A,Ajaccio;7,25;"une ligne\nune autre"'
].join('\n');

test('a table is read as its toolbar says, searched, and copied', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await page.context().grantPermissions(['clipboard-read']);
  await store.put(bucket, 'towns.csv', Buffer.from(`${TOWNS}\n`, 'latin1'));
  const work = new Work(page);
  await work.newNotebook();
  await panel.open();
  await panel.walk(bucket);
  await panel.row('towns.csv').dblclick();
  await tabInFront(page, 'towns.csv').waitFor();
  const viewer = new TableViewer(page);
  await expect(viewer.cell).toHaveText('Row 1, code,nom: 01,Été');

  await test.step('Separator, encoding and header', async () => {
    await viewer.toolbar.getByLabel('Separator').selectOption('Comma');
    await expect(viewer.status).toContainText('separator: comma');
    await viewer.toolbar.getByLabel('Separator').selectOption('Semicolon');
    await viewer.toolbar
      .getByLabel('Encoding')
      .selectOption('Western, old Mac (mac_roman)');
    await expect(viewer.cell).toHaveText('Row 1, code,nom: 01,…tÈ');
    await viewer.toolbar
      .getByLabel('Encoding')
      .selectOption('Western (cp1252)');
    await viewer.toolbar.getByLabel('Header').uncheck();
    await expect(viewer.cell).toHaveText('Row 1, 1: code,nom');
    await expect(viewer.status).toContainText('4 rows × 3 columns');
    await viewer.toolbar.getByLabel('Header').check();
    await expect(viewer.cell).toHaveText('Row 1, code,nom: 01,Été');
  });

  await test.step('Go to Row…', async () => {
    await viewer.focus();
    await page.keyboard.press('Control+g');
    const dialog = page.locator('.jp-Dialog');
    await expect(dialog).toContainText('From 1 to 3');
    await dialog.locator('input').fill('2');
    await page.keyboard.press('Enter');
    await expect(viewer.cell).toHaveText('Row 2, code,nom: 75,Paris');
  });

  await test.step('Find', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('A');
    await viewer.press(['Enter'], 'Row 3, code,nom: 2A,Ajaccio');
    await viewer.press(['Shift+Enter'], 'Row 2, code,nom: 75,Paris');
    await page.keyboard.type('bc');
    await page.keyboard.press('Enter');
    await expect(viewer.node.getByRole('search')).toContainText(
      'No cell contains this.'
    );
    await page.keyboard.press('Escape');
    await expect(viewer.node.getByRole('search')).toBeHidden();
  });

  await test.step('The whole cell beside the grid', async () => {
    await viewer.press(
      ['ArrowUp', 'Control+ArrowRight'],
      /^Row 1, détail: \{"a"/
    );
    await page.keyboard.press('Enter');
    const side = viewer.node.getByRole('region', { name: 'Cell' });
    await expect(side.locator('pre')).toHaveText(
      '{\n  "a": [\n    1,\n    9007199254740993\n  ]\n}'
    );
    await expect(side.locator('pre')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(side).toBeHidden();
  });

  await test.step('Copy', async () => {
    await viewer.press(
      ['Control+ArrowLeft', 'ArrowDown', 'ArrowDown'],
      'Row 3, code,nom: 2A,Ajaccio'
    );
    await page.keyboard.press('Control+Shift+ArrowRight');
    await page.keyboard.press('Control+c');
    await expect(page.locator('.Toastify__toast')).toContainText(
      '3 cells were copied.'
    );
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe('2A,Ajaccio\t7,25\t"une ligne\nune autre"');
  });

  await test.step('Insert Snippet', async () => {
    await viewer.toolbar.getByLabel('Encoding').selectOption('cp850');
    await viewer.toolbar
      .locator('[data-command="s3-drive:table-insert-snippet"]')
      .click();
    await tabInFront(page, '.ipynb').waitFor();
    await expect
      .poll(async () => (await work.sources())[0])
      .toContain('encoding="cp850"');
  });
});

test('rows are filtered and sorted, and columns are listed', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const lines = Array.from(
    { length: 2000 },
    (_, n) => `${n};ville ${n % 7};${n / 4}`
  );
  await store.put(bucket, 'many.csv', `n;ville;prix\n${lines.join('\n')}\n`);
  const work = new Work(page);
  await work.newNotebook();
  await panel.open();
  await panel.walk(bucket);
  await panel.row('many.csv').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.cell).toHaveText('Row 1, n: 0');
  await viewer.focus();
  const bar = viewer.node.getByRole('region', { name: 'Filter and order' });

  await page.keyboard.press('Control+Alt+f');
  await bar.getByLabel('Column').selectOption('ville');
  await bar.getByLabel('Condition').selectOption('contains');
  await bar.getByLabel('Value').fill('le 3');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('286 of 2,000 rows');
  await expect(viewer.cell).toHaveText('Row 4, n: 3');
  await bar.getByLabel('Column').selectOption('n');
  await bar.getByLabel('Condition').selectOption('is between');
  await bar.getByLabel('From').fill('100');
  await bar.getByLabel('To').fill('x');
  await expect(bar.getByRole('button', { name: 'Filter' })).toBeDisabled();
  await bar.getByLabel('To').fill('200');
  await bar.getByRole('button', { name: 'Filter' }).click();
  await expect(bar.getByRole('status')).toHaveText('15 of 2,000 rows');
  await bar.getByRole('button', { name: 'Sort Down' }).click();
  await expect(viewer.cell).toHaveText(/^Row 200, /);
  await page.keyboard.press('Escape');
  await expect(viewer.status).toContainText('15 of 2,000 rows');
  await expect(viewer.node.locator('.lm-DataGrid-viewport')).toBeFocused();
  await viewer.toolbar
    .locator('[data-command="s3-drive:table-columns"]')
    .click();
  const columns = viewer.node.getByRole('region', { name: 'Columns' });
  await expect(columns).toContainText('0 to 1999');
  await columns.getByLabel('Show ville').uncheck();
});
