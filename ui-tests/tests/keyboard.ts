// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, type Locator } from '@playwright/test';

/**
 * Press Enter on a button, once it can be pressed. `press` alone does not wait
 * until a button is enabled, as `click` does.
 */
export async function pressEnter(button: Locator): Promise<void> {
  await expect(button).toBeEnabled();
  await button.focus();
  await expect(button).toBeFocused();
  await button.press('Enter');
}
