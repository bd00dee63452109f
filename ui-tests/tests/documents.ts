// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Locator, Page } from '@playwright/test';

/**
 * The tab of a document, while it is the one in front.
 *
 * @param name - The document's name.
 */
export function tabInFront(page: Page, name: string): Locator {
  return page
    .locator('.lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current')
    .filter({ hasText: name });
}

/**
 * Open a document without the panel. A notebook has its kernel then: one that
 * starts later is a change too.
 *
 * @param path - With the name of the drive.
 */
export async function openDocument(
  page: Page,
  path: string,
  factory: string
): Promise<void> {
  await page.evaluate(
    async ([path, factory]) => {
      const { context } = await window.jupyterapp.commands.execute(
        'docmanager:open',
        { path, factory }
      );
      if (factory === 'Notebook') {
        await context.sessionContext.ready;
        await context.sessionContext.session.kernel.info;
      }
    },
    [path, factory] as const
  );
}
