// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, type Locator, type Page } from '@playwright/test';

/**
 * The table viewer in front, as a person uses it. What its canvas shows is read
 * from what screen readers are told.
 */
export class TableViewer {
  constructor(private readonly page: Page) {}

  /** The viewer's own node. */
  get node(): Locator {
    return this.page.locator('.jp-S3View:visible');
  }

  /** The toolbar of its document. */
  get toolbar(): Locator {
    return this.page
      .locator('.jp-S3TableDocument:visible')
      .locator('.jp-Toolbar');
  }

  /** The line below the grid. */
  get status(): Locator {
    return this.node.locator('.jp-S3View-status');
  }

  /** What is said instead of the grid, or above it. */
  get message(): Locator {
    return this.node.locator('.jp-S3View-message');
  }

  /** The page of a file that is no table. */
  get file(): Locator {
    return this.node.locator('.jp-S3File');
  }

  /** What the current cell is. */
  get cell(): Locator {
    return this.node.locator('.jp-S3View-live');
  }

  /** Wait for the grid, and give it the focus. */
  async focus(): Promise<void> {
    await expect(
      this.node.locator('.jp-S3Table-grid canvas').first()
    ).toBeVisible();
    await this.node.locator('.lm-DataGrid-viewport').focus();
  }

  /**
   * Press keys, one after the other, and read the cell that is then current.
   *
   * @param wanted - The cell that it is to be.
   */
  async press(keys: string[], wanted: string | RegExp): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
    await expect(this.cell).toHaveText(wanted);
  }

  /**
   * Drag the vertical scrollbar.
   *
   * @param share - How far down, from 0 to 1.
   */
  async scrollTo(share: number): Promise<void> {
    const bar = this.node.locator('.lm-ScrollBar[data-orientation="vertical"]');
    const track = (await bar.locator('.lm-ScrollBar-track').boundingBox())!;
    const thumb = (await bar.locator('.lm-ScrollBar-thumb').boundingBox())!;
    const x = thumb.x + thumb.width / 2;
    await this.page.mouse.move(x, thumb.y + thumb.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x, track.y + track.height * share, { steps: 4 });
    await this.page.mouse.up();
  }
}
