// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pressEnter } from './keyboard';
import {
  dialog,
  expect,
  notification,
  REFUSAL,
  run,
  test
} from './snippetfixtures';

test('the dialog shows what was found, and other ways; the choice is kept', async ({
  page,
  panel,
  work
}) => {
  await work.newNotebook();
  await panel.chooseFor('french.csv', 'More Snippets…');
  const box = dialog(page);
  const findings = box.locator('.jp-S3Snippet-findings');
  await expect(findings).toContainText('CSV');
  await expect(findings).toContainText('; between columns');
  await expect(findings).toContainText('comma decimals');
  await expect(findings).toContainText('cp1252');
  const code = box.getByLabel('Snippet', { exact: true });
  await expect(code).toContainText('pd.read_csv');
  await expect(code.locator('.tok-keyword').first()).toHaveText('import');
  await box.getByLabel('Operation').selectOption('write');
  await expect(code).toContainText('to_csv');
  await box.getByLabel('Operation').selectOption('read');

  // A shell is run by a magic of the kernel, R is not.
  await box.getByLabel('Language').selectOption('r');
  await expect(code).toContainText('aws.s3::');
  await expect(box.getByRole('button', { name: 'Insert' })).toBeDisabled();
  await expect(box).toContainText('runs another language');
  await box.getByLabel('Language').selectOption('python');
  await box.getByLabel('Library').selectOption('boto3');
  await expect(code).toContainText('boto3.client');
  await page.context().grantPermissions(['clipboard-read']);
  await box.getByRole('button', { name: 'Copy' }).click();
  await expect(box.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await code.textContent()
  );
  await box.getByRole('button', { name: 'Insert' }).click();
  await expect(box).toBeHidden();
  await expect
    .poll(async () => (await work.sources())[0])
    .toContain('import boto3');

  // From now on it is the default.
  await panel.row('plain.csv').click({ button: 'right' });
  await expect(
    page.locator('.lm-Menu-itemLabel').getByText('Copy boto3 Snippet')
  ).toBeVisible();
  await page.keyboard.press('Escape');

  await panel.chooseFor('plain.csv', 'More Snippets…');
  await box.getByLabel('Language').selectOption('shell');
  await expect(code).toContainText('mc cp');
  await pressEnter(box.getByRole('button', { name: 'Insert' }));
  await expect
    .poll(async () => (await work.sources())[1])
    .toMatch(/^%%bash\n[^]*mc cp/);
  await expect(work.cells).toHaveCount(2);
});

test('what is public is read with keys, or without where that is chosen', async ({
  bucket,
  page,
  panel,
  server,
  store,
  work
}) => {
  await work.newNotebook();
  await store.publish(bucket, 'data/french.csv');
  await run(page, 's3-drive:refresh', {});
  await panel.chooseFor('french.csv', 'More Snippets…');
  const box = dialog(page);
  await expect(box.locator('.jp-S3Snippet-findings')).toContainText('public');
  const code = box.getByLabel('Snippet', { exact: true });
  const url = `${server.endpoint}/${bucket}/data/french.csv`;
  await expect(code).toContainText('with fs.open(');
  await expect(code).not.toContainText(url);
  await box.getByLabel('Access').selectOption('public');
  await expect(code).toContainText(url);
  await box.getByLabel('Operation').selectOption('write');
  await expect(box.getByLabel('Access')).toHaveCount(0);
  await box.getByLabel('Operation').selectOption('read');
  await box.getByRole('button', { name: 'Insert' }).click();
  await expect.poll(async () => (await work.sources())[0]).toContain(url);
});

test('the data frame of the notebook is written to a new file', async ({
  bucket,
  page,
  panel,
  store,
  work
}) => {
  await work.newNotebook();
  await panel.chooseFor('french.csv', 'More Snippets…');
  const box = dialog(page);
  const code = box.getByLabel('Snippet', { exact: true });
  await box.getByLabel('Operation').selectOption('write');
  await expect(box).toContainText('No data frame was found');
  await box.getByLabel('Data frame').fill('villes');
  await expect(code).toContainText('data/villes.csv", "xb")');
  await box.getByLabel('Replace this file').check();
  await expect(code).toContainText('data/french.csv", "wb")');
  await box.getByLabel('Data frame').fill('');
  await box.getByLabel('Operation').selectOption('read');
  await box.getByRole('button', { name: 'Insert' }).click();
  await expect
    .poll(async () => (await work.sources())[0])
    .toContain('df = pd.read_csv');

  // Now there is one, and a second file of its name gets a number.
  await panel.chooseFor('french.csv', 'More Snippets…');
  await box.getByLabel('Operation').selectOption('write');
  await expect(box).not.toContainText('No data frame was found');
  await expect(code).toContainText('data/df.csv", "xb")');
  await box.getByRole('button', { name: 'Insert' }).click();
  await store.put(bucket, 'data/df.csv', 'x');
  await panel.chooseFor('french.csv', 'More Snippets…');
  await box.getByLabel('Operation').selectOption('write');
  await expect(code).toContainText('data/df-2.csv", "xb")');
});

