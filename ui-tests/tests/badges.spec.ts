// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import type { S3Panel } from './panel';

/** The badge of a row. */
function badge(panel: S3Panel, name: string) {
  return panel.row(name).locator('.jp-S3Badge');
}

/** The request for the policy of a bucket. */
function policyOf(bucket: string): RegExp {
  return new RegExp(`/s3-drive/default/api/${bucket}/?\\?(.*&)?policy\\b`);
}

/** The requests for policies from now on. */
function policyRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', request => {
    const url = request.url();
    if (/\/s3-drive\/default\/api\/[^?]*\?(.*&)?policy\b/.test(url)) {
      asked.push(`${request.method()} ${url}`);
    }
  });
  return asked;
}

/** Ask for the list again, as by the toolbar's button. */
async function refresh(page: Page): Promise<void> {
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('s3-drive:refresh')
  );
}

test('what is public has a badge, also what somebody else has published', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'open/data.csv', 'a;b\n');
  await store.put(bucket, 'partly/sub/x.csv', 'a;b\n');
  await store.put(bucket, 'own/x.csv', 'a;b\n');
  await store.put(bucket, 'single.csv', 'a;b\n');
  await store.put(bucket, 'secret.csv', 'a;b\n');
  const told = page.waitForResponse(policyOf(bucket));
  await panel.open();
  await panel.openLocation(`s3://${bucket}/`);
  await expect(panel.row('secret.csv')).toBeVisible();
  await (await told).finished();
  // Listed again with what the policy says.
  await refresh(page);
  await expect(panel.node.locator('.jp-S3Badge')).toHaveCount(0);

  await store.publish(bucket, 'open/*', 'partly/sub/*', 'single.csv');
  await refresh(page);
  await expect(panel.row('open')).toHaveAttribute('data-s3-badge', 'public');
  await expect(panel.row('partly')).toHaveAttribute('data-s3-badge', 'partly');
  await expect(panel.row('single.csv')).toHaveAttribute(
    'data-s3-badge',
    'public'
  );
  await expect(panel.node.locator('.jp-S3Badge')).toHaveCount(3);
  await expect(
    panel.row('single.csv').locator('.jp-DirListing-itemText')
  ).toHaveAttribute(
    'aria-label',
    /Public: anyone with the address can read it/
  );
  await panel.row('single.csv').hover();
  await expect(panel.row('single.csv')).toHaveAttribute(
    'title',
    /Public: anyone with the address can read it/
  );

  // It survives a rename in place, here one that is given up.
  await panel.row('single.csv').click();
  await page.keyboard.press('F2');
  await expect(panel.node.locator('input.jp-DirListing-editor')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(badge(panel, 'single.csv')).toBeVisible();

  await panel.walk('open');
  await expect(panel.node.locator('.jp-S3Note[data-kind="public"]')).toHaveText(
    /^Public: anyone can read what is in here\./
  );
  await panel.row('data.csv').hover();
  await expect(panel.row('data.csv')).toHaveAttribute(
    'title',
    /through the folder open\//
  );

  await store.publish(bucket);
  await refresh(page);
  await expect(panel.node.locator('.jp-S3Note')).toHaveCount(0);
  await expect(panel.node.locator('.jp-S3Badge')).toHaveCount(0);
});

test('a bucket whose policy has conditions shows that it cannot be told', async ({
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'some/x.csv', 'a;b\n');
  await store.setPolicy(bucket, [
    {
      Effect: 'Allow',
      Principal: { AWS: ['*'] },
      Action: ['s3:GetObject'],
      Resource: [`arn:aws:s3:::${bucket}/some/*`],
      Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    }
  ]);
  await panel.open();
  await panel.openLocation(`s3://${bucket}/`);
  await expect(panel.row('some')).toHaveAttribute('data-s3-badge', 'unknown');
  await panel.walk('some');
  await expect(panel.row('x.csv')).toHaveAttribute('data-s3-badge', 'unknown');
  await expect(
    panel.node.locator('.jp-S3Note[data-kind="unknown"]')
  ).toContainText('cannot be told');
});

