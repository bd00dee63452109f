// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Locator, Page } from '@playwright/test';

import { test as base } from './fixtures';
import { Work } from './work';

export { expect } from './fixtures';

/** As Excel saves a table in France: cp1252, semicolons, decimal commas. */
const FRENCH = Buffer.from(
  'commune;taux\nBésançon;0,5\nÉtaples;12,25\n',
  'latin1'
);

/**
 * Begins in the folder `data` of a bucket, with `french.csv` and `plain.csv`.
 */
export const test = base.extend<{ work: Work; tables: void }>({
  work: async ({ page }, use) => {
    await use(new Work(page));
  },
  tables: [
    async ({ panel, store, bucket }, use) => {
      await store.put(bucket, 'data/french.csv', FRENCH);
      await store.put(bucket, 'data/plain.csv', 'name,value\nx,1\ny,2\n');
      await panel.open();
      await panel.walk(bucket, 'data');
      await use();
    },
    { auto: true }
  ]
});

/** A kernel imports pandas for the first time (milliseconds). */
export const SLOW = { timeout: 60_000 };

/** Run a command and give its result. */
export const run = (
  page: Page,
  command: string,
  args: { [name: string]: string | string[] }
): Promise<unknown> =>
  page.evaluate(
    ([command, args]) => window.jupyterapp.commands.execute(command, args),
    [command, args] as const
  );

export const dialog = (page: Page): Locator =>
  page.locator('.jp-S3SnippetDialog');

/** The store's answer to somebody who may not read. */
export const REFUSAL = {
  status: 403,
  headers: { 'Content-Type': 'application/xml', 'X-S3-Drive-Origin': 'store' },
  body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>'
};

export const notification = (page: Page): Locator =>
  page
    .locator('.Toastify__toast')
    // Of the first kernel in a bucket, whenever that has started.
    .filter({ hasNotText: 'The kernel runs in your workspace' })
    .last();
