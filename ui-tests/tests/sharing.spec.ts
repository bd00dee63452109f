// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Locator, Page } from '@playwright/test';

import { expect, test } from './fixtures';

/** What a stranger gets: the status of a request without credentials. */
async function stranger(url: string, method = 'GET'): Promise<number> {
  const body = method === 'PUT' ? 'mine' : undefined;
  return (await fetch(url, { method, body })).status;
}

const dialogOf = (page: Page): Locator => page.locator('.jp-S3ShareDialog');

/** The text of a field of the dialog that is handed over. */
const field = (dialog: Locator, label: string): Locator =>
  dialog.getByLabel(label, { exact: true });

test('a file is published after the warning, handed over, and taken back', async ({
  page,
  panel,
  server,
  store,
  bucket
}) => {
  await store.put(bucket, 'data/café.csv', 'a;b\n1;2\n');
  await store.put(bucket, 'data/secret.csv', 'secret');
  await panel.open();
  await panel.walk(bucket, 'data');
  await panel.chooseFor('café.csv', 'Share…');
  const dialog = dialogOf(page);
  const who = dialog.locator('.jp-S3Share-who');
  await expect(who).toHaveAttribute('data-visibility', 'private');
  await expect(who).toContainText('Private');
  await expect(field(dialog, 'S3 URI')).toHaveValue(
    `s3://${bucket}/data/café.csv`
  );

  // The warning comes first, and declined it changes nothing.
  const url = `${server.endpoint}/${bucket}/data/caf%C3%A9.csv`;
  await dialog.getByRole('button', { name: 'Make Public…' }).click();
  const warning = dialog.getByRole('alertdialog', { name: 'Make public?' });
  await expect(warning).toContainText('Only open data');
  await expect(warning).toContainText('perfect confidentiality');
  await expect(warning.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await warning.getByRole('button', { name: 'Cancel' }).click();
  await expect(who).toHaveAttribute('data-visibility', 'private');
  expect(await stranger(url)).toBe(403);

  await dialog.getByRole('button', { name: 'Make Public…' }).click();
  await warning.getByRole('button', { name: 'Make Public' }).click();
  await expect(who).toHaveAttribute('data-visibility', 'public');
  await expect(who).toContainText('a stranger was let in');
  await expect(field(dialog, 'Public address')).toHaveValue(url);
  expect(await stranger(url)).toBe(200);
  for (const method of ['PUT', 'DELETE']) {
    expect(await stranger(url, method)).toBe(403);
  }
  expect(await stranger(`${server.endpoint}/${bucket}/data/secret.csv`)).toBe(
    403
  );
  expect(await stranger(`${server.endpoint}/${bucket}?list-type=2`)).toBe(403);

  // Ready text for the receiver.
  const handout = field(dialog, 'Text to hand over');
  await expect(handout).toHaveText(
    `curl --fail --location --output 'café.csv' '${url}'`
  );
  await field(dialog, 'To hand over').selectOption('pandas');
  await expect(handout).toContainText(`pd.read_csv("${url}")`);
  await dialog
    .getByRole('button', { name: 'Copy the text to hand over' })
    .click();
  await expect(dialog.getByText('Copied')).toBeVisible();

  // A second publication in the bucket asks no more; taking back is checked.
  await dialog.getByRole('button', { name: 'Make Private' }).click();
  await expect(who).toHaveAttribute('data-visibility', 'private');
  await expect(who).toContainText('a stranger was refused');
  await expect(field(dialog, 'Public address')).toBeHidden();
  expect(await stranger(url)).toBe(403);
  await dialog.getByRole('button', { name: 'Make Public…' }).click();
  await expect(who).toHaveAttribute('data-visibility', 'public');
  await expect(warning).toBeHidden();
});

test('a folder is published with what is in it, and what is in it says so', async ({
  page,
  panel,
  server,
  store,
  bucket
}) => {
  await store.put(bucket, 'open/a.csv', 'a');
  await store.put(bucket, 'open/.ipynb_checkpoints/a-checkpoint.csv', 'old');
  await panel.open();
  await panel.walk(bucket);
  await panel.row('open').click();
  await page.keyboard.press('ControlOrMeta+Alt+s');
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Make Public…' }).press('Enter');
  const warning = dialog.getByRole('alertdialog', { name: 'Make public?' });
  await expect(warning).toContainText('There are 2 files in it.');
  await expect(warning).toContainText('a-checkpoint.csv');
  // Earlier versions are not published with it.
  await expect(warning.getByRole('checkbox')).toBeChecked();
  await warning.getByRole('button', { name: 'Make Public' }).click();
  const who = dialog.locator('.jp-S3Share-who');
  await expect(who).toContainText('Anyone can read, and list');
  const base = `${server.endpoint}/${bucket}/open/`;
  await expect(field(dialog, 'Public address')).toHaveValue(base);
  expect(await stranger(`${base}a.csv`)).toBe(200);
  expect(await store.keys(bucket)).toEqual(['open/a.csv']);
  const list = `${server.endpoint}/${bucket}?list-type=2&prefix=open%2F`;
  expect(await stranger(list)).toBe(200);
  await expect(field(dialog, 'Text to hand over')).toHaveText(
    `curl --fail '${list}'`
  );
  await page.keyboard.press('Escape');

  // What is in it cannot be taken back alone; the dialog leads to the folder.
  await panel.walk('open');
  await panel.chooseFor('a.csv', 'Share…');
  await expect(who).toContainText('Public through the folder open/');
  await expect(
    dialog.getByRole('button', { name: 'Make Private' })
  ).toBeDisabled();
  await dialog.getByRole('button', { name: 'Show open/' }).click();
  await dialog.getByRole('button', { name: 'Make Private' }).click();
  await expect(who).toContainText('a stranger was refused');
  expect(await stranger(`${base}a.csv`)).toBe(403);
  expect(await stranger(list)).toBe(403);
});

test('a temporary link reads a file, another one takes one upload', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'in/report é.txt', 'content');
  await panel.open();
  await panel.walk(bucket, 'in');
  await panel.chooseFor('report é.txt', 'Share…');
  const dialog = dialogOf(page);
  const life = field(dialog, 'How long the link works');
  await expect(life.locator('option')).toHaveText([
    '1 hour',
    '1 day',
    '7 days',
    'other…'
  ]);
  await life.selectOption('other…');
  const create = dialog.getByRole('button', { name: 'Create Link' });
  await field(dialog, 'How long').fill('200');
  await expect(create).toBeDisabled();
  await expect(dialog).toContainText('at most 7 days');
  await field(dialog, 'How long').fill('2');
  await field(dialog, 'How long').press('Enter');
  const link = await field(dialog, 'Link').inputValue();
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('7200');
  const answer = await fetch(link);
  expect(await answer.text()).toBe('content');
  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  expect(await stranger(link, 'PUT')).toBe(403);
  await page.keyboard.press('Escape');

  // Into the folder: once, and never over what is there.
  await panel.node.locator('.jp-BreadCrumbs-item').nth(-2).click();
  await panel.chooseFor('in', 'Share…');
  await field(dialog, 'Name of the file that is sent').fill('sent.txt');
  await create.click();
  const up = await field(dialog, 'Link').inputValue();
  const send = (headers: Record<string, string>) =>
    fetch(up, { method: 'PUT', body: 'sent', headers });
  await expect(field(dialog, 'Text to hand over')).toContainText(
    "--header 'If-None-Match: *'"
  );
  expect((await send({ 'If-None-Match': '*' })).status).toBe(200);
  expect(await store.get(bucket, 'in/sent.txt')).toBe('sent');
  expect((await send({ 'If-None-Match': '*' })).status).toBe(412);
  expect((await send({})).ok).toBe(false);
  expect(await stranger(up)).toBe(403);
});

