// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Locator, Page } from '@playwright/test';

import { expect, test as base } from './fixtures';
import { Work } from './work';

const test = base.extend<{ work: Work }>({
  work: async ({ page }, use) => {
    await use(new Work(page));
  }
});

/** As Excel saves a table in France: cp1252, semicolons, decimal commas. */
const FRENCH = Buffer.from(
  'commune;taux\nBésançon;0,5\nÉtaples;12,25\n',
  'latin1'
);

/** A kernel imports pandas for the first time (milliseconds). */
const SLOW = { timeout: 60_000 };

/** Run a command and give its result. */
const run = (
  page: Page,
  command: string,
  args: { [name: string]: string | string[] }
): Promise<unknown> =>
  page.evaluate(
    ([command, args]) => window.jupyterapp.commands.execute(command, args),
    [command, args] as const
  );

const dialog = (page: Page): Locator => page.locator('.jp-S3SnippetDialog');

/** The store's answer to somebody who may not read. */
const REFUSAL = {
  status: 403,
  headers: { 'Content-Type': 'application/xml', 'X-S3-Drive-Origin': 'store' },
  body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>'
};

const notification = (page: Page): Locator =>
  page.locator('.Toastify__toast').last();

test.beforeEach(async ({ panel, store, bucket }) => {
  await store.put(bucket, 'data/french.csv', FRENCH);
  await store.put(bucket, 'data/plain.csv', 'name,value\nx,1\ny,2\n');
  await panel.open();
  await panel.walk(bucket, 'data');
});

test('a snippet is copied, pasted into a cell, and gives the data frame', async ({
  page,
  panel,
  work
}) => {
  await page.context().grantPermissions(['clipboard-read']);
  await work.newNotebook();
  await panel.chooseFor('french.csv', 'Copy pandas Snippet');
  await expect(notification(page)).toContainText('pandas snippet was copied');
  await work.cells.first().locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+v');
  // The text ends in a line break.
  await page.keyboard.type('df');
  await work.runCell();
  await expect(work.results.last()).toContainText('Étaples', SLOW);
  await expect(work.results.last()).toContainText('12.25', SLOW);
});

test('insertion fills the empty cell, then adds one below; each is one step', async ({
  page,
  panel,
  work
}) => {
  await work.newNotebook();
  await panel.chooseFor('french.csv', 'Insert Snippet');
  await expect.poll(async () => (await work.sources())[0]).toContain('decimal');
  const [first] = await work.sources();
  expect(await work.sources()).toHaveLength(1);
  expect(first).toContain('import s3fs');

  // The cursor is in the cell: one step back, and forth.
  await page.keyboard.press('ControlOrMeta+z');
  expect(await work.sources()).toEqual(['']);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  expect(await work.sources()).toEqual([first]);
  await page.keyboard.press('Control+Enter');

  // The second one brings neither imports nor the file system again.
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.cells).toHaveCount(2);
  const [, second] = await work.sources();
  expect(second).toContain('plain.csv');
  expect(second).not.toMatch(/import|S3FileSystem|S3_ENDPOINT_URL/);
  expect(second).toContain('df_plain = ');

  // The notebook has the focus, in command mode: one step back.
  await page.keyboard.press('z');
  expect(await work.sources()).toEqual([first]);
  await page.keyboard.press('Shift+Z');
  expect(await work.sources()).toEqual([first, second]);

  await work.runAllAnd('df_plain.merge(df, how="cross")');
  await expect(work.results.last()).toContainText('Bésançon', SLOW);
});

test('below a cell of text, and not into code that stands there', async ({
  panel,
  work
}) => {
  await work.newNotebook();
  await work.cells.first().locator('.cm-content').click();
  await panel.node.page().keyboard.type('df = "mine"');
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.cells).toHaveCount(2);
  let sources = await work.sources();
  expect(sources[0]).toBe('df = "mine"');
  expect(sources[1]).toContain('df_plain = pd.read_csv');
  await work.cells.first().locator('.jp-InputPrompt').click();
  await panel.node.page().keyboard.press('m');
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.cells).toHaveCount(3);
  sources = await work.sources();
  expect(sources[0]).toBe('df = "mine"');
  // What comes later has not run when this one does.
  expect(sources[1]).toContain('import pandas as pd');
});

test('a console takes a snippet at its prompt, and runs it', async ({
  page,
  panel,
  work
}) => {
  await work.newConsole();
  await panel.chooseFor('french.csv', 'Insert Snippet');
  await expect(work.prompt).toContainText('decimal=","');
  await page.keyboard.press('Shift+Enter');
  await expect(work.prompt).toHaveText('');
  await page.keyboard.type('df["taux"].sum()');
  await page.keyboard.press('Shift+Enter');
  await expect(
    page.locator('.jp-CodeConsole .jp-OutputArea-output')
  ).toContainText('12.75', SLOW);
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.prompt).toContainText('df_plain');
  await expect(work.prompt).not.toContainText('import');
  // What was typed stays.
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.prompt).toContainText('df_plain_2');
  await expect(work.prompt).toContainText('df_plain = ');
});

