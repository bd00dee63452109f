// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import type { IServerDescription } from './control';
import { expect, test } from './fixtures';
import { closeServerErrors } from './pageerrors';

// Galata's own bookkeeping asks the server all the time, also while it is down.
test.use({ kernels: null, sessions: null, terminals: null });

/** A session token as MinIO gives it: whose it is, and when it ends (s). */
function sessionToken(exp: number): string {
  const claims = JSON.stringify({ accessKey: 'K', exp, parent: 'alice' });
  return `eyJhbGciOiJIUzUxMiJ9.${Buffer.from(claims).toString('base64url')}.c2ln`;
}

/** What makes the server one whose session has ended. */
const ENDED = { AWS_SESSION_TOKEN: sessionToken(1_600_000_000) };

/** What people have at hand after they have got new keys. */
const lines = ({ accessKey }: IServerDescription, secretKey: string) =>
  `export AWS_ACCESS_KEY_ID=${accessKey}\nexport AWS_SECRET_ACCESS_KEY="${secretKey}"\n`;

const item = (page: Page) => page.locator('#jp-main-statusbar .jp-S3Access');
const toast = (page: Page, text: string) =>
  page.locator('.Toastify__toast', { hasText: text });
const renewal = (page: Page) => page.locator('.jp-S3RenewalDialog');

/** Paste a text into the dialog, and have its keys tried. */
async function paste(page: Page, text: string): Promise<void> {
  const dialog = renewal(page);
  await dialog.locator('textarea').fill(text);
  await expect(dialog.locator('.jp-S3Renewal-found')).toContainText('Found');
  // The secret is not shown any longer.
  await expect(dialog.locator('textarea')).toHaveValue('');
  await dialog.getByRole('button', { name: 'Use These Keys' }).click();
}

test('access that has expired is said at the start, and renewed by what is pasted', async ({
  page,
  panel,
  server,
  bucket,
  control
}) => {
  await control.restartServer(ENDED);
  await page.reload();
  await expect(item(page)).toHaveText('S3: alice, expired', {
    timeout: 60_000
  });
  await expect(item(page)).toHaveClass(/jp-mod-error/);
  await panel.open();
  await expect(panel.state('expired')).toBeVisible();
  const told = toast(page, 'Your access to S3 has expired');
  await told.getByRole('button', { name: 'Renew…' }).click();
  await expect(renewal(page)).toContainText('there are none that work');

  await paste(page, lines(server, 'NotTheSecretOfThisKey'));
  const refused = renewal(page).getByRole('alert');
  await expect(refused).toContainText('does not accept these keys');
  await expect(item(page)).toHaveText('S3: alice, expired');

  await paste(page, lines(server, server.secretKey));
  await expect(renewal(page)).toBeHidden();
  await expect(toast(page, 'Access to S3 is renewed')).toBeVisible();
  await expect(item(page)).toHaveText('S3: data…user');
  await expect(told).toBeHidden();
  // Without a reload.
  await expect(panel.row(bucket)).toBeVisible();
  expect(await page.content()).not.toContain(server.secretKey);
});

test('what was not saved as the access had ended is saved once it is renewed', async ({
  page,
  panel,
  server,
  store,
  bucket,
  control
}) => {
  await store.put(bucket, 'note.md', 'first');
  await panel.open();
  await panel.walk(bucket);
  const editor = await panel.edit('note.md');
  await editor.type('mine ');
  await control.restartServer(ENDED);
  await closeServerErrors(page);
  await editor.save();
  await page
    .locator('.jp-Dialog')
    .getByRole('button', { name: 'Renew Access and Save…' })
    .click();
  await paste(page, lines(server, server.secretKey));
  await expect.poll(() => store.text(bucket, 'note.md')).toBe('mine first');
  await expect(renewal(page)).toBeHidden();
});

test('people are told before the access ends, and the page has what is known of it', async ({
  page,
  server,
  control
}) => {
  const end = new Date(Date.now() + 5 * 3600 * 1000);
  await control.restartServer({ AWS_CREDENTIAL_EXPIRATION: end.toISOString() });
  await page.reload();
  await expect(item(page)).toHaveText(/^S3: data…user, 4 h \d+ min$/, {
    timeout: 60_000
  });
  await expect(item(page)).toHaveClass(/jp-mod-warning/);
  await expect(toast(page, 'Your access to S3 ends in 4 h')).toBeVisible();

  await item(page).focus();
  await page.keyboard.press('Enter');
  const connection = page.locator('.jp-S3Connection');
  await expect(connection).toContainText(server.endpoint);
  await expect(connection).toContainText(
    'The environment of the Jupyter server'
  );
  await expect(connection).toContainText(/The keys last 4 h \d+ min/);
  await connection.getByRole('button', { name: 'Test' }).click();
  await expect(connection.getByRole('status')).toContainText(
    /The store answers, and lists \d+ bucket/
  );

  await control.killStore();
  await connection.getByRole('button', { name: 'Test' }).click();
  await expect(connection.getByRole('alert')).toContainText(
    'The store does not answer',
    { timeout: 60_000 }
  );
  expect(await page.content()).not.toContain(server.secretKey);
});

test('the page is in the menu Help', async ({ page }) => {
  await page.menu.clickMenuItem('Help>S3 Connections');
  await expect(page.locator('.jp-S3Connection')).toBeVisible();
});
