// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';

// Galata's own bookkeeping asks the server all the time, also while it is down.
test.use({ kernels: null, sessions: null, terminals: null });

test('a store that is down is said, and the next try works', async ({
  panel,
  store,
  bucket,
  control
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await control.killStore();
  try {
    await panel.open();
    await expect(panel.state('unreachable')).toBeVisible({ timeout: 30_000 });
  } finally {
    await control.startStore();
  }
  await panel.node.getByRole('button', { name: 'Try Again' }).click();
  await expect(panel.row(bucket)).toBeVisible();
});

for (const [kind, env] of [
  ['wrong-credentials', { AWS_SECRET_ACCESS_KEY: 'wrong' }],
  ['no-credentials', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }],
  ['unknown-host', { AWS_ENDPOINT_URL: 'https://store.invalid/' }]
] as const) {
  test(`${kind} is said, and the panel is not empty`, async ({
    page,
    panel,
    control
  }) => {
    await control.restartServer(env);
    try {
      await page.reload();
      await panel.open();
      await expect(panel.state(kind)).toBeVisible({ timeout: 30_000 });
      await expect(panel.state(kind)).not.toBeEmpty();
    } finally {
      await control.restartServer({});
    }
  });
}

test('a bucket that is not there is said', async ({ page, panel }) => {
  await panel.open();
  await page.evaluate(() => {
    void window.jupyterapp.commands
      .execute('s3-drive:open-location', {
        uri: 's3://no-such-bucket-at-all/x/'
      })
      .catch(() => undefined);
  });
  await expect(page.getByText(/no-such-bucket-at-all/).first()).toBeVisible();
});
