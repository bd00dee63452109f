// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { tabInFront } from './documents';
import { expect, test } from './fixtures';
import { TableViewer } from './tableview';

/** A Parquet file of numbered rows, as PyArrow writes it. */
function parquetFile(first: number, rows: number, more = ''): Buffer {
  const script = `
import io, sys
import pyarrow as pa
from pyarrow import parquet
rows = range(${first}, ${first + rows})
columns = {"n": pa.array(rows), "ville": [f"ville {n}" for n in rows]${more}}
file = io.BytesIO()
parquet.write_table(pa.table(columns), file)
sys.stdout.buffer.write(file.getvalue())
`;
  return execFileSync('python', ['-c', script], { maxBuffer: 2 ** 28 });
}

test('a folder of Parquet files is one table', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const put = (path: string, content: Buffer) =>
    store.put(bucket, `ventes.parquet/${path}`, content);
  await put('année=2019/part-0.parquet', parquetFile(0, 2000));
  await put('année=2020/part-0.parquet', parquetFile(2000, 2000));
  await put(
    'année=2021/part-0.parquet',
    parquetFile(4000, 2000, ', "x": rows')
  );
  await store.put(bucket, 'notes/a.txt', 'a\n');
  await panel.open();
  await panel.walk(bucket);
  const openAsTable = async (folder: string) => {
    await panel.row(folder).click({ button: 'right' });
    await page
      .locator('.lm-Menu-itemLabel')
      .getByText('Open as Table', { exact: true })
      .click();
  };
  await openAsTable('ventes.parquet');
  await tabInFront(page, 'ventes.parquet').waitFor();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toHaveText(
    /^about [\d,]+ rows × 3 columns · 3 files · Parquet$/
  );
  await expect(viewer.cell).toHaveText('Row 1, n: 0');
  await viewer.focus();
  await viewer.press(['Control+ArrowRight'], 'Row 1, année: 2019');
  await viewer.press(['Control+ArrowDown'], /^Row [\d,≈ ]+, année: 2021$/);
  await expect(viewer.message).toHaveText(
    'The file année=2021/part-0.parquet has other columns than the first one (not shown: x).'
  );

  await page.keyboard.press('Control+Alt+f');
  const bar = viewer.node.getByRole('region', { name: 'Filter and order' });
  await bar.getByLabel('Value').fill('2020');
  await bar.getByRole('button', { name: 'Filter' }).click();
  await expect(viewer.status).toContainText('2,000');
  await expect(viewer.status).toContainText('6,000 rows × 3 columns');

  await openAsTable('notes');
  await expect(viewer.message).toContainText(
    'No Parquet files were found in this folder.'
  );
  await expect(
    viewer.message.getByRole('button', { name: 'Insert' })
  ).toBeVisible();
});
