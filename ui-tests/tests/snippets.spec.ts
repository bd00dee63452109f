// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  dialog,
  expect,
  notification,
  run,
  SLOW,
  test
} from './snippetfixtures';

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
  expect(first).toMatch(/\ndf\.head\(\)$/);

  // The cursor is in the cell: one step back, and forth.
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => work.sources()).toEqual(['']);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(() => work.sources()).toEqual([first]);
  await page.keyboard.press('Control+Enter');
  await expect(work.results.last()).toContainText('Étaples', SLOW);

  // The second one brings neither imports nor the file system again.
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(work.cells).toHaveCount(2);
  await expect
    .poll(async () => (await work.sources())[1])
    .toContain('plain.csv');
  const [, second] = await work.sources();
  expect(second).not.toMatch(/import|S3FileSystem|S3_ENDPOINT_URL/);
  expect(second).toContain('df_plain = ');

  // The notebook has the focus, in command mode: one step back.
  await page.keyboard.press('z');
  await expect.poll(() => work.sources()).toEqual([first]);
  await page.keyboard.press('Shift+Z');
  await expect.poll(() => work.sources()).toEqual([first, second]);

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
  await expect
    .poll(() => work.sources())
    .toEqual([
      'df = "mine"',
      expect.stringContaining('df_plain = pd.read_csv')
    ]);
  await work.cells.first().locator('.jp-InputPrompt').click();
  await panel.node.page().keyboard.press('m');
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  // What comes later has not run when this one does.
  await expect
    .poll(() => work.sources())
    .toEqual([
      'df = "mine"',
      expect.stringContaining('import pandas as pd'),
      expect.stringContaining('df_plain = pd.read_csv')
    ]);
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

test('without a place for it the snippet is copied, and offered again', async ({
  page,
  panel
}) => {
  await page.context().grantPermissions(['clipboard-read']);
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect(notification(page)).toContainText('No notebook');
  await expect(notification(page)).toContainText('was copied');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain('plain.csv');

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
  const french = /s3-drive\/default\/api\/.*french\.csv/;
  let answer = () => {};
  const held = new Promise<void>(resolve => (answer = resolve));
  let open = 0;
  page.on('request', request => void (open += +french.test(request.url())));
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', request => {
      open -= +french.test(request.url());
    });
  }
  await page.route(french, async route => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await panel.chooseFor('french.csv', 'Insert Snippet');
  const toast = page.locator('.Toastify__toast', { hasText: 'Looking at' });
  await expect(toast).toContainText('french.csv');
  await toast.getByRole('button', { name: 'Cancel' }).click();
  await expect(toast).toBeHidden();
  answer();
  await expect.poll(() => open).toBe(0);
  // What is asked for later comes alone.
  await panel.chooseFor('plain.csv', 'Insert Snippet');
  await expect
    .poll(() => work.sources())
    .toEqual([expect.stringContaining('plain.csv')]);
  expect(open).toBe(0);
  expect((await work.sources())[0]).not.toContain('french');
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
  bucket
}) => {
  const path = `s3:${bucket}/data/french.csv`;
  const text = await run(page, 's3-drive:copy-snippet', { path });
  expect(text).toContain('encoding="cp1252"');
  expect(text).not.toContain('SECRET');
  expect(
    await run(page, 's3-drive:copy-snippet', {
      path,
      language: 'r',
      operation: 'write'
    })
  ).toMatch(/s3write_using.*fileEncoding = "windows-1252"/s);
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
  await expect.poll(() => work.sources()).toEqual(['']);
  const paths = ['french', 'plain'].map(
    name => `s3:${bucket}/data/${name}.csv`
  );
  // What is copied need not go into a cell, which shows its last value.
  const shown = /\n\w+\.head\(\)$/;
  expect(both).toMatch(shown);
  expect(await run(page, 's3-drive:copy-snippet', { paths })).toBe(
    `${both.replace(shown, '')}\n`
  );

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
