// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';

test('names come first: in a narrow panel the size goes, and long names keep their end', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const names = ['0041', '0042'].map(
    number => `enquete-emploi-en-continu-${number}.parquet`
  );
  for (const name of [...names, 'data.csv']) {
    await store.put(bucket, name, 'x');
  }
  await panel.open();
  await panel.openLocation(`s3://${bucket}/`);
  const cut = (name: string) =>
    panel.row(name).locator('.jp-DirListing-itemName');
  const size = panel.node.locator('.jp-DirListing-header .jp-id-filesize');
  await expect(cut(names[0])).toHaveAttribute('data-s3-end', /41\.parquet$/);
  await expect(cut(names[1])).toHaveAttribute('data-s3-end', /42\.parquet$/);
  await expect(cut('data.csv')).not.toHaveAttribute('data-s3-end', /./);
  await expect(size).toHaveCount(0);

  await page.sidebar.setWidth(620, 'left');
  await expect(size).toBeVisible();
  await expect(cut(names[0])).not.toHaveAttribute('data-s3-end', /./);
  await page.sidebar.setWidth(250, 'left');
  await expect(size).toHaveCount(0);
  await expect(cut(names[1])).toHaveAttribute('data-s3-end', /42\.parquet$/);
});
