// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';
import { pressEnter } from './keyboard';
import { stranger } from './share';

test('a file is published after the warning, handed over, and taken back', async ({
  page,
  panel,
  share,
  server,
  store,
  bucket
}) => {
  await store.put(bucket, 'data/café.csv', 'a;b\n1;2\n');
  await store.put(bucket, 'data/secret.csv', 'secret');
  await panel.open();
  await panel.walk(bucket, 'data');
  await share.open('café.csv');
  await expect(share.who).toHaveAttribute('data-visibility', 'private');
  await expect(share.who).toContainText('Private');
  await expect(share.field('S3 URI')).toHaveValue(
    `s3://${bucket}/data/café.csv`
  );

  // The warning comes first, and declined it changes nothing.
  const url = `${server.endpoint}/${bucket}/data/caf%C3%A9.csv`;
  await share.button('Make Public…').click();
  await expect(share.question).toContainText('Only open data');
  await expect(share.question).toContainText('perfect confidentiality');
  await expect(
    share.question.getByRole('button', { name: 'Cancel' })
  ).toBeFocused();
  await share.question.getByRole('button', { name: 'Cancel' }).click();
  await expect(share.who).toHaveAttribute('data-visibility', 'private');
  expect(await stranger(url)).toBe(403);

  await share.button('Make Public…').click();
  await share.question.getByRole('button', { name: 'Make Public' }).click();
  await expect(share.who).toHaveAttribute('data-visibility', 'public');
  await expect(share.who).toContainText('checked without credentials');
  await expect(share.field('Public address')).toHaveValue(url);
  expect(await stranger(url)).toBe(200);
  for (const method of ['PUT', 'DELETE']) {
    expect(await stranger(url, method)).toBe(403);
  }
  expect(await stranger(`${server.endpoint}/${bucket}/data/secret.csv`)).toBe(
    403
  );
  expect(await stranger(`${server.endpoint}/${bucket}?list-type=2`)).toBe(403);

  // Ready text for the receiver.
  const handout = share.field('Instructions');
  await expect(handout).toHaveText(
    `curl --fail --location --output 'café.csv' ${url}`
  );
  await share.field('Instructions for').selectOption('pandas');
  await expect(handout).toContainText(`"${url}",\n    sep=";"`);
  await share.field('Instructions for').selectOption('R');
  await expect(handout).toContainText('delim = ";"');
  await share.button('Copy the instructions').click();
  await expect(share.node.getByText('Copied')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read']);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await handout.textContent()
  );

  // A second publication in the bucket asks no more; taking back is checked.
  await share.button('Make Private').click();
  await expect(share.who).toHaveAttribute('data-visibility', 'private');
  await expect(share.who).toContainText(
    'private again. This was checked without credentials'
  );
  await expect(share.field('Public address')).toBeHidden();
  expect(await stranger(url)).toBe(403);
  await share.button('Make Public…').click();
  await expect(share.who).toHaveAttribute('data-visibility', 'public');
  await expect(share.question).toBeHidden();
});

