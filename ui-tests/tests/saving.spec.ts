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
  await expect.poll(() => store.text(bucket, 'note.md')).toBe('mine first');
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
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(editor.dirtyTab).toBeVisible();
    await expect(editor.content).toHaveText('mine first');
  } finally {
    await control.startStore();
  }
  await editor.save();
  // A store that has just started fails at writes for a while, and the save
  // is tried again.
  await expect
    .poll(() => store.text(bucket, 'note.md'), { timeout: 60_000 })
    .toBe('mine first');
  await expect(editor.dirtyTab).toBeHidden();
});

test('an object deleted by someone else is made again only if the person wants it', async ({
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
  await expect(page.locator('.jp-Dialog')).toContainText(
    `there is no s3://${bucket}/note.md any more`
  );
  expect(await store.exists(bucket, 'note.md')).toBe(false);
  await panel.confirm('Save Here Again');
  await expect.poll(() => store.exists(bucket, 'note.md')).toBe(true);
  expect(await store.get(bucket, 'note.md')).toBe('mine first');
  await expect(editor.dirtyTab).toBeHidden();
});

test('text that is not UTF-8 opens, and cannot be saved', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'latin.txt', Buffer.from('caf\xe9', 'latin1'));
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('latin.txt');
  await expect(editor.content).toHaveText('café');
  const written: string[] = [];
  page.on('request', request => {
    if (request.method() === 'PUT' && request.url().includes('latin.txt')) {
      written.push(request.url());
    }
  });
  await editor.save();
  // A save that is asked for later is done.
  const other = await panel.edit('note.md');
  await other.type('mine ');
  await other.save();
  await expect.poll(() => store.text(bucket, 'note.md')).toBe('mine first');
  expect(written).toEqual([]);
  expect(Buffer.from(await store.bytes(bucket, 'latin.txt'))).toEqual(
    Buffer.from('caf\xe9', 'latin1')
  );
});
