// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

/**
 * What JupyterLab itself throws while its server starts again: its polls fail,
 * and its kernels have ended with the server.
 */
const OF_A_RESTART = ['Failed to fetch', 'Kernel is dead'];

/**
 * The messages of the errors that a page throws from now on, without those of
 * JupyterLab while its server starts again.
 */
export function pageErrors(page: Page): string[] {
  const messages: string[] = [];
  page.on('pageerror', ({ message }) => {
    if (!OF_A_RESTART.includes(message)) {
      messages.push(message);
    }
  });
  return messages;
}

/**
 * Close the dialog in which JupyterLab says that its server does not answer,
 * whenever it comes: its own polls find that as well.
 */
export async function closeServerErrors(page: Page): Promise<void> {
  const lost = page
    .locator('.jp-Dialog')
    .filter({ hasText: 'Server Connection Error' });
  await page.addLocatorHandler(lost, () =>
    lost.getByRole('button', { name: 'Close' }).last().click()
  );
}
