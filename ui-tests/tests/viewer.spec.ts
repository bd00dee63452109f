// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { tabInFront } from './documents';
import { expect, test } from './fixtures';
import { TableViewer } from './tableview';

const FRENCH = `code;libellé;prix\n01001;"L'été; à l'ouest";1,50\n2A004;Ajaccio;12\n`;

test('a table is shown by a double click, and walked by the keyboard', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'été.csv', Buffer.from(FRENCH, 'latin1'));
  await store.put(bucket, 'few.tsv', 'a\tb\n1\t2\n');
  await panel.open();
  await panel.walk(bucket);
  await panel.row('été.csv').dblclick();
  await tabInFront(page, 'été.csv').waitFor();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toHaveText(
    '2 rows × 3 columns · separator: semicolon · encoding: cp1252'
  );
  await expect(viewer.cell).toHaveText('Row 1, code: 01001');
  await viewer.focus();
  await viewer.press(['ArrowRight'], "Row 1, libellé: L'été; à l'ouest");
  await viewer.press(['ArrowRight', 'ArrowDown'], 'Row 2, prix: 12');
  await viewer.press(['ArrowUp'], 'Row 1, prix: 1,50');

  await panel.row('few.tsv').dblclick();
  await tabInFront(page, 'few.tsv').waitFor();
  await expect(viewer.status).toContainText('1 row × 2 columns');
  await expect(viewer.cell).toHaveText('Row 1, a: 1');
});

test('a large table shows its beginning and its end, of which little is read', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const rows = 900_000;
  const lines = Array.from({ length: rows }, (_, n) => `${n};value ${n}`);
  const text = `n;what\n${lines.join('\n')}\n`;
  await store.put(bucket, 'large.csv', text);
  let bytes = 0;
  page.on('response', async response => {
    if (
      response.url().includes('/large.csv') &&
      response.request().method() === 'GET'
    ) {
      bytes += Number(response.headers()['content-length'] ?? 0);
    }
  });
  await panel.open();
  await panel.walk(bucket);
  await panel.row('large.csv').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toContainText(/^about [\d,]+ rows/);
  await expect(viewer.cell).toHaveText('Row 1, n: 0');
  await viewer.focus();
  const last = new RegExp(`^Row ≈ [\\d,]+, n: ${rows - 1}$`);
  await viewer.press(['Control+ArrowDown'], last);
  expect(bytes).toBeGreaterThanOrEqual(2 ** 20);
  expect(bytes).toBeLessThan(3 * 2 ** 20);
  expect(text.length).toBeGreaterThan(16 * 2 ** 20);
});

/** A Parquet file of 300,000 rows, as PyArrow writes it. */
function parquetFile(): Buffer {
  const script = `
import decimal, io, sys
import numpy as np, pyarrow as pa
from pyarrow import parquet
rows = 300_000
columns = {
    "code": [f"{i % 96:02d}" for i in range(rows)],
    "id": pa.array(range(2**60, 2**60 + rows)),
    "prix": pa.array([decimal.Decimal(i) / 100 for i in range(rows)], pa.decimal128(10, 2)),
}
for i in range(12):
    columns[f"mesure {i}"] = np.random.default_rng(i).random(rows)
file = io.BytesIO()
parquet.write_table(pa.table(columns), file)
sys.stdout.buffer.write(file.getvalue())
`;
  return execFileSync('python', ['-c', script], { maxBuffer: 2 ** 28 });
}

test('a Parquet file is shown by a double click, of which little is read', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const content = parquetFile();
  await store.put(bucket, 'large.parquet', content);
  let bytes = 0;
  page.on('response', response => {
    const isRead = response.request().method() === 'GET';
    if (isRead && response.url().includes('/large.parquet')) {
      bytes += Number(response.headers()['content-length'] ?? 0);
    }
  });
  await panel.open();
  await panel.walk(bucket);
  await panel.row('large.parquet').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toHaveText('300,000 rows × 15 columns · Parquet');
  await expect(viewer.cell).toHaveText('Row 1, code: 00');
  await viewer.focus();
  await viewer.press(['ArrowRight'], 'Row 1, id: 1152921504606846976');
  await viewer.press(['ArrowRight', 'ArrowDown'], 'Row 2, prix: 0.01');
  await viewer.press(['Control+ArrowDown'], 'Row 300,000, prix: 2999.99');
  await viewer.press(
    ['Control+ArrowRight'],
    /^Row 300,000, mesure 11: 0\.\d+$/
  );
  expect(content.length).toBeGreaterThan(25 * 2 ** 20);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(content.length / 2);
});