test('an editor takes a snippet at the cursor; one of text does not', async ({
  page,
  panel,
  work
}) => {
  await work.newFile('py');
  await work.editor.click();
  await page.keyboard.type('import os\n\nprint(1)');
  await page.keyboard.press('ArrowUp');
  await page.waitForTimeout(600);
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.editor).toContainText('read_csv');
  const text = await work.editor.innerText();
  expect(text.match(/import os/g)).toHaveLength(1);
  expect(text.indexOf('plain.csv')).toBeLessThan(text.indexOf('print(1)'));
  await page.keyboard.press('ControlOrMeta+z');
  await expect(work.editor).not.toContainText('read_csv');
  await expect(work.editor).toContainText('print(1)');

  await work.newFile('md');
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(notification(page)).toContainText('What is open is text');
  await expect(work.editor).toHaveText('');
});

test('a file that is dragged into a notebook becomes code where it is dropped', async ({
  page,
  panel,
  work
}) => {
  await work.newNotebook();
  await work.drag(panel.row('french.csv'), work.cells.first());
  await expect.poll(async () => (await work.sources())[0]).toContain('french');
  expect(await work.sources()).toHaveLength(1);
  await work.runCell();

  // Above a cell, and below it.
  await work.hold(panel.row('plain.csv'), work.cells.first(), 0.2);
  await expect(work.cells.first()).toHaveAttribute('data-s3-drop', 'above');
  await page.mouse.up();
  await expect(work.cells).toHaveCount(3);
  expect((await work.sources())[0]).toContain('plain.csv');
  await expect(page.locator('[data-s3-drop]')).toHaveCount(0);
  await work.drag(panel.row('plain.csv'), work.cells.first(), 0.9);
  await expect(work.cells).toHaveCount(4);
  expect((await work.sources())[1]).toContain('plain.csv');

  // Nothing was opened beside, and the code runs.
  await expect(page.locator('.jp-CSVViewer')).toHaveCount(0);
  await work.runAllAnd('df["taux"].sum(), list(df["commune"])');
  await expect(work.results.last()).toContainText("12.75), ['Bésançon'", SLOW);
});

test('a folder, several files and a bucket are dropped as one step', async ({
  page,
  panel,
  work,
  bucket
}) => {
  await work.newNotebook();
  await panel.row('french.csv').click();
  await panel.row('plain.csv').click({ modifiers: ['Shift'] });
  await work.drag(panel.row('plain.csv'), work.cells.first());
  await expect.poll(async () => (await work.sources())[0]).toContain('french');
  const [both] = await work.sources();
  expect(both).toContain('plain.csv');
  expect(both.match(/import s3fs/g)).toHaveLength(1);

  await panel.node.locator('.jp-BreadCrumbs-item').nth(-2).click();
  await panel.row('data').waitFor();
  await work.drag(panel.row('data'), work.cells.last(), 0.9);
  await expect(work.cells).toHaveCount(2);
  expect((await work.sources())[1]).toContain(`${bucket}/data`);
  await page.keyboard.press('z');
  expect(await work.sources()).toEqual([both]);
});

test('a file is dropped into a console and an editor', async ({
  page,
  panel,
  work
}) => {
  await work.newConsole();
  await work.drag(panel.row('plain.csv'), work.prompt);
  await expect(work.prompt).toContainText('plain.csv');
  await work.newFile('py');
  await work.editor.click();
  await page.keyboard.type('a = 1\nb = 2\nc = 3');
  await work.drag(
    panel.row('plain.csv'),
    work.editor.locator('.cm-line').nth(1)
  );
  await expect(work.editor).toContainText('plain.csv');
  const text = await work.editor.innerText();
  expect(text.indexOf('b = 2')).toBeLessThan(text.indexOf('plain.csv'));
  expect(text.indexOf('plain.csv')).toBeLessThan(text.indexOf('c = 3'));
});

test('a file of the workspace that is dragged there does what it did', async ({
  page,
  work,
  tmpPath
}) => {
  await page.contents.uploadContent('a,b\n', 'text', `${tmpPath}/own.csv`);
  await work.newNotebook();
  await page.sidebar.openTab('filebrowser');
  await page.filebrowser.refresh();
  const row = page.locator('#filebrowser .jp-DirListing-item', {
    hasText: 'own.csv'
  });
  await work.drag(row, work.cells.first());
  await expect(page.locator('.jp-CSVViewer')).toBeVisible();
  await page.activity.activateTab('Untitled.ipynb');
  expect(await work.sources()).toEqual(['']);
});

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
  await box.getByRole('button', { name: 'Insert' }).press('Enter');
  await expect(work.cells).toHaveCount(2);
  expect((await work.sources())[1]).toMatch(/^%%bash\n[^]*mc cp/);
});