test('a name that a policy would read as a pattern is not published', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'data*.csv', 'a');
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFor('data*.csv', 'Share…');
  const dialog = dialogOf(page);
  await expect(dialog).toContainText('reads as a pattern');
  await expect(
    dialog.getByRole('button', { name: 'Make Public…' })
  ).toBeDisabled();
  // A link is another way.
  await dialog.getByRole('button', { name: 'Create Link' }).click();
  const link = await field(dialog, 'Link').inputValue();
  expect(await stranger(link)).toBe(200);
});

test('the diffusion folder is created, and public after the warning', async ({
  page,
  panel,
  server,
  store,
  bucket
}) => {
  await panel.open();
  await panel.walk(bucket);
  await panel.node.locator('.jp-DirListing-content').click({ button: 'right' });
  await page
    .locator('.lm-Menu-itemLabel')
    .getByText('Create the Diffusion Folder…', { exact: true })
    .click();
  const warning = page.locator('.jp-Dialog', { hasText: 'Make public?' });
  await expect(warning).toContainText('Only open data');
  await panel.confirm('Make Public');
  await expect(panel.node.locator('.jp-BreadCrumbs-item').last()).toHaveText(
    'diffusion'
  );
  await store.put(bucket, 'diffusion/later.csv', 'later');
  const url = `${server.endpoint}/${bucket}/diffusion/later.csv`;
  expect(await stranger(url)).toBe(200);
  expect(await stranger(url, 'DELETE')).toBe(403);
});

