// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';

test('files are uploaded by the button, and a name that exists is asked about', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'data/old.csv', 'old');
  await panel.open();
  await panel.walk(bucket, 'data');
  await panel.chooseFiles([
    { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from('new') },
    { name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from('newer') }
  ]);
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('old.csv');
  expect(await store.get(bucket, 'data/old.csv')).toBe('old');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect.poll(() => store.get(bucket, 'data/old.csv')).toBe('newer');
  await expect.poll(() => store.get(bucket, 'data/new.csv')).toBe('new');
  await expect(panel.row('new.csv')).toBeVisible();
});

test('files are uploaded by dropping them', async ({
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'data/a.csv', 'a');
  await panel.open();
  await panel.walk(bucket, 'data');
  await panel.dropFile('dropped é.csv', 'dropped');
  await expect.poll(() => store.keys(bucket)).toContain('data/dropped é.csv');
  expect(await store.get(bucket, 'data/dropped é.csv')).toBe('dropped');
});

test('a file is downloaded under its own name', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'été 1.csv', 'content');
  await panel.open();
  await panel.walk(bucket);
  const download = page.waitForEvent('download');
  await panel.chooseFor('été 1.csv', 'Download');
  expect((await download).suggestedFilename()).toBe('été 1.csv');
});

test('a file is renamed in place, and nothing else changes', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'del.csv', 'one');
  await store.put(bucket, 'del.csv.bak', 'two');
  await panel.open();
  await panel.walk(bucket);
  await panel.rename('del.csv', 'kept + é.csv');
  await expect(panel.row('kept + é.csv')).toBeVisible();
  expect(await store.keys(bucket)).toEqual(['del.csv.bak', 'kept + é.csv']);
  expect(await store.get(bucket, 'kept + é.csv')).toBe('one');
  await expect(page.locator('.jp-Dialog')).toBeHidden();
});

test('a folder is renamed whole, with what is open in it', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a+b (x/one.md', 'one');
  await store.put(bucket, 'a+b (x/sub/two.md', 'two');
  await panel.open();
  await panel.walk(bucket, 'a+b (x');
  const editor = await panel.edit('one.md');
  await page.evaluate(async () =>
    window.jupyterapp.commands.execute('s3-drive:go-up')
  );
  await panel.rename('a+b (x', 'New Name');
  await expect(panel.row('New Name')).toBeVisible();
  await expect
    .poll(() => store.keys(bucket))
    .toEqual(['New Name/one.md', 'New Name/sub/two.md']);
  await editor.type('mine ');
  await editor.save();
  await expect
    .poll(() => store.get(bucket, 'New Name/one.md'))
    .toBe('mine one');
  expect(
    (await store.keys(bucket)).filter(key => key.startsWith('a+b'))
  ).toEqual([]);
});

test('a rename onto a name that exists changes nothing', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await store.put(bucket, 'b.txt', 'b');
  await panel.open();
  await panel.walk(bucket);
  await panel.rename('a.txt', 'b.txt');
  await page.locator('.jp-Dialog').waitFor();
  expect(await store.get(bucket, 'a.txt')).toBe('a');
  expect(await store.get(bucket, 'b.txt')).toBe('b');
});

test('deleting says what is deleted, and deletes only that', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'proj/one.txt', '1');
  await store.put(bucket, 'proj/sub/two.txt', '2');
  await store.put(bucket, 'proj2/three.txt', '3');
  await store.put(bucket, 'proj.txt', '4');
  await panel.open();
  await panel.walk(bucket);
  await panel.row('proj').click();
  await page.keyboard.press('Delete');
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('permanently');
  await expect(dialog).toContainText('proj');
  await expect(dialog).toContainText('2 objects');
  await panel.confirm('Delete Permanently');
  await expect(panel.row('proj')).toBeHidden();
  expect(await store.keys(bucket)).toEqual(['proj.txt', 'proj2/three.txt']);
});

test('a file is moved by dragging it onto a folder', async ({
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await store.put(bucket, 'folder/b.txt', 'b');
  await panel.open();
  await panel.walk(bucket);
  await panel.drag('a.txt', 'folder');
  await expect
    .poll(() => store.keys(bucket))
    .toEqual(['folder/a.txt', 'folder/b.txt']);
});

test('cut and paste move, copy and paste copy', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await store.put(bucket, 'b.txt', 'b');
  await store.put(bucket, 'to/c.txt', 'c');
  await panel.open();
  await panel.walk(bucket);
  await panel.row('a.txt').click();
  await page.keyboard.press('Control+x');
  await panel.walk('to');
  await panel.row('c.txt').click();
  await page.keyboard.press('Control+v');
  await expect
    .poll(() => store.keys(bucket))
    .toEqual(['b.txt', 'to/a.txt', 'to/c.txt']);
  await panel.row('c.txt').click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect.poll(() => store.keys(bucket).then(k => k.length)).toBe(4);
  expect(await store.get(bucket, 'to/c.txt')).toBe('c');
});

test('a new folder and a new file come into the folder that is shown', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'x/y.txt', 'y');
  await panel.open();
  await panel.walk(bucket, 'x');
  // The command resolves when the person has given a name.
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('s3-drive:new-folder');
  });
  await panel.node.locator('input.jp-DirListing-editor').press('Enter');
  await expect
    .poll(() => store.keys(bucket))
    .toEqual(['x/Untitled Folder/', 'x/y.txt']);
});

test('nothing is made, renamed or deleted among the buckets', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await panel.open();
  await panel.row(bucket).click();
  await page.keyboard.press('Delete');
  // The refusal comes in place of the question.
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText(
    'A bucket cannot be deleted from JupyterLab.'
  );
  await dialog.getByRole('button').click();
  await expect(dialog).toBeHidden();
  expect(await store.buckets()).toContain(bucket);
});
