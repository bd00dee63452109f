// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';
import { closeServerErrors } from './pageerrors';

// Galata's own bookkeeping asks the server all the time, also while it is down.
test.use({ kernels: null, sessions: null, terminals: null });

/** The requests that list a bucket. */
function listOf(bucket: string): RegExp {
  return new RegExp(`/s3-drive/default/api/${bucket}/?\\?.*list-type`);
}

test('a store that is down is said, and noticed when it is back', async ({
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
    await expect(
      panel.node.getByRole('button', { name: 'Try Again' })
    ).toBeVisible();
  } finally {
    await control.startStore();
  }
  await expect(panel.row(bucket)).toBeVisible({ timeout: 60_000 });
});

test('no answer of Jupyter is not told as one of the store, and coming back is noticed', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  await closeServerErrors(page);
  await page.context().setOffline(true);
  try {
    await panel.row(bucket).dblclick();
    await expect(panel.state('no-answer')).toBeVisible({ timeout: 30_000 });
    await expect(panel.state('no-answer')).toContainText(
      'The Jupyter server does not answer'
    );
  } finally {
    await page.context().setOffline(false);
  }
  await expect(panel.row('a.txt')).toBeVisible();
});

test('a proxy in front of a Jupyter server that is not running is told', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  await page.route('**/s3-drive/default/api/**', route =>
    route.fulfill({ status: 502, body: 'Bad Gateway' })
  );
  await panel.row(bucket).dblclick();
  const state = panel.state('jupyter-down');
  await expect(state).toBeVisible({ timeout: 30_000 });
  await expect(state).toContainText('HTTP 502');
  await page.unrouteAll();
  await expect(panel.row('a.txt')).toBeVisible({ timeout: 60_000 });
});

test('a store that asks for patience gets it, and the person is told', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  let refused = 0;
  await page.route(listOf(bucket), route =>
    refused++ < 5
      ? route.fulfill({
          status: 503,
          headers: { 'X-S3-Drive-Origin': 'store' },
          body: '<Error><Code>SlowDown</Code></Error>'
        })
      : route.continue()
  );
  await panel.row(bucket).dblclick();
  const notice = page.locator('.Toastify__toast', {
    hasText: 'asks for patience'
  });
  await expect(notice).toBeVisible();
  await expect(panel.row('a.txt')).toBeVisible({ timeout: 30_000 });
  await expect(notice).toBeHidden();
});

test('an archived object is marked in the list', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'cold.csv', 'a');
  await page.route(listOf(bucket), async route => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replace(
      '</Size>',
      '</Size><StorageClass>GLACIER</StorageClass>'
    );
    const headers = response.headers();
    delete headers['content-length'];
    await route.fulfill({ response, headers, body });
  });
  await panel.open();
  await panel.walk(bucket);
  await expect(
    panel.row('cold.csv').locator('[data-s3-mark="archived"]')
  ).toBeVisible();
  await panel.row('cold.csv').hover();
  await expect(panel.row('cold.csv')).toHaveAttribute(
    'title',
    /Archived \(GLACIER\)/
  );
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
