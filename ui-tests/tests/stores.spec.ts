// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import type { IServerDescription } from './control';
import { expect, test } from './fixtures';

// Galata's own bookkeeping asks the server all the time, also while it is down.
test.use({ kernels: null, sessions: null, terminals: null });

/** A variable that makes the same store another connection: by another name. */
const LAB = ({ accessKey, endpoint, secretKey }: IServerDescription) => ({
  MC_HOST_lab: endpoint
    .replace('127.0.0.1', 'localhost')
    .replace('://', `://${accessKey}:${secretKey}@`)
});

const chooser = (page: Page) =>
  page.getByRole('combobox', { name: 'S3 connection' });

/** The connections that the page asks for something of a store. */
function asked(page: Page): Set<string> {
  const found = new Set<string>();
  page.on('request', request => {
    const [, name] =
      /s3-drive\/([^/]+)\/(?:api|batch)/.exec(request.url()) ?? [];
    if (name) {
      found.add(name);
    }
  });
  return found;
}

test('a second store is chosen above the buckets, and its files are opened', async ({
  page,
  panel,
  server,
  store,
  bucket,
  control
}) => {
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  // With one connection there is nothing to choose.
  await expect(chooser(page)).toHaveCount(0);

  await control.restartServer(LAB(server));
  await page.reload();
  await panel.open();
  await expect(chooser(page)).toHaveValue('default');
  const of = asked(page);
  await chooser(page).selectOption('lab');
  await expect(panel.row(bucket)).toBeVisible();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await editor.save();
  expect([...of]).toEqual(['lab']);
  await expect.poll(() => store.text(bucket, 'note.md')).toContain('mine ');

  // The tab and the connection are there again.
  const restored = {
    waitUntil: 'domcontentloaded' as const,
    waitForIsReady: false
  };
  await page.reload(restored);
  await expect(page.getByRole('tab', { name: 'note.md' })).toBeVisible();
  await expect(page.locator('.cm-content')).toContainText('mine');
  await expect(chooser(page)).toHaveValue('lab');
});
