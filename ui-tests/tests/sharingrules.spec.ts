// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { stranger } from './share';

/** Let the server's status say something else in some fields. */
async function alterStatus(
  page: Page,
  alter: (status: Record<string, Record<string, unknown>>) => void
): Promise<void> {
  await page.route('**/s3-drive/default/status*', async route => {
    const response = await route.fetch();
    const status = await response.json();
    alter(status);
    await route.fulfill({ response, json: status });
  });
}

test('links end with the credentials, and the dialog says why', async ({
  page,
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  await alterStatus(page, status => {
    const end = new Date(Date.now() + 5 * 3600_000);
    status.credentials.expiresAt = end.toISOString();
  });
  await panel.open();
  await panel.walk(bucket);
  await share.open('a.txt');
  const life = share.field('How long the link works');
  await expect(life.locator('option')).toHaveText([
    '1 hour',
    'until my credentials end',
    'other…'
  ]);
  await expect(share.node).toContainText('dies with the credentials');
  await life.selectOption('until my credentials end');
  const link = await share.createLink();
  const seconds = Number(new URL(link).searchParams.get('X-Amz-Expires'));
  expect(seconds).toBeLessThanOrEqual(5 * 3600);
  expect(seconds).toBeGreaterThan(4.9 * 3600);
});

test('the administrator words the warning, and switches sharing off', async ({
  page,
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'a');
  let isOff = false;
  await alterStatus(page, status => {
    status.sharing.openDataNotice = 'Statistics Office: open data only.';
    status.sharing.openDataUrl = 'https://rules.example/open';
    status.features.publicSharing = !isOff;
    status.features.links = !isOff;
  });
  await panel.open();
  await panel.walk(bucket);
  await share.open('a.txt');
  await share.button('Make Public…').click();
  await expect(share.node).toContainText('Statistics Office: open data only.');
  await expect(share.node.getByRole('link')).toHaveAttribute(
    'href',
    'https://rules.example/open'
  );
  await share.button('Cancel').click();
  await share.close();
  await expect(share.node).toBeHidden();

  isOff = true;
  await page.reload();
  await panel.open();
  await panel.openLocation(`s3://${bucket}/`);
  await share.open('a.txt');
  await expect(share.node).toContainText('switched public sharing off');
  await expect(share.node).toContainText('switched links off');
  await expect(share.button('Make Public…')).toBeDisabled();
});

test('a store without policies loses the switch only', async ({
  page,
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'a.txt', 'content');
  await page.route(/\?policy/, route =>
    route.fulfill({
      status: 501,
      headers: { 'X-S3-Drive-Origin': 'store' },
      contentType: 'application/xml',
      body: '<Error><Code>NotImplemented</Code><Message>No.</Message></Error>'
    })
  );
  await panel.open();
  await panel.walk(bucket);
  await share.open('a.txt');
  await expect(share.node).toContainText('This store has no bucket policies');
  await expect(share.button('Make Public…')).toBeDisabled();
  const link = await share.createLink();
  expect(await stranger(link)).toBe(200);
});

test('a folder that the platform opens is said to be for its users', async ({
  page,
  panel,
  share,
  server,
  store,
  bucket
}) => {
  await alterStatus(page, status => {
    status.sharing.diffusionIsOpen = true as never;
  });
  await panel.open();
  await panel.walk(bucket);
  await panel.node.locator('.jp-DirListing-content').click({ button: 'right' });
  await page
    .locator('.lm-Menu-itemLabel')
    .getByText('Create the Diffusion Folder…', { exact: true })
    .click();
  await expect(page.locator('.jp-Dialog')).toContainText(
    'readable by every user of the platform'
  );
  await panel.confirm('Create');
  await store.put(bucket, 'diffusion/a.txt', 'a');
  await panel.node.locator('[data-command="s3-drive:refresh"]').click();
  await share.open('a.txt');
  await expect(share.node).toContainText(
    'Readable by every user of the platform'
  );
  expect(await stranger(`${server.endpoint}/${bucket}/diffusion/a.txt`)).toBe(
    403
  );
});