test('the dialog is used by the keyboard alone', async ({
  page,
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'data/a.csv', 'a;b\n1;2\n');
  await panel.open();
  await panel.walk(bucket, 'data');
  await panel.row('a.csv').click();
  await page.keyboard.press('ControlOrMeta+Alt+s');
  await expect(share.who).toHaveAttribute('data-visibility', 'private');
  await expect(share.button('Close')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(share.button('Make Public…')).toBeFocused();

  // The question is answered in its place, and the focus comes back.
  await page.keyboard.press('Enter');
  await expect(
    share.question.getByRole('button', { name: 'Cancel' })
  ).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(share.who).toHaveAttribute('data-visibility', 'public');
  await expect(share.button('Make Private')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(share.field('Public address')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(share.node.getByText('Copied')).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(share.who).toHaveAttribute('data-visibility', 'private');
  await share.close();
});

test('a file of which nothing can be told is handed over by its name', async ({
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'empty.csv', '');
  await panel.open();
  await panel.walk(bucket);
  await share.open('empty.csv');
  await share.button('Create Link').click();
  await share.field('Instructions for').selectOption('pandas');
  await expect(share.field('Instructions')).toContainText('pd.read_csv(');
  await expect(share.node).toContainText('the text goes by its name');
});

test('a folder is published with what is in it, and what is in it says so', async ({
  page,
  panel,
  share,
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
  await expect(share.who).toHaveAttribute('data-visibility', 'private');
  await pressEnter(share.button('Make Public…'));
  await expect(share.question).toContainText('There are 2 files in it.');
  await expect(share.question).toContainText('a-checkpoint.csv');
  // Earlier versions are not published with it.
  await expect(share.question.getByRole('checkbox')).toBeChecked();
  await share.question.getByRole('button', { name: 'Make Public' }).click();
  await expect(share.who).toContainText('Anyone can read, and list');
  const base = `${server.endpoint}/${bucket}/open/`;
  await expect(
    share.node.getByRole('link', { name: `${base}a.csv` })
  ).toBeVisible();
  expect(await stranger(`${base}a.csv`)).toBe(200);
  expect(await store.keys(bucket)).toEqual(['open/a.csv']);
  const list = `${server.endpoint}/${bucket}?list-type=2&prefix=open%2F`;
  expect(await stranger(list)).toBe(200);
  await expect(share.field('Instructions')).toContainText(
    `url = "${base}a.csv"`
  );
  await share.close();

  // What is in it cannot be taken back alone; the dialog leads to the folder.
  await panel.walk('open');
  await share.open('a.csv');
  await expect(share.who).toContainText('Public through the folder open/');
  await expect(share.button('Make Private')).toBeDisabled();
  await share.button('Show open/').click();
  await share.button('Make Private').click();
  await expect(share.who).toContainText(
    'private again. This was checked without credentials'
  );
  expect(await stranger(`${base}a.csv`)).toBe(403);
  expect(await stranger(list)).toBe(403);
});

test('of a public folder the first addresses are shown, and all are copied', async ({
  page,
  panel,
  share,
  server,
  store,
  bucket,
  context
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const names = Array.from({ length: 22 }, (_, n) => `open/${10 + n}.csv`);
  await Promise.all(names.map(name => store.put(bucket, name, 'a')));
  await panel.open();
  await panel.walk(bucket);
  await share.open('open');
  await share.button('Make Public…').click();
  await share.question.getByRole('button', { name: 'Make Public' }).click();
  await expect(share.node).toContainText(
    'Public addresses: the first 20 of 22'
  );
  await expect(share.node.locator('.jp-S3Share-addresses a')).toHaveCount(20);
  await share.button('Copy All Addresses').click();
  await expect(share.node).toContainText('Copied 22 addresses');
  const addresses = names.map(name => `${server.endpoint}/${bucket}/${name}`);
  expect(
    (await page.evaluate(() => navigator.clipboard.readText())).trim()
  ).toBe(addresses.join('\n'));
  expect(await stranger(addresses[21])).toBe(200);
});

test('who can read what is sent by a link is said before it is made', async ({
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'open/a.csv', 'a');
  await store.put(bucket, 'own/a.csv', 'a');
  await store.publish(bucket, 'open/*', 'own/known.csv');
  await panel.open();
  await panel.walk(bucket);
  const warning = share.node.getByText('What is sent here is public at once');
  await share.open('open');
  await expect(warning).toBeVisible();
  await share.close();

  // By the name that is typed, where the policy has one.
  await share.open('own');
  const name = share.field('Name of the file that is sent');
  await name.fill('other.csv');
  await expect(share.button('Create Link')).toBeEnabled();
  await expect(warning).toBeHidden();
  await name.fill('known.csv');
  await expect(warning).toBeVisible();
});

test('a temporary link reads a file, another one takes one upload', async ({
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'in/report é.txt', 'content');
  await panel.open();
  await panel.walk(bucket, 'in');
  await share.open('report é.txt');
  const life = share.field('How long the link works');
  await expect(life.locator('option')).toHaveText([
    '1 hour',
    '1 day',
    '7 days',
    'other…'
  ]);
  await life.selectOption('other…');
  const create = share.button('Create Link');
  await share.field('How long').fill('200');
  await expect(create).toBeDisabled();
  await expect(share.node).toContainText('at most 7 days');
  await share.field('How long').fill('2');
  await share.field('How long').press('Enter');
  const link = await share.field('Link').inputValue();
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('7200');
  const answer = await fetch(link);
  expect(await answer.text()).toBe('content');
  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  expect(await stranger(link, 'PUT')).toBe(403);
  await share.close();

  // Into the folder: once, and never over what is there.
  await panel.node.locator('.jp-BreadCrumbs-item').nth(-2).click();
  await share.open('in');
  await share.field('Name of the file that is sent').fill('sent.txt');
  await create.click();
  const up = await share.field('Link').inputValue();
  const send = (headers: Record<string, string>) =>
    fetch(up, { method: 'PUT', body: 'sent', headers });
  await expect(share.field('Instructions')).toContainText(
    "--header 'If-None-Match: *'"
  );
  expect((await send({ 'If-None-Match': '*' })).status).toBe(200);
  expect(await store.get(bucket, 'in/sent.txt')).toBe('sent');
  expect((await send({ 'If-None-Match': '*' })).status).toBe(412);
  expect((await send({})).ok).toBe(false);
  expect(await stranger(up)).toBe(403);
});

test('a name that a policy would read as a pattern is not published', async ({
  panel,
  share,
  store,
  bucket
}) => {
  await store.put(bucket, 'data*.csv', 'a');
  await panel.open();
  await panel.walk(bucket);
  await share.open('data*.csv');
  await expect(share.node).toContainText('reads as a pattern');
  await expect(share.button('Make Public…')).toBeDisabled();
  // A link is another way.
  const link = await share.createLink();
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
