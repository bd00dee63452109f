// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page, Request, Route } from '@playwright/test';
import { expect } from '@playwright/test';

/** Longer than what the panel waits before it lists, or asks for a page (ms). */
const LONGEST_TIMER_MS = 500;

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
        this._underWay.add(request);
      }
    });
    const end = (request: Request) => void this._underWay.delete(request);
    page.on('requestfinished', end);
    page.on('requestfailed', end);
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
      await expect.poll(() => this._held.length).toBeGreaterThan(0);
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

  /**
   * Wait until what was asked for has come, and nothing more follows from it.
   *
   * What follows would be sent by a timer of the page. So a timer is set that ends
   * after the panel's own, however slow the machine is, and then a request is
   * answered that was sent after theirs.
   */
  async settle(): Promise<void> {
    for (let before = -1; before !== this.count;) {
      before = this.count;
      await expect.poll(() => this._underWay.size).toBe(0);
      await this.page.evaluate(async ms => {
        await new Promise(resolve => setTimeout(resolve, ms));
        await window.jupyterapp.serviceManager.contents.get('', {
          content: false
        });
      }, LONGEST_TIMER_MS);
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
  private readonly _underWay = new Set<Request>();
  private readonly _held: (() => void)[] = [];
}