test('the commands tell what the store says', async ({
  page,
  panel,
  server,
  store,
  bucket
}) => {
  await store.put(bucket, 'open/a.csv', 'a');
  await panel.open();
  const run = (command: string, args: Record<string, string | number>) =>
    page.evaluate(
      ([command, args]) => window.jupyterapp.commands.execute(command, args),
      [command, args] as const
    );
  const published = run('s3-drive:set-visibility', {
    path: `s3:${bucket}/open`,
    visibility: 'public'
  });
  await panel.confirm('Make Public');
  const base = `${server.endpoint}/${bucket}/open/`;
  expect(await published).toEqual({
    visibility: 'public',
    inheritedFrom: null,
    publicUrl: base
  });
  const path = `s3:${bucket}/open/a.csv`;
  expect(await run('s3-drive:copy-url', { path })).toBe(`${base}a.csv`);
  // Nothing changes, as the folder decides.
  await expect(
    run('s3-drive:set-visibility', { path, visibility: 'private' })
  ).rejects.toThrow('make the folder open/ private');
  expect(
    await run('s3-drive:set-visibility', {
      path: `s3:${bucket}/open/`,
      visibility: 'private'
    })
  ).toEqual({ visibility: 'private', inheritedFrom: null, publicUrl: null });
  expect(await stranger(`${base}a.csv`)).toBe(403);
  const before = Date.now();
  const link = (await run('s3-drive:create-link', {
    path,
    expiresIn: 3600
  })) as { url: string; expiresAt: string };
  expect(await stranger(link.url)).toBe(200);
  const life = (new Date(link.expiresAt).getTime() - before) / 1000;
  expect(life).toBeGreaterThan(3500);
  expect(life).toBeLessThanOrEqual(3605);
});

/** Let the server's status say something else in some fields. */
async function alterStatus(
  page: Page,
  alter: (status: Record<string, Record<string, unknown>>) => void
): Promise<void> {
  await page.route('**/s3-drive/status*', async route => {
    const response = await route.fetch();
    const status = await response.json();
    alter(status);
    await route.fulfill({ response, json: status });
  });
}

test('links end with the credentials, and the dialog says why', async ({
  page,
  panel,
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
  await panel.chooseFor('a.txt', 'Share…');
  const dialog = dialogOf(page);
  const life = field(dialog, 'How long the link works');
  await expect(life.locator('option')).toHaveText([
    '1 hour',
    'until my credentials end',
    'other…'
  ]);
  await expect(dialog).toContainText('dies with the credentials');
  await life.selectOption('until my credentials end');
  await dialog.getByRole('button', { name: 'Create Link' }).click();
  const link = await field(dialog, 'Link').inputValue();
  const seconds = Number(new URL(link).searchParams.get('X-Amz-Expires'));
  expect(seconds).toBeLessThanOrEqual(5 * 3600);
  expect(seconds).toBeGreaterThan(4.9 * 3600);
});

test('the administrator words the warning, and switches sharing off', async ({
  page,
  panel,
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
  await panel.chooseFor('a.txt', 'Share…');
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Make Public…' }).click();
  await expect(dialog).toContainText('Statistics Office: open data only.');
  await expect(dialog.getByRole('link')).toHaveAttribute(
    'href',
    'https://rules.example/open'
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  isOff = true;
  await page.reload();
  await panel.open();
  await panel.row('a.txt').waitFor();
  await panel.chooseFor('a.txt', 'Share…');
  await expect(dialog).toContainText('switched public sharing off');
  await expect(dialog).toContainText('switched links off');
  await expect(
    dialog.getByRole('button', { name: 'Make Public…' })
  ).toBeDisabled();
});

test('a store without policies loses the switch only', async ({
  page,
  panel,
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
  await panel.chooseFor('a.txt', 'Share…');
  const dialog = dialogOf(page);
  await expect(dialog).toContainText('This store has no bucket policies');
  await expect(
    dialog.getByRole('button', { name: 'Make Public…' })
  ).toBeDisabled();
  await dialog.getByRole('button', { name: 'Create Link' }).click();
  const link = await field(dialog, 'Link').inputValue();
  expect(await stranger(link)).toBe(200);
});

test('a folder that the platform opens is said to be for its users', async ({
  page,
  panel,
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
  await panel.chooseFor('a.txt', 'Share…');
  await expect(dialogOf(page)).toContainText(
    'Readable by every user of the platform'
  );
  expect(await stranger(`${server.endpoint}/${bucket}/diffusion/a.txt`)).toBe(
    403
  );
});
