// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';
import { gzipSync } from 'zlib';

import { tabInFront } from './documents';
import { expect, test } from './fixtures';
import { S3Editor } from './panel';
import { TableViewer } from './tableview';

/** Bytes that are no text, and of no known format. */
const NOISE = Uint8Array.from({ length: 50_000 }, (_, n) => (n * n) % 256);

test('a file of no known kind shows what it begins with, and what can be done', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'é model.bin', NOISE);
  await store.put(bucket, 'LICENSE', 'Permission is hereby granted\n');
  const asked: string[] = [];
  page.on('request', async request => {
    if (request.method() === 'GET' && request.url().includes('model.bin')) {
      asked.push((await request.allHeaders()).range);
    }
  });
  await panel.open();
  await panel.walk(bucket);
  await panel.row('é model.bin').dblclick();
  await tabInFront(page, 'é model.bin').waitFor();
  const { file } = new TableViewer(page);
  await expect(file).toContainText('é model.bin');
  await expect(file).toContainText('48.8 KB');
  await expect(file).toContainText('The first 4 KB');
  await expect(file.locator('pre')).toContainText(
    '00000000  00 01 04 09 10 19 24 31  40 51 64 79 90 a9 c4 e1  |......$1@Qdy....|'
  );
  expect(new Set(asked)).toEqual(new Set(['bytes=0-4095']));

  const download = page.waitForEvent('download');
  await file.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('é model.bin');
  await file.getByRole('button', { name: 'Copy to Workspace' }).click();
  await expect(page.locator('.Toastify__toast')).toContainText(
    '"é model.bin" was copied to'
  );
  await expect(
    file.getByRole('button', { name: 'Insert Snippet' })
  ).toBeVisible();

  // A text without an extension is edited, as before.
  await panel.row('LICENSE').dblclick();
  const editor = new S3Editor(page, 'LICENSE');
  await editor.shown();
  await expect(editor.content).toContainText('Permission is hereby granted');
});

test('a packed table is shown, and reached by what comes before', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const rows = 400_000;
  const lines = Array.from({ length: rows }, (_, n) => `${n};l’été ${n % 97}`);
  const text = `n;quand\n${lines.join('\n')}\n`;
  await store.put(bucket, 'large.csv.gz', gzipSync(text));
  await store.put(bucket, 'cut.csv.gz', gzipSync(text).subarray(0, 100_000));
  await panel.open();
  await panel.walk(bucket);
  await panel.row('large.csv.gz').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toContainText(
    /^about [\d,]+ rows × 2 columns · separator: semicolon · .* · gzip$/
  );
  await expect(viewer.cell).toHaveText('Row 1, n: 0');
  await viewer.focus();
  await viewer.press(['ArrowRight'], 'Row 1, quand: l’été 0');
  await viewer.scrollTo(1);
  await expect(viewer.status).toContainText(/^400,000 rows/);
  await viewer.focus();
  await viewer.press(['Control+ArrowDown'], 'Row 400,000, quand: l’été 68');
  await viewer.press(['Control+ArrowUp'], 'Row 1, quand: l’été 0');

  await panel.row('cut.csv.gz').dblclick();
  await tabInFront(page, 'cut.csv.gz').waitFor();
  await expect(viewer.cell).toHaveText('Row 1, n: 0');
  await viewer.scrollTo(1);
  await expect(viewer.message).toContainText('damaged or incomplete');
});

test('JSON lines are shown with their fields as columns', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const line = (n: number) =>
    `{"id": ${2 ** 53}${n}, "où": {"ville": "Sète"}, "prix": 1.${n}0}`;
  const lines = [0, 1, 2].map(line);
  await store.put(bucket, 'few.jsonl', `${lines.join('\n')}\n`);
  await panel.open();
  await panel.walk(bucket);
  await panel.row('few.jsonl').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toHaveText('3 rows × 3 columns · JSON lines');
  await expect(viewer.cell).toHaveText('Row 1, id: 90071992547409920');
  await viewer.focus();
  await viewer.press(['ArrowRight'], 'Row 1, où: {"ville": "Sète"}');
  await viewer.press(['ArrowRight', 'ArrowDown'], 'Row 2, prix: 1.10');
});

test('an Arrow file is shown by a double click', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const script = `
import io, sys
import pyarrow as pa
from pyarrow import feather
file = io.BytesIO()
columns = {"id": range(2**60, 2**60 + 100_000), "mot": [f"mot {i}" for i in range(100_000)]}
feather.write_feather(pa.table(columns), file)
sys.stdout.buffer.write(file.getvalue())
`;
  const options = { maxBuffer: 2 ** 28 };
  const content = execFileSync('python', ['-c', script], options);
  await store.put(bucket, 'x.feather', content);
  await panel.open();
  await panel.walk(bucket);
  await panel.row('x.feather').dblclick();
  const viewer = new TableViewer(page);
  await expect(viewer.status).toHaveText('100,000 rows × 2 columns · Arrow');
  await expect(viewer.cell).toHaveText('Row 1, id: 1152921504606846976');
  await viewer.focus();
  await viewer.press(
    ['ArrowRight', 'Control+ArrowDown'],
    'Row 100,000, mot: mot 99999'
  );
});

test('a table that cannot be shown is the page of its file', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const head = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4];
  await store.put(bucket, 'x.csv.xz', Uint8Array.from(head));
  await store.put(bucket, 'cut.parquet', 'PAR1 and no more');
  await panel.open();
  await panel.walk(bucket);
  const viewer = new TableViewer(page);
  await panel.row('x.csv.xz').dblclick();
  await expect(viewer.message).toContainText('This file is compressed (xz)');
  await expect(viewer.file.locator('pre')).toContainText('fd 37 7a 58 5a 00');
  await panel.row('cut.parquet').dblclick();
  await tabInFront(page, 'cut.parquet').waitFor();
  await expect(viewer.message).toContainText('damaged or incomplete');
  await expect(viewer.file).toContainText('PAR1 and no more');
});