test('the policy is asked once a bucket, not for each row', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const names = Array.from({ length: 1500 }, (_, i) => `many/${i}.csv`);
  await store.putMany(bucket, names);
  await store.publish(bucket, 'many/*');
  const asked = policyRequests(page);
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  // What the first list would have led to comes before the second one ends.
  await refresh(page);
  expect(asked).toEqual([]);
  await panel.openLocation(`s3://${bucket}/many/`);
  const publicNote = panel.node.locator('.jp-S3Note[data-kind="public"]');
  await expect(publicNote).toBeVisible();
  await expect(panel.grid).toHaveAttribute('aria-rowcount', '1500');
  const list = panel.node.locator('.jp-DirListing-content');
  for (const top of [5000, 20000, 100000, 0]) {
    await list.evaluate((node, to) => {
      node.scrollTop = to;
    }, top);
    await expect(
      panel.rows.first().locator('.jp-DirListing-itemText')
    ).toHaveAttribute('aria-label', /Public/);
    // The note above says it of all of them.
    await expect(panel.node.locator('.jp-S3Badge')).toHaveCount(0);
  }
  await panel.node.locator('.jp-BreadCrumbs-item').nth(-2).click();
  await expect(panel.row('many')).toHaveAttribute('data-s3-badge', 'public');
  expect(asked).toHaveLength(1);
  // At the root what is known already shows; nothing is asked.
  await store.publish(bucket, '*');
  await refresh(page);
  await expect(publicNote).toBeVisible();
  await panel.toRoot();
  await expect(panel.row(bucket)).toHaveAttribute('data-s3-badge', 'public');
  expect(asked).toHaveLength(2);
});

test('an upload into a public folder says so, in one sentence', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'diffusion/old.csv', 'a;b\n');
  await store.publish(bucket, 'diffusion/*');
  await panel.open();
  await panel.openLocation(`s3://${bucket}/diffusion/`);
  await expect(panel.row('old.csv')).toBeVisible();
  const notices = page.locator('.Toastify__toast').filter({
    hasText: /public now/
  });
  await panel.dropFile('one.csv', 'x');
  await panel.confirm('Publish');
  await expect(notices).toHaveText(
    /"one\.csv" is public now: anyone can read what is in the folder diffusion\//
  );
  await expect(notices).toHaveCount(0);
  await panel.chooseFiles(
    ['two.csv', 'three.csv', 'four.csv'].map(name => ({
      name,
      mimeType: 'text/csv',
      buffer: Buffer.from('x')
    }))
  );
  await expect(notices).toHaveText(/3 items are public now/);
  await expect(
    panel.row('four.csv').locator('.jp-DirListing-itemText')
  ).toHaveAttribute('aria-label', /Public/);
});

test('the root leads to the page where one asks for a shared bucket', async ({
  page,
  panel,
  bucket
}) => {
  let sharedBucketUrl = 'https://datalab.example/ask?for=bucket';
  await page.route('**/s3-drive/default/status*', async route => {
    const response = await route.fetch();
    const status = await response.json();
    await route.fulfill({
      response,
      json: { ...status, sharing: { ...status.sharing, sharedBucketUrl } }
    });
  });
  await page.reload();
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  const link = panel.node.getByRole('link', {
    name: 'Ask for a shared bucket'
  });
  await expect(link).toHaveAttribute('href', sharedBucketUrl);
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await page.evaluate(() => {
    window.open = (...args: unknown[]) => {
      document.body.dataset.opened = args.join(' ');
      return null;
    };
  });
  const ask = () =>
    page.evaluate(() =>
      window.jupyterapp.commands.execute('s3-drive:ask-for-bucket')
    );
  expect(await ask()).toBe(sharedBucketUrl);
  await expect(page.locator('body')).toHaveAttribute(
    'data-opened',
    `${sharedBucketUrl} _blank noopener,noreferrer`
  );

  // Nothing but a web address is followed.
  sharedBucketUrl = 'javascript:alert(1)';
  await page.reload();
  await panel.open();
  await expect(panel.row(bucket)).toBeVisible();
  await expect(link).toHaveCount(0);
});
