// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readFileSync } from 'fs';
import { join } from 'path';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import type { S3Panel } from './panel';

/** What the user guide names: keys that stand beside each other are one. */
function shortcutsOfGuide(): string[] {
  const guide = readFileSync(
    join(__dirname, '..', '..', 'docs', 'user-guide.md'),
    'utf8'
  );
  const found = guide.match(/<kbd>\w+<\/kbd>(?:\s+<kbd>\w+<\/kbd>)*/g) ?? [];
  const named = found.map(text =>
    Array.from(text.matchAll(/<kbd>(\w+)/g), ([, key]) => key).join(' ')
  );
  return Array.from(new Set(named)).sort();
}

interface IPlace {
  page: Page;
  panel: S3Panel;
  press: () => Promise<void>;
}

/**
 * What each shortcut does in a folder with `a.txt`, `b.txt` and `sub/`, where
 * `a.txt` is selected and has the focus.
 */
const BEHAVIOURS: { [keys: string]: (place: IPlace) => Promise<void> } = {
  Enter: async ({ page, panel, press }) => {
    await press();
    await expect(
      page.locator('.jp-FileEditor:visible .cm-content')
    ).toContainText('text of a');
    await panel.row('sub').click();
    await press();
    await expect(panel.row('in.txt')).toBeVisible();
  },
  Backspace: async ({ panel, press }) => {
    await press();
    await expect(panel.row('f')).toBeVisible();
  },
  'Ctrl A': async ({ panel, press }) => {
    await press();
    await expect(
      panel.node.locator('.jp-DirListing-item[aria-selected="true"]')
    ).toHaveCount(3);
  },
  'Ctrl F': async ({ page, panel, press }) => {
    const field = panel.node.getByRole('searchbox');
    await press();
    await expect(field).toBeFocused();
    await page.keyboard.type('b.');
    await expect(panel.row('a.txt')).toBeHidden();
    // From the list it comes back to the field, where the text is chosen.
    await panel.row('b.txt').click();
    await press();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('b.');
  },
  'Ctrl U': async ({ page, panel, press }) => {
    const chooser = page.waitForEvent('filechooser');
    await press();
    await (
      await chooser
    ).setFiles({
      name: 'up.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('uploaded')
    });
    await expect(panel.row('up.txt')).toBeVisible();
  },
  F2: async ({ panel, press }) => {
    await press();
    const editor = panel.node.locator('input.jp-DirListing-editor');
    await expect(editor).toHaveValue('a.txt');
    await editor.fill('z.txt');
    await editor.press('Enter');
    await expect(panel.row('z.txt')).toBeVisible();
  },
  Delete: async ({ panel, press }) => {
    await press();
    await panel.confirm('Delete Permanently');
    await expect(panel.row('a.txt')).toBeHidden();
  },
  'Ctrl Alt S': async ({ page, press }) => {
    await press();
    await expect(page.locator('.jp-Dialog')).toContainText('a.txt');
  }
};

test('the table holds just what the user guide names', () => {
  expect(shortcutsOfGuide()).toEqual(Object.keys(BEHAVIOURS).sort());
});

for (const [keys, behave] of Object.entries(BEHAVIOURS)) {
  test(`${keys} does what the user guide says`, async ({
    page,
    panel,
    store,
    bucket
  }) => {
    await store.put(bucket, 'f/a.txt', 'text of a');
    await store.put(bucket, 'f/b.txt', 'text of b');
    await store.put(bucket, 'f/sub/in.txt', 'text');
    await panel.open();
    await panel.walk(bucket, 'f');
    await panel.row('a.txt').click();
    const combination = keys.replace('Ctrl', 'Control').replace(/ /g, '+');
    await behave({
      page,
      panel,
      press: () => page.keyboard.press(combination.replace(/\+S$/, '+s'))
    });
  });
}

test('the search button opens the field, and closes it', async ({
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await store.put(bucket, 'b.txt', 'b');
  const field = panel.node.getByRole('searchbox');
  const button = panel.node.locator('[data-command="s3-drive:toggle-filter"]');
  await panel.open();
  await panel.walk(bucket);
  await button.click();
  await expect(field).toBeFocused();
  await field.fill('b.');
  await expect(panel.row('a.txt')).toBeHidden();
  await button.click();
  await expect(field).toBeHidden();
  await expect(panel.row('a.txt')).toBeVisible();
  await button.click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
});