test('without a place for it the snippet is copied, and offered again', async ({
  page,
  panel
}) => {
  await page.context().grantPermissions(['clipboard-read']);
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(notification(page)).toContainText('No notebook');
  await expect(notification(page)).toContainText('was copied');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await copied()).toContain('plain.csv');

  // A browser may refuse when the click is long ago.
  await page.evaluate(() => {
    const { writeText } = navigator.clipboard;
    const { execCommand } = document;
    document.execCommand = () => {
      document.execCommand = execCommand;
      return false;
    };
    navigator.clipboard.writeText = () => {
      navigator.clipboard.writeText = writeText;
      return Promise.reject(new Error('refused'));
    };
  });
  await panel.chooseFor('french.csv', 'Copy pandas Snippet');
  const toast = page.locator('.Toastify__toast', {
    hasText: 'ready to be copied'
  });
  await toast.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(copied).toContain('french.csv');
});

test('a look that takes long is told, and can be cancelled', async ({
  page,
  panel,
  work
}) => {
  await work.newNotebook();
  await page.route(/s3-drive\/api\/.*french\.csv/, async route => {
    await new Promise(resolve => setTimeout(resolve, 2000));
    await route.continue().catch(() => undefined);
  });
  await panel.chooseFor('french.csv', 'Insert Snippet');
  const toast = page.locator('.Toastify__toast', { hasText: 'Looking at' });
  await expect(toast).toContainText('french.csv');
  await toast.getByRole('button', { name: 'Cancel' }).click();
  await expect(toast).toBeHidden();
  // By then both requests have been answered.
  await page.waitForTimeout(6000);
  expect(await work.sources()).toEqual(['']);
});

test('a name is text, and the code of an odd name runs', async ({
  page,
  panel,
  store,
  bucket,
  work
}) => {
  const odd = `<img src=x onerror="window.hit=1"> '{x}' %s é.csv`;
  await store.put(bucket, `data/${odd}`, 'a;b\n1;2,5\n');
  await run(page, 's3-drive:refresh', {});
  await work.newNotebook();
  await panel.chooseFor(odd, 'More Snippets…');
  await expect(
    dialog(page).getByLabel('Snippet', { exact: true })
  ).toContainText('onerror');
  await dialog(page).getByRole('button', { name: 'Insert' }).click();
  await expect.poll(async () => (await work.sources())[0]).toContain('onerror');
  await work.runAllAnd('df["b"].sum()');
  await expect(work.results.last()).toContainText('2.5', SLOW);
  expect(await page.evaluate(() => 'hit' in window)).toBe(false);
});

test('the commands give the text, and say what cannot be', async ({
  page,
  bucket,
  server,
  store
}) => {
  const path = `s3:${bucket}/data/french.csv`;
  const text = await run(page, 's3-drive:copy-snippet', { path });
  expect(text).toContain('encoding="cp1252"');
  expect(text).not.toContain('SECRET');
  expect(
    await run(page, 's3-drive:copy-snippet', {
      path: `s3:${bucket}/data/plain.csv`,
      language: 'r',
      operation: 'write'
    })
  ).toContain('s3write_using');
  // R's libraries write UTF-8 alone: this file would not be what it was.
  await expect(
    run(page, 's3-drive:copy-snippet', {
      path,
      language: 'r',
      operation: 'write'
    })
  ).rejects.toThrow('No snippet does this');
  expect(
    await run(page, 's3-drive:insert-snippet', {
      path: `s3:${bucket}/data/plain.csv`,
      library: 'polars'
    })
  ).toContain('import polars');
  expect(
    await run(page, 's3-drive:copy-snippet', { path: `s3:${bucket}/data` })
  ).toContain(`${bucket}/data`);
  await expect(
    run(page, 's3-drive:copy-snippet', { path, library: 'geopandas' })
  ).rejects.toThrow('No snippet does this');
  await expect(
    run(page, 's3-drive:copy-snippet', { path: `${path}.gone` })
  ).rejects.toThrow();
  // What anyone can read needs no credentials.
  await store.publish(bucket, 'data/*');
  await run(page, 's3-drive:refresh', {});
  await expect
    .poll(() => run(page, 's3-drive:copy-snippet', { path }))
    .toContain(`${server.endpoint}/${bucket}/data/french.csv`);
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
  const file = /\/s3-drive\/api\/.*french\.csv/;
  await page.route(file, route => route.fulfill(REFUSAL));
  await panel.chooseFor('french.csv', 'More Snippets…');
  const box = dialog(page);
  const code = box.getByLabel('Snippet', { exact: true });
  await expect(box.getByRole('alert')).toContainText('does not allow');
  // What can be written without a look is there.
  await expect(code).toContainText('f.read()');
  await box.getByText('Show details').click();
  await expect(box.getByText('AccessDenied')).toBeVisible();
  await page.unroute(file);
  await box.getByRole('button', { name: 'Try Again' }).click();
  await expect(code).toContainText('pd.read_csv');
  await expect(box.getByRole('alert')).toBeHidden();
  await page.keyboard.press('Escape');

  await page.route(file, route => route.fulfill(REFUSAL));
  await panel.chooseFor('french.csv', 'Insert Snippet');
  await expect.poll(async () => (await work.sources())[0]).toContain('f.read');
  await expect(notification(page)).toContainText('could not be looked into');
  await notification(page).getByRole('button', { name: 'Show Why' }).click();
  await expect(page.locator('.jp-Dialog')).toContainText('does not allow');
});

