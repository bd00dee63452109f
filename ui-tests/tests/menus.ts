// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, type Page } from '@playwright/test';

/** How long one walk through the menus may wait for the next entry. */
const STEP_MS = 3000;

/**
 * Choose an entry of the menu bar by its labels, from the menu to the entry.
 *
 * JupyterLab fills some submenus while they are open (the formats of an export,
 * once the server has listed them), which can close what was just opened. So the
 * walk begins again from the menu bar until it comes to its end.
 */
export async function chooseFromMenu(
  page: Page,
  menu: string,
  ...labels: (string | RegExp)[]
): Promise<void> {
  const menus = page.locator('.lm-Menu');
  await expect(async () => {
    while (await menus.count()) {
      const before = await menus.count();
      await page.keyboard.press('Escape');
      await expect(menus).not.toHaveCount(before, { timeout: STEP_MS });
    }
    await page
      .locator('.lm-MenuBar-item')
      .filter({ has: page.getByText(menu, { exact: true }) })
      .click({ timeout: STEP_MS });
    for (const label of labels) {
      await menus
        .last()
        .locator('.lm-Menu-item:not(.lm-mod-hidden)')
        .filter({ has: page.getByText(label, { exact: true }) })
        .first()
        .click({ timeout: STEP_MS });
    }
  }).toPass();
}
