// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';

// Galata's own bookkeeping asks the server all the time, also while it is down.
test.use({ kernels: null, sessions: null, terminals: null });

test('where one may only read, the panel says so and offers nothing that would fail', async ({
  page,
  panel,
  store,
  control,
  server
}) => {
  await store.makeBucket('readable');
  await store.put('readable', 'docs/note.md', 'theirs');
  await control.restartServer(server.users.reader);
  await page.reload();
  await panel.open();
  await panel.openLocation('s3://readable/docs/');
  await expect(
    panel.node.getByText('You can read here, not write')
  ).toBeVisible({ timeout: 20_000 });
  await panel.row('note.md').click({ button: 'right' });
  for (const entry of ['Rename', 'Delete…', 'Cut']) {
    await expect(
      page
        .locator('.lm-Menu-item')
        .filter({ has: page.locator('.lm-Menu-itemLabel', { hasText: entry }) })
    ).toHaveClass(/lm-mod-disabled/);
  }
  await page.keyboard.press('Escape');

  await panel.row('note.md').dblclick();
  await expect(
    page.locator('.jp-FileEditor, .jp-MarkdownViewer').first()
  ).toContainText('theirs');
  await control.restore();
  await store.removeBucket('readable');
});

test('where no bucket is listed, a shared folder opens by its address', async ({
  page,
  panel,
  store,
  control,
  server
}) => {
  await store.makeBucket('partly');
  await store.put('partly', 'diffusion/shared.csv', 'a;b\n');
  await store.put('partly', 'secret/own.csv', 'c;d\n');
  await control.restartServer(server.users.guest);
  await page.reload();
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await panel.open();
  // SeaweedFS lists no bucket then, others refuse: either leads to an address.
  await expect(
    panel.node.getByRole('button', { name: 'Open Location…' })
  ).toBeVisible({ timeout: 20_000 });
  await panel.openLocation('partly/diffusion/');
  await expect(panel.row('shared.csv')).toBeVisible();
  expect(
    asked
      .filter(url => /\/s3-drive\/default\/api\/partly\/?\?/.test(url))
      // Whether the policy may be read is asked once; it is refused here.
      .filter(url => !new URL(url).searchParams.has('policy'))
      .filter(
        url =>
          !new URL(url).searchParams.get('prefix')?.startsWith('diffusion/')
      )
  ).toEqual([]);

  await panel.openLocation('partly/secret/');
  await expect(panel.state('forbidden')).toBeVisible({ timeout: 20_000 });
  await expect(panel.row('own.csv')).toBeHidden();
  await control.restore();
  await store.removeBucket('partly');
});

test('a missing server extension is said, and how to mend it', async ({
  page,
  panel
}) => {
  // What a Jupyter server without the extension answers to its routes.
  await page.route('**/s3-drive/**', route =>
    route.fulfill({ status: 404, body: '{"message": "Not Found"}' })
  );
  await panel.open();
  await expect(panel.state('server-missing')).toBeVisible();
  await expect(panel.state('server-missing')).toContainText('pip install');
});
