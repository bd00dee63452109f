// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, SLOW, test } from './snippetfixtures';

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
  await expect
    .poll(async () => (await work.sources())[0])
    .toContain('plain.csv');
  await expect(page.locator('[data-s3-drop]')).toHaveCount(0);
  await work.drag(panel.row('plain.csv'), work.cells.first(), 0.9);
  await expect(work.cells).toHaveCount(4);
  await expect
    .poll(async () => (await work.sources())[1])
    .toContain('plain.csv');

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
  // Only the last value of a cell is shown.
  expect(both.match(/\.head\(\)/g)).toHaveLength(1);
  expect(both).toMatch(/\.head\(\)$/);

  await panel.node.locator('.jp-BreadCrumbs-item').nth(-2).click();
  await panel.row('data').waitFor();
  await work.drag(panel.row('data'), work.cells.last(), 0.9);
  await expect(work.cells).toHaveCount(2);
  await expect
    .poll(async () => (await work.sources())[1])
    .toContain(`${bucket}/data`);
  await page.keyboard.press('z');
  await expect.poll(() => work.sources()).toEqual([both]);
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