test('several files that are selected come together, and a bucket alone', async ({
  page,
  panel,
  work,
  bucket
}) => {
  await work.newNotebook();
  await page.keyboard.press('Escape');
  await panel.row('french.csv').click();
  await panel.row('plain.csv').click({ modifiers: ['Shift'] });
  await panel.row('plain.csv').click({ button: 'right' });
  const entry = (label: string) =>
    page.locator('.lm-Menu-item', {
      has: page.locator('.lm-Menu-itemLabel').getByText(label, { exact: true })
    });
  // One at a time there.
  await expect(entry('More Snippets…')).toHaveClass(/lm-mod-disabled/);
  await entry('Insert Snippet').click();
  // The cell was empty, in command mode.
  await expect.poll(async () => (await work.sources())[0]).toContain('plain');
  expect(await work.sources()).toHaveLength(1);
  const [both] = await work.sources();
  expect(both).toContain('french.csv');
  expect(both.match(/import s3fs/g)).toHaveLength(1);
  await page.keyboard.press('ControlOrMeta+z');
  expect(await work.sources()).toEqual(['']);
  const paths = ['french', 'plain'].map(
    name => `s3:${bucket}/data/${name}.csv`
  );
  expect(await run(page, 's3-drive:copy-snippet', { paths })).toBe(`${both}\n`);

  await panel.toRoot();
  await panel.row(bucket).waitFor();
  await panel.chooseFor(bucket, 'Insert Snippet');
  await expect
    .poll(async () => (await work.sources())[0])
    .toContain(`fs.ls("${bucket}"`);
  await work.runAllAnd('files');
  await expect(work.results.last()).toContainText(`${bucket}/data`, SLOW);
});

test('what cannot be changed is left as it is', async ({
  page,
  panel,
  work,
  tmpPath
}) => {
  const kernelspec = { name: 'python3', display_name: 'Python 3 (ipykernel)' };
  const notebook = {
    cells: [],
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5
  };
  const path = `${tmpPath}/fixed.ipynb`;
  await page.contents.uploadContent(JSON.stringify(notebook), 'text', path);
  // As the server tells it of a file that its user may not write.
  await page.route(/\/api\/contents\/.*fixed\.ipynb/, async route => {
    const response = await route.fetch();
    const model = (await response.json()) as object;
    await route.fulfill({ response, json: { ...model, writable: false } });
  });
  await page.evaluate(path => {
    void window.jupyterapp.commands.execute('docmanager:open', { path });
  }, path);
  await expect(page.locator('.jp-NotebookPanel:visible')).toBeVisible();
  const before = await work.sources();
  await panel.open();
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(notification(page)).toContainText('cannot be changed');
  await expect(notification(page)).toContainText('was copied');
  expect(await work.sources()).toEqual(before);
});

test('the kernel of a notebook gives the language', async ({
  page,
  panel,
  work
}) => {
  // What counts is what the specification says.
  await page.route(/\/api\/kernelspecs/, async route => {
    const response = await route.fetch();
    const specs = (await response.json()) as {
      kernelspecs: { python3: { spec: { language: string } } };
    };
    specs.kernelspecs.python3.spec.language = 'R';
    await route.fulfill({ response, json: specs });
  });
  await page.evaluate(() =>
    window.jupyterapp.serviceManager.kernelspecs.refreshSpecs()
  );
  await work.newNotebook();
  await panel.row('plain.csv').click({ button: 'right' });
  await expect(
    page.locator('.lm-Menu-itemLabel').getByText('Copy aws.s3 Snippet')
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect
    .poll(async () => (await work.sources())[0])
    .toContain('aws.s3::s3read_using');
  await panel.chooseFor('plain.csv', 'More Snippets…');
  await expect(dialog(page).getByLabel('Language')).toHaveValue('r');
});
