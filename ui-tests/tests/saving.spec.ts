// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';

test('a change by someone else is never overwritten without a word', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');

  await editor.type('mine ');
  await store.put(bucket, 'note.md', 'theirs');
  await editor.save();
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('note.md');
  expect(await store.get(bucket, 'note.md')).toBe('theirs');

  await dialog.getByRole('button', { name: /Overwrite/ }).click();
  await expect.poll(() => store.get(bucket, 'note.md')).toBe('mine first');
});

test('the other version can be taken instead', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await store.put(bucket, 'note.md', 'theirs');
  await editor.save();
  await page
    .locator('.jp-Dialog')
    .getByRole('button', { name: /Revert/ })
    .click();
  await expect(editor.content).toHaveText('theirs');
  expect(await store.get(bucket, 'note.md')).toBe('theirs');
});

test('a store that dies during a save leaves the document dirty, and the next save works', async ({
  page,
  panel,
  store,
  bucket,
  control
}) => {
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await control.killStore();
  try {
    await editor.save();
    const dialog = page.locator('.jp-Dialog');
    await expect(dialog).toBeVisible({ timeout: 30_000 });
    await dialog.getByRole('button').last().click();
    await expect(editor.dirtyTab).toBeVisible();
    await expect(editor.content).toHaveText('mine first');
  } finally {
    await control.startStore();
  }
  await editor.save();
  await expect.poll(() => store.get(bucket, 'note.md')).toBe('mine first');
  await expect(editor.dirtyTab).toBeHidden();
});

test('an object deleted by someone else is saved again, and the person is told', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await store.delete(bucket, 'note.md');
  await editor.save();
  await expect.poll(() => store.exists(bucket, 'note.md')).toBe(true);
  expect(await store.get(bucket, 'note.md')).toBe('mine first');
  await expect(page.locator('.Toastify__toast').first()).toContainText(
    'note.md'
  );
});

test('text that is not UTF-8 opens, and cannot be saved', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'latin.txt', Buffer.from('caf\xe9', 'latin1'));
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('latin.txt');
  await expect(editor.content).toHaveText('café');
  await page.keyboard.press('Control+s');
  await page.waitForTimeout(500);
  expect(Buffer.from(await store.bytes(bucket, 'latin.txt'))).toEqual(
    Buffer.from('caf\xe9', 'latin1')
  );
});
