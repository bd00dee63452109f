// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { openDocument, tabInFront } from './documents';
import { expect, test } from './fixtures';
import { chooseFromMenu } from './menus';
import { notebook } from './notebooks';
import { pageErrors } from './pageerrors';

// What JupyterLab finds by the path of a document or of its session. Galata's
// bookkeeping does not expect sessions to end by themselves.
test.use({ kernels: null, sessions: null });

const close = (page: Page, name: string) =>
  tabInFront(page, name).locator('.lm-TabBar-tabCloseIcon').click();

const dialog = (page: Page) => page.locator('.jp-Dialog');

/** The kernel of the document in front. */
const kernelOf = (page: Page) =>
  page.evaluate(() => {
    const { sessionContext } = window.jupyterapp.shell
      .currentWidget as unknown as {
      sessionContext?: { session?: { kernel?: { id: string } } };
    };
    return sessionContext?.session?.kernel?.id;
  });

test('the list of what runs opens the notebook of a kernel', async ({
  page,
  bucket,
  store
}) => {
  const errors = pageErrors(page);
  await store.put(bucket, 'dir/sums.ipynb', notebook(['1 + 1']));
  await openDocument(page, `s3:${bucket}/dir/sums.ipynb`, 'Notebook');
  const kernel = await kernelOf(page);
  await page.sidebar.openTab('jp-running-sessions');
  const session = page
    .locator('#jp-running-sessions .jp-RunningSessions-itemLabel')
    .filter({ hasText: 'sums.ipynb' })
    .last();

  // Behind another tab: it comes to the front, and is not opened twice.
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('launcher:create')
  );
  await expect(tabInFront(page, 'Launcher')).toBeVisible();
  await session.click();
  await expect(tabInFront(page, 'sums.ipynb')).toBeVisible();
  await expect(page.locator('.jp-NotebookPanel')).toHaveCount(1);

  // Closed, while its kernel runs on: it is opened again, with that kernel. What
  // the kernel tells of its language is a change, which is saved before.
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('docmanager:save')
  );
  await close(page, 'sums.ipynb');
  await expect(page.locator('.jp-NotebookPanel')).toHaveCount(0);
  await session.click();
  await expect(tabInFront(page, 'sums.ipynb')).toBeVisible();
  await expect.poll(() => kernelOf(page)).toBe(kernel);
  await expect(dialog(page)).toHaveCount(0);
  expect(errors).toEqual([]);
});

test('recent documents of a bucket open, also after a reload', async ({
  page,
  bucket,
  store
}) => {
  await store.put(bucket, 'dir/note.md', 'first');
  await openDocument(page, `s3:${bucket}/dir/note.md`, 'Editor');
  const closed = async () => {
    await close(page, 'note.md');
    await expect(page.locator('.jp-FileEditor')).toHaveCount(0);
  };
  const openRecent = async () => {
    await chooseFromMenu(page, 'File', 'Open Recent', /note\.md/);
    await expect(tabInFront(page, 'note.md')).toBeVisible();
    await expect(page.locator('.jp-FileEditor .cm-content')).toHaveText(
      'first'
    );
  };
  await closed();
  await openRecent();
  // JupyterLab keeps the list a moment after it has changed.
  const kept = page.waitForRequest(
    request =>
      request.method() === 'PUT' &&
      request.url().includes('/lab/api/workspaces/')
  );
  await closed();
  await (await kept).response();
  await page.reload();
  await openRecent();
  await expect(dialog(page)).toHaveCount(0);
});

test('a notebook of a bucket stops at a breakpoint', async ({
  page,
  bucket,
  store
}) => {
  await store.put(
    bucket,
    'dir/sums.ipynb',
    notebook(['first = 1\nsecond = first + 1\nthird = second + 1'])
  );
  await openDocument(page, `s3:${bucket}/dir/sums.ipynb`, 'Notebook');
  await page.debugger.switchOn('sums.ipynb');
  await expect.poll(() => page.debugger.isOpen()).toBe(true);
  await page.notebook.waitForCellGutter(0);
  await page.notebook.clickCellGutter(0, 2);
  await page.debugger.waitForBreakPoints();
  // It ends when the debugger goes on.
  const ran = page.notebook.runCell(0, true);
  await page.debugger.waitForCallStack();
  await expect(page.locator('.jp-DebuggerVariables')).toContainText('first');
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('debugger:continue')
  );
  await ran;
  await expect(dialog(page)).toHaveCount(0);
});
