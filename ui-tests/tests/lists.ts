// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page, Route } from '@playwright/test';

/**
 * Watches the page's requests that list a folder, and can hold back those for
 * the pages after the first.
 */
export class Lists {
  /**
   * @param prefix - What is listed begins with it.
   */
  constructor(
    private readonly page: Page,
    prefix: string
  ) {
    page.on('request', request => {
      const url = new URL(request.url());
      const listed = url.searchParams.get('prefix');
      if (
        url.searchParams.get('list-type') === '2' &&
        // Others ask for a few keys, to find out whether something exists.
        url.searchParams.get('max-keys') === '1000' &&
        listed?.startsWith(prefix)
      ) {
        this.prefixes.push(listed);
      }
    });
  }

  /** What was listed by each request. */
  readonly prefixes: string[] = [];

  /** How many requests were sent. */
  get count(): number {
    return this.prefixes.length;
  }

  /** Hold back the pages after the first. */
  async hold(): Promise<void> {
    this._mode = 'hold';
    await this._intercept();
  }

  /** Let some of those pages come that are held back, as they are asked for. */
  async let(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      while (this._held.length === 0) {
        await this.page.waitForTimeout(20);
      }
      this._held.shift()?.();
    }
  }

  /** Fail the pages after the first. */
  async fail(): Promise<void> {
    this._mode = 'fail';
    await this._intercept();
  }

  /** Let all pages come from now on. */
  release(): void {
    this._mode = 'pass';
    this._held.splice(0).forEach(go => go());
  }

  /** Wait until no request is sent for a while. */
  async settle(): Promise<void> {
    for (let before = -1; before !== this.count;) {
      before = this.count;
      await this.page.waitForTimeout(500);
    }
  }

  private async _intercept(): Promise<void> {
    this._held.splice(0).forEach(go => go());
    if (!this._intercepts) {
      this._intercepts = true;
      await this.page.route(/continuation-token=/, route => this._on(route));
    }
  }

  private async _on(route: Route): Promise<void> {
    if (this._mode === 'fail') {
      await route.fulfill({
        status: 501,
        headers: { 'x-s3-drive-origin': 'store' },
        body: '<Error><Code>NotImplemented</Code></Error>'
      });
      return;
    }
    if (this._mode === 'hold') {
      await new Promise<void>(resolve => this._held.push(resolve));
    }
    // The page may have cancelled it meanwhile.
    await route.continue().catch(() => undefined);
  }

  private _mode: 'pass' | 'hold' | 'fail' = 'pass';
  private _intercepts = false;
  private readonly _held: (() => void)[] = [];
}