test('a Parquet file that is cut off is said to be damaged', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'cut.parquet', parquetFile().subarray(0, 10_000));
  await panel.open();
  await panel.walk(bucket);
  await panel.row('cut.parquet').dblclick();
  await expect(new TableViewer(page).message).toContainText(
    'This file is damaged or incomplete'
  );
});

test('a table opens in the editor where that is chosen', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.csv', 'a;b\n1;2\n');
  await store.put(bucket, 'b.txt', 'c;d\n3;4\n5;6\n');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('a.csv');
  await expect(editor.content).toContainText('a;b');

  await panel.row('b.txt').dblclick();
  await tabInFront(page, 'b.txt').waitFor();
  await expect(editor.content).toContainText('c;d');
  await panel.row('b.txt').click({ button: 'right' });
  const item = (name: string) =>
    page.locator('.lm-Menu-itemLabel').getByText(name, { exact: true });
  await item('Open With').hover();
  await item('Table').click();
  const viewer = new TableViewer(page);
  await expect(viewer.cell).toHaveText('Row 1, c: 3');

  await page.evaluate(async () => {
    const registry = await window.galata.getPlugin(
      '@jupyterlab/apputils-extension:settings'
    );
    await registry!.set('jupyterlab-s3-drive:viewer', 'openTables', false);
  });
  await store.put(bucket, 'c.csv', 'e;f\n1;2\n');
  await page.evaluate(
    path => window.jupyterapp.commands.execute('docmanager:open', { path }),
    `s3:${bucket}/c.csv`
  );
  await tabInFront(page, 'c.csv').waitFor();
  await expect(page.locator('.jp-CSVViewer:visible')).toBeVisible();
  await expect(viewer.node).toBeHidden();
});

test('a table of the workspace is shown by JupyterLab', async ({ page }) => {
  await page.contents.uploadContent('a;b\n1;2\n', 'text', 'own.csv');
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('docmanager:open', { path: 'own.csv' })
  );
  await expect(page.locator('.jp-CSVViewer:visible')).toBeVisible();
});

test('nothing is written when a table is saved', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'kept.csv', FRENCH);
  await panel.open();
  await panel.walk(bucket);
  await panel.row('kept.csv').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.cell).toHaveText('Row 1, code: 01001');
  await viewer.focus();
  await page.keyboard.press('Control+s');
  // JupyterLab's answer to the keys, in which it ends the save.
  await expect(page.locator('.Toastify__toast')).toContainText(
    'kept.csv is read-only. Use "Save as…" instead.'
  );
  expect(await store.get(bucket, 'kept.csv')).toBe(FRENCH);
  expect(await store.keys(bucket)).toEqual(['kept.csv']);
});

test('a table that somebody changes is told, and loaded again', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const text = (from: number) =>
    `n;what\n${Array.from({ length: 300_000 }, (_, n) => `${from + n};value`).join('\n')}\n`;
  await store.put(bucket, 'changing.csv', text(0));
  await panel.open();
  await panel.walk(bucket);
  await panel.row('changing.csv').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.cell).toHaveText('Row 1, n: 0');
  await store.put(bucket, 'changing.csv', text(500_000));
  await viewer.focus();
  await viewer.scrollTo(0.5);
  await expect(viewer.message).toContainText('changing.csv');
  await expect(viewer.message).toContainText(/changed/);
  await viewer.node.getByRole('button', { name: 'Load Again' }).click();
  await expect(viewer.cell).toHaveText('Row 1, n: 500000');
  await expect(viewer.message).toBeHidden();
});

test('a file that is no table says so', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'empty.csv', '');
  await store.put(bucket, 'packed.csv', new Uint8Array([0x1f, 0x8b, 8, 0, 0]));
  await panel.open();
  await panel.walk(bucket);
  const viewer = new TableViewer(page);
  await panel.row('empty.csv').dblclick();
  await expect(viewer.message).toHaveText('This file is empty.');
  await panel.row('packed.csv').dblclick();
  await expect(viewer.message).toContainText('damaged or incomplete');
});
