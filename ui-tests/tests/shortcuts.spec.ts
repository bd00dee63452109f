// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readFileSync } from 'fs';
import { join } from 'path';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import type { S3Panel } from './panel';
import { TableViewer } from './tableview';

/** The section of the user guide about the table viewer. */
const TABLES = 'Look at tables';

/** The sections of the user guide, by their headings. */
function guide(): Map<string, string> {
  const text = readFileSync(
    join(__dirname, '..', '..', 'docs', 'user-guide.md'),
    'utf8'
  );
  return new Map(
    text.split(/^## /m).map(section => {
      const [heading, ...lines] = section.split('\n');
      return [heading, lines.join('\n')];
    })
  );
}

/** The shortcuts that a text names: keys beside each other are one. */
function shortcutsIn(text: string): string[] {
  const found = text.match(/<kbd>[^<]+<\/kbd>(?:\s+<kbd>[^<]+<\/kbd>)*/g) ?? [];
  const named = found.map(keys =>
    Array.from(keys.matchAll(/<kbd>([^<]+)/g), ([, key]) => key).join(' ')
  );
  return Array.from(new Set(named)).sort();
}

/** A shortcut of the guide as Playwright names it. */
function combination(keys: string): string {
  return keys
    .replace('Ctrl', 'Control')
    .replace(/\b(Page) (Up|Down)/, '$1$2')
    .replace(/\b(Up|Down|Left|Right)$/, 'Arrow$1')
    .replace('PageArrow', 'Page')
    .replace(/ /g, '+')
    .replace(/\+([A-Z])$/, (_, key) => `+${key.toLowerCase()}`);
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

/** The text in the clipboard. */
const copied = (page: Page) =>
  page.evaluate(() => navigator.clipboard.readText());

/** How many rows the table has in which shortcuts are tried. */
const ROWS = 300;

/**
 * What each shortcut does in a table of `ROWS` rows, in whose first cell one is:
 * the cell that is then current, or a check of its own.
 */
const IN_TABLES: {
  [keys: string]: RegExp | ((page: Page) => Promise<void>);
} = {
  'Page Down': /^Row [2-9]\d, n: \d+$/,
  'Page Up': /^Row 1, n: 0$/,
  'Ctrl Down': new RegExp(`^Row ${ROWS}, n: ${ROWS - 1}$`),
  'Ctrl C': page =>
    expect.poll(() => copied(page), { message: 'the cell' }).toBe('0'),
  'Ctrl G': async page => {
    const dialog = page.locator('.jp-Dialog');
    await expect(dialog).toContainText(`From 1 to ${ROWS}`);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  },
  'Ctrl F': async page => {
    await expect(page.locator('.jp-S3Find input')).toBeFocused();
    await page.keyboard.press('Escape');
  },
  'Ctrl Alt F': page => expect(page.locator('.jp-S3Query')).toBeVisible(),
  'Ctrl Alt C': page => expect(page.locator('.jp-S3Columns')).toBeVisible(),
  Enter: page => expect(page.locator('.jp-S3Cell')).toBeVisible(),
  Escape: page => expect(page.locator('.jp-S3Cell')).toBeHidden(),
  // Without a notebook it is copied.
  'Ctrl Alt I': page => expect.poll(() => copied(page)).toContain('rows.csv')
};

test('the tables hold just what the user guide names', () => {
  const sections = guide();
  const ofTables = shortcutsIn(sections.get(TABLES)!);
  expect(ofTables).toEqual(Object.keys(IN_TABLES).sort());
  sections.delete(TABLES);
  const others = shortcutsIn([...sections.values()].join('\n'));
  expect(others).toEqual(Object.keys(BEHAVIOURS).sort());
});

test('in a table each shortcut does what the user guide says', async ({
  page,
  panel,
  store,
  bucket,
  context
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const rows = Array.from({ length: ROWS }, (_, n) => `${n},value ${n}`);
  await store.put(bucket, 'rows.csv', `n,what\n${rows.join('\n')}\n`);
  await panel.open();
  await panel.walk(bucket);
  await panel.row('rows.csv').dblclick();
  const viewer = new TableViewer(page);
  await viewer.focus();
  for (const [keys, expected] of Object.entries(IN_TABLES)) {
    await test.step(keys, async () => {
      await viewer.focus();
      await viewer.press(['Control+ArrowUp'], 'Row 1, n: 0');
      if (expected instanceof RegExp) {
        await viewer.press([combination(keys)], expected);
      } else {
        await page.keyboard.press(combination(keys));
        await expected(page);
      }
    });
  }
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
    await behave({
      page,
      panel,
      press: () => page.keyboard.press(combination(keys))
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
