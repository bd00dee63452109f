// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, type Locator, type Page } from '@playwright/test';

import type { S3Panel } from './panel';

/**
 * The share dialog as a person sees it.
 */
export class ShareDialog {
  constructor(
    private readonly page: Page,
    private readonly panel: S3Panel
  ) {}

  /** The dialog's own node. */
  get node(): Locator {
    return this.page.locator('.jp-S3ShareDialog');
  }

  /** Who can read it; `data-visibility` says so in one word. */
  get who(): Locator {
    return this.node.locator('.jp-S3Share-who');
  }

  /** The question before a publication, in the dialog. */
  get question(): Locator {
    return this.node.getByRole('alertdialog', { name: 'Make public?' });
  }

  /**
   * Open it by the context menu.
   *
   * @param name - The item's name as shown.
   */
  async open(name: string): Promise<void> {
    await this.panel.chooseFor(name, 'Share…');
    await this.who.waitFor();
    await this.hasFocus();
  }

  /** Wait until it takes keys, which it does once the focus is in it. */
  async hasFocus(): Promise<void> {
    await expect(this.node.locator(':focus')).toHaveCount(1);
  }

  /** Close it by the keyboard. */
  async close(): Promise<void> {
    await this.hasFocus();
    await this.page.keyboard.press('Escape');
    await this.node.waitFor({ state: 'hidden' });
  }

  /**
   * A field by its label.
   */
  field(label: string): Locator {
    return this.node.getByLabel(label, { exact: true });
  }

  /**
   * A button by its label.
   */
  button(name: string): Locator {
    return this.node.getByRole('button', { name, exact: true });
  }

  /** Make a link with what is chosen, and return it. */
  async createLink(): Promise<string> {
    await this.button('Create Link').click();
    return this.field('Link').inputValue();
  }
}

/**
 * What a stranger gets: the status of a request without credentials.
 */
export async function stranger(url: string, method = 'GET'): Promise<number> {
  const body = method === 'PUT' ? 'mine' : undefined;
  return (await fetch(url, { method, body })).status;
}
