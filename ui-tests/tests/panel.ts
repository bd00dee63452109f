// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { FileChooser, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { tabInFront } from './documents';
import { drag } from './drag';

/**
 * A file to hand to a file chooser.
 */
type Payload = Parameters<FileChooser['setFiles']>[0];

/** The width of a panel in which sizes have room (px). */
export const WIDE = 420;

/**
 * The S3 panel as a person sees it.
 */
export class S3Panel {
  constructor(private readonly page: Page) {}

  /** The panel's own node. */
  get node(): Locator {
    return this.page.locator('#jp-s3-browser');
  }

  /** The list; its `aria-rowcount` tells how many entries it has. */
  get grid(): Locator {
    return this.node.getByRole('grid');
  }

  /** The rows that exist: those near what is seen. */
  get rows(): Locator {
    return this.node.locator('.jp-DirListing-item');
  }

  /** Show the panel, if it is not shown yet. */
  async open(): Promise<void> {
    if (!(await this.node.isVisible())) {
      await this.page
        .locator('.jp-SideBar .lm-TabBar-tab[data-id="jp-s3-browser"]')
        .click();
    }
    await this.node.waitFor({ state: 'visible' });
  }

  /**
   * The row of an item.
   *
   * @param name - The item's name as shown.
   */
  row(name: string): Locator {
    return this.rows.filter({
      has: this.page
        .locator('.jp-DirListing-itemText')
        .getByText(name, { exact: true })
    });
  }

  /** The names shown, in their order. */
  async names(): Promise<string[]> {
    return this.node.locator('.jp-DirListing-itemText').allInnerTexts();
  }

  /**
   * What stands in the place of rows.
   *
   * @param kind - The kind of trouble.
   */
  state(kind: string): Locator {
    return this.node.locator(`.jp-S3State[data-kind="${kind}"]`);
  }

  /**
   * Open folders one after the other, as a person does, by double clicks.
   *
   * @param names - The folders, from where the panel stands.
   */
  async walk(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.row(name).dblclick();
      await expect(this.node.locator('.jp-BreadCrumbs-item').last()).toHaveText(
        name
      );
      await this.row(name).waitFor({ state: 'hidden' });
    }
  }

  /** Go to a bucket, from somewhere in it. */
  async go(bucket: string): Promise<void> {
    await this.page.evaluate(
      uri =>
        window.jupyterapp.commands.execute('s3-drive:open-location', { uri }),
      `s3://${bucket}/`
    );
  }

  /** Go to the list of buckets. */
  async toRoot(): Promise<void> {
    await this.node.locator('.jp-BreadCrumbs-home').click();
  }

  /**
   * Open a place by the toolbar's button.
   *
   * @param address - What is typed.
   */
  async openLocation(address: string): Promise<void> {
    await this.node.locator('[data-command="s3-drive:open-location"]').click();
    const dialog = this.page.locator('.jp-Dialog');
    await dialog.locator('input').fill(address);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  }

  /**
   * Choose an entry of a row's context menu.
   *
   * @param name - The item's name.
   * @param entry - The entry's label.
   */
  async chooseFor(name: string, entry: string): Promise<void> {
    await this.row(name).click({ button: 'right' });
    await this.page
      .locator('.lm-Menu-itemLabel')
      .getByText(entry, { exact: true })
      .click();
  }

  /**
   * Press a button of the open dialog.
   *
   * @param label - The button's label.
   */
  async confirm(label: string): Promise<void> {
    await this.page
      .locator('.jp-Dialog')
      .getByRole('button', { name: label })
      .click();
    await this.page.locator('.jp-Dialog').waitFor({ state: 'hidden' });
  }

  /**
   * Rename in place.
   *
   * @param from - The name shown.
   * @param to - What is typed.
   */
  async rename(from: string, to: string): Promise<void> {
    await this.row(from).click();
    await this.page.keyboard.press('F2');
    const editor = this.node.locator('input.jp-DirListing-editor');
    await editor.fill(to);
    await editor.press('Enter');
  }

  /**
   * Choose files for the upload button.
   *
   * @param files - Their names, types and content.
   */
  async chooseFiles(files: Payload): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.evaluate(() => {
      void window.jupyterapp.commands.execute('s3-drive:upload');
    });
    await (await chooser).setFiles(files);
  }

  /**
   * Drop a file from the desktop on the list.
   *
   * @param name - Its name.
   * @param content - Its content.
   */
  async dropFile(name: string, content: string): Promise<void> {
    const data = await this.page.evaluateHandle(
      ([name, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], name));
        return transfer;
      },
      [name, content]
    );
    const list = this.node.locator('.jp-DirListing-content');
    await list.dispatchEvent('dragenter', { dataTransfer: data });
    await list.dispatchEvent('dragover', { dataTransfer: data });
    await list.dispatchEvent('drop', { dataTransfer: data });
  }

  /** Cancel the newest transfer, in the list of transfers. */
  async cancelTransfer(): Promise<void> {
    await this.page.evaluate(() =>
      window.jupyterapp.commands.execute('s3-drive:show-transfers')
    );
    await this.page
      .locator('.jp-S3Task')
      .first()
      .getByRole('button', { name: /^Cancel/ })
      .click();
  }

  /**
   * Drag one row onto another by the mouse.
   *
   * @param from - The name of what is dragged.
   * @param to - The name of the folder.
   */
  async drag(from: string, to: string): Promise<void> {
    await drag(this.row(from), this.row(to));
  }

  /**
   * Open a text file in the editor.
   *
   * @param name - Its name.
   */
  async edit(name: string): Promise<S3Editor> {
    await this.row(name).click({ button: 'right' });
    await this.page
      .locator('.lm-Menu-itemLabel')
      .getByText('Open With', { exact: true })
      .hover();
    await this.page
      .locator('.lm-Menu-itemLabel')
      .getByText('Editor', { exact: true })
      .click();
    const editor = new S3Editor(this.page, name);
    await editor.shown();
    return editor;
  }
}

/**
 * A text editor in the main area.
 */
export class S3Editor {
  constructor(
    private readonly page: Page,
    private readonly name: string
  ) {}

  /**
   * Wait until it is the document in front: until then `content` is that of
   * the document before, which a click would wait for in vain.
   */
  async shown(): Promise<void> {
    await tabInFront(this.page, this.name).waitFor();
    await this.content.waitFor();
  }

  /** What the editor in front shows. */
  get content(): Locator {
    return this.page.locator('.jp-FileEditor:visible .cm-content');
  }

  /** The tab, while what it holds is not saved. */
  get dirtyTab(): Locator {
    return this.page
      .locator('.lm-DockPanel-tabBar .lm-TabBar-tab.jp-mod-dirty')
      .filter({ hasText: this.name });
  }

  /**
   * Type at the beginning.
   *
   * @param text - What is typed.
   */
  async type(text: string): Promise<void> {
    await this.content.click();
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.type(text);
    await this.dirtyTab.waitFor();
  }

  /** Save by the keyboard. */
  async save(): Promise<void> {
    await this.content.click();
    await this.page.keyboard.press('Control+s');
  }
}
