// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { openDocument } from './documents';
import { expect, test } from './fixtures';
import { notebook } from './notebooks';

/** A document, and what of it a person types into. */
const DOCUMENTS: [string, string, string][] = [
  ['note.md', 'Editor', '# first'],
  ['sums.ipynb', 'Notebook', notebook(['# first'])]
];

const editor = (page: Page) =>
  page.locator('.jp-MainAreaWidget:visible .cm-content').first();

const tab = (page: Page, name: string) =>
  page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab').filter({ hasText: name });

/** Type at the end of the first line. */
async function type(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('End');
  await page.keyboard.type(text);
  await expect(editor(page)).toContainText(text);
}

/**
 * Hold the next write of a document on its way to the store.
 *
 * @returns `begun`: the write is on its way. `release` lets it go on.
 */
async function holdWrite(
  page: Page,
  name: string
): Promise<{ begun: Promise<void>; release: () => void }> {
  let release = () => undefined as void;
  const go = new Promise<void>(resolve => (release = resolve));
  const begun = new Promise<void>(resolve => {
    let isFirst = true;
    void page.route(
      url => url.pathname.endsWith(`/${name}`),
      async route => {
        if (isFirst && route.request().method() === 'PUT') {
          isFirst = false;
          resolve();
          await go;
        }
        await route.continue();
      }
    );
  });
  return { begun, release };
}

for (const [name, factory, content] of DOCUMENTS) {
  test.describe(name, () => {
    test.beforeEach(async ({ page, bucket, store }) => {
      await store.put(bucket, `dir/${name}`, content);
      await openDocument(page, `s3:${bucket}/dir/${name}`, factory);
      await expect(editor(page)).toContainText('# first');
    });

    test('what is typed while a save is on its way is unsaved, and asked about', async ({
      page,
      bucket,
      store
    }) => {
      const text = () => store.text(bucket, `dir/${name}`);
      await type(page, ' early');
      const { begun, release } = await holdWrite(page, name);
      await page.keyboard.press('Control+s');
      await begun;
      await type(page, ' late');
      release();
      await expect(page.locator('#jp-main-statusbar')).toContainText(
        'Saving completed'
      );
      await expect(tab(page, name)).toHaveClass(/jp-mod-dirty/);
      expect(await text()).toContain('# first early');
      expect(await text()).not.toContain('late');

      await tab(page, name).locator('.lm-TabBar-tabCloseIcon').click();
      const dialog = page.locator('.jp-Dialog');
      await expect(dialog).toContainText('Save your work');
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(tab(page, name)).toHaveCount(0);
      expect(await text()).toContain('# first early late');
    });

    test('what is typed while a closing document is saved is saved too', async ({
      page,
      bucket,
      store
    }) => {
      await type(page, ' early');
      const { begun, release } = await holdWrite(page, name);
      await tab(page, name).locator('.lm-TabBar-tabCloseIcon').click();
      await page
        .locator('.jp-Dialog')
        .getByRole('button', { name: 'Save', exact: true })
        .click();
      await begun;
      await type(page, ' late');
      release();
      await expect(tab(page, name)).toHaveCount(0);
      expect(await store.get(bucket, `dir/${name}`)).toContain(
        '# first early late'
      );
    });
  });
}