test('the dialog is used by the keyboard alone', async ({
  page,
  panel,
  work
}) => {
  await work.newNotebook();
  await panel.chooseFor('french.csv', 'More Snippets…');
  const box = dialog(page);
  const insert = box.getByRole('button', { name: 'Insert' });
  const language = box.getByLabel('Language');
  const code = box.getByLabel('Snippet', { exact: true });
  await expect(code).toContainText('pd.read_csv');
  await expect(insert).toBeFocused();
  // Round all that there is, forth and back.
  const stops = [
    language,
    box.getByLabel('Library'),
    box.getByLabel('Operation'),
    code,
    box.getByRole('button', { name: 'Close' }),
    box.getByRole('button', { name: 'Copy' }),
    insert
  ];
  for (const stop of stops) {
    await page.keyboard.press('Tab');
    await expect(stop).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await expect(language).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(insert).toBeFocused();

  // Copying leaves it open, with what is chosen there.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(box.getByText('Copied')).toBeVisible();
  await language.focus();
  await page.keyboard.press('ArrowDown');
  await expect(code).toContainText('aws.s3::');
  // Nothing is inserted that the kernel does not run.
  await insert.focus();
  await page.keyboard.press('Enter');
  await expect(box).toBeVisible();
  await expect(insert).toHaveAccessibleDescription(/runs another language/);
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  expect(await work.sources()).toEqual(['']);

  await panel.chooseFor('french.csv', 'More Snippets…');
  await expect(code).toContainText('pd.read_csv');
  await expect(insert).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await work.sources())[0]).toContain('french');
});

test('the dialog of a wide table stays in a small window', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const columns = Array.from({ length: 80 }, (_, index) => `code_${index}`);
  const codes = columns.map(() => '01001');
  const name = `${'long-name-'.repeat(15)}.csv`;
  const table = [columns, codes, codes].map(row => row.join(';')).join('\n');
  await store.put(bucket, `data/${name}`, table);
  await run(page, 's3-drive:refresh', {});
  await panel.chooseFor(name, 'More Snippets…');
  await page.setViewportSize({ width: 600, height: 700 });
  const box = dialog(page);
  const code = box.getByLabel('Snippet', { exact: true });
  await expect(code).toContainText('code_79');
  await expect(box).toContainText('and 76 more');
  for (const part of [
    code,
    box.getByLabel('Operation'),
    box.getByRole('button', { name: 'Insert' }),
    box.getByText('No notebook, console or editor')
  ]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  // The fields are as wide as the code, which scrolls in itself alone.
  await expect(async () => {
    const [first, last, preview] = await Promise.all([
      box.getByLabel('Language').boundingBox(),
      box.getByLabel('Operation').boundingBox(),
      code.boundingBox()
    ]);
    expect(Math.abs(first!.x - preview!.x)).toBeLessThan(2);
    expect(
      Math.abs(last!.x + last!.width - preview!.x - preview!.width)
    ).toBeLessThan(2);
    const sizes = await code.evaluate(node => ({
      seen: node.clientHeight,
      all: node.scrollHeight,
      page: document.documentElement.scrollWidth
    }));
    expect(sizes.all).toBeGreaterThan(sizes.seen);
    expect(sizes.page).toBeLessThanOrEqual(600);
  }).toPass({ timeout: 15_000 });
});

test('nothing is open: the dialog copies, and says why no more', async ({
  page,
  panel
}) => {
  await page.context().grantPermissions(['clipboard-read']);
  await panel.chooseFor('plain.csv', 'More Snippets…');
  const box = dialog(page);
  await expect(box).toContainText('No notebook, console or editor is open.');
  await expect(box.getByRole('button', { name: 'Insert' })).toBeDisabled();
  await expect(box.getByRole('button', { name: 'Copy' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(box.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    'plain.csv'
  );
});

test('a look that fails is told, and can be tried again', async ({
  page,
  panel,
  work
}) => {
  await work.newNotebook();
  const file = /\/s3-drive\/default\/api\/.*french\.csv/;
  await page.route(file, route => route.fulfill(REFUSAL));
  await panel.chooseFor('french.csv', 'More Snippets…');
  const box = dialog(page);
  const code = box.getByLabel('Snippet', { exact: true });
  await expect(box.getByRole('alert')).toContainText('does not allow');
  // What can be written without a look is there.
  await expect(code).toContainText('file_in.read()');
  await box.getByText('Show details').click();
  await expect(box.getByText('AccessDenied')).toBeVisible();
  await page.unroute(file);
  await box.getByRole('button', { name: 'Try Again' }).click();
  await expect(code).toContainText('pd.read_csv');
  await expect(box.getByRole('alert')).toBeHidden();
  await page.keyboard.press('Escape');

  await page.route(file, route => route.fulfill(REFUSAL));
  await panel.chooseFor('french.csv', 'Insert Snippet');
  await expect
    .poll(async () => (await work.sources())[0])
    .toContain('file_in.read');
  await expect(notification(page)).toContainText('could not be looked into');
  await notification(page).getByRole('button', { name: 'Show Why' }).click();
  await expect(page.locator('.jp-Dialog')).toContainText('does not allow');
});
