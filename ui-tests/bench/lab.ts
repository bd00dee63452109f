// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Browser, BrowserContext, Page } from '@playwright/test';
import { gzipSync } from 'zlib';

import { S3Panel } from '../tests/panel';
import { installProbe } from './probe';

/** How long JupyterLab may go on loading after its first sight, in ms. */
const SETTLE = 3000;

/** How long anything may take to appear, in ms. */
const WAIT = 120_000;

const OWN_FILES = '/extensions/jupyterlab-s3-drive/';
const OWN_API = '/s3-drive/default/api';

/**
 * What a start of JupyterLab costs before the panel is opened.
 */
export interface IStartup {
  /** The gzipped size of our own files that were loaded, in bytes. */
  bytes: number;

  /** Their names. */
  files: string[];

  /** How many requests went to S3. */
  requests: number;
}

/**
 * A JupyterLab in a browser profile of its own, and a count of its requests.
 */
export class Lab {
  private constructor(
    private readonly _context: BrowserContext,
    /** The address that was opened. */
    readonly url: string,
    readonly page: Page
  ) {
    this.panel = new S3Panel(page);
    page.on('request', request => this._requests.push(request.url()));
  }

  /**
   * Open JupyterLab.
   *
   * @param url - Its address, with the token.
   */
  static async open(browser: Browser, url: string): Promise<Lab> {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    // One may ask before the page is left in the midst of something.
    page.on('dialog', dialog => void dialog.accept());
    await page.addInitScript(installProbe);
    const lab = new Lab(context, url, page);
    const sizes: Promise<void>[] = [];
    page.on('response', response => {
      const { pathname } = new URL(response.url());
      if (!lab._started && pathname.includes(OWN_FILES)) {
        sizes.push(
          response.body().then(body => {
            lab._files.set(pathname, gzipSync(body).length);
          })
        );
      }
    });
    await page.goto(url);
    await page.locator('.jp-Launcher, .jp-Activity').first().waitFor();
    await page.waitForTimeout(SETTLE);
    lab._started = true;
    await Promise.all(sizes);
    lab._startRequests = lab.listings();
    return lab;
  }

  /** The panel. */
  readonly panel: S3Panel;

  /** What the start has cost. */
  startup(): IStartup {
    const sizes = Array.from(this._files.values());
    return {
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      files: Array.from(
        this._files.keys(),
        path => path.split('/').pop() ?? ''
      ),
      requests: this._startRequests
    };
  }

  /** How many requests went to S3 through the proxy so far. */
  listings(): number {
    return this._requests.filter(url => url.includes(OWN_API)).length;
  }

  /** How many requests went to this origin so far. */
  requestsTo(origin: string): number {
    return this._requests.filter(url => url.startsWith(`${origin}/`)).length;
  }

  /** Close the page and forget its profile. */
  async close(): Promise<void> {
    await this._context.close();
  }

  private readonly _requests: string[] = [];
  private readonly _files = new Map<string, number>();
  private _started = false;
  private _startRequests = 0;
}
