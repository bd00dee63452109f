// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { JupyterLabPage, test as galata } from '@jupyterlab/galata';

import { Control, IServerDescription } from './control';
import { S3Panel } from './panel';
import { startServer } from './server';
import { ShareDialog } from './share';
import { ForeignStore } from './store';

export { expect } from '@jupyterlab/galata';

/**
 * What a test may ask for besides Galata's own fixtures.
 *
 * ```ts
 * import { expect, test } from './fixtures';
 *
 * test('shows what is in a bucket', async ({ panel, store, bucket }) => {
 *   await store.put(bucket, 'folder/note.md', '# Note');
 *   await panel.open();
 *   …
 * });
 * ```
 */
export interface IFixtures {
  /**
   * Stops, kills and restarts the store and the Jupyter server. What a test has
   * brought down or changed is as before when the next one starts.
   */
  control: Control;

  /**
   * Reads and writes the store directly, as somebody else does while a person
   * works in JupyterLab.
   */
  store: ForeignStore;

  /** The name of a bucket of this test alone, empty at the start, removed at the end. */
  bucket: string;

  /** The S3 panel of the page. */
  panel: S3Panel;

  /** The share dialog of the page. */
  share: ShareDialog;
}

/**
 * How long JupyterLab may take to start (ms). Galata waits for 15 s, which are
 * few on a machine that does much else.
 */
const START_MS = 60_000;

const { waitForCondition } = JupyterLabPage.prototype;
JupyterLabPage.prototype.waitForCondition = function (
  condition,
  timeout = START_MS
) {
  return waitForCondition.call(this, condition, timeout);
};

/**
 * What the tests of one worker share.
 */
export interface IWorkerFixtures {
  /**
   * Where JupyterLab and the store run, and with which keys. Each worker has its
   * own, so that a test which stops one disturbs no other.
   */
  server: IServerDescription;
}

/** How long a store and a Jupyter server may take to start (ms). */
const SERVER_START_MS = 180_000;

/**
 * Galata's test with our fixtures.
 *
 * Unlike in Galata's own recipe the token and XSRF are on. The page has the cookie
 * that a login gives, and so sends the XSRF token as it does in use; Galata's
 * helpers, which know nothing of it, send the token of the server instead.
 */
export const test = galata.extend<IFixtures, IWorkerFixtures>({
  server: [
    // Playwright reads from the pattern what a fixture needs.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { server, stop } = await startServer();
      await use(server);
      await stop();
    },
    { scope: 'worker', timeout: SERVER_START_MS }
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url.replace(/\/$/, ''));
  },

  storageState: async ({ playwright, server }, use) => {
    const visitor = await playwright.request.newContext();
    await visitor.get(`${server.url}lab?token=${server.token}`);
    const state = await visitor.storageState();
    await visitor.dispose();
    await use(state);
  },

  request: async ({ playwright, baseURL, server }, use) => {
    const request = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { Authorization: `token ${server.token}` }
    });
    await use(request);
    await request.dispose();
  },

  control: async ({ server }, use) => {
    const control = new Control(server.control);
    await use(control);
    await control.restore();
  },

  store: async ({ server }, use) => {
    const store = new ForeignStore(server);
    await use(store);
    store.dispose();
  },

  // Asking for `control` brings the store back up before the bucket is removed.
  bucket: async ({ control, store }, use, info) => {
    const bucket = `test-${info.testId.slice(0, 20)}-${info.repeatEachIndex}`;
    await store.makeBucket(bucket);
    await use(bucket);
    await control.restore();
    await store.removeBucket(bucket);
  },

  panel: async ({ page }, use) => {
    await use(new S3Panel(page));
  },

  share: async ({ page, panel }, use) => {
    await use(new ShareDialog(page, panel));
  }
});

/**
 * For `test.use`, where a document is in front when a page loads: Galata waits
 * for the launcher, this for the end of JupyterLab's splash.
 */
export const WITHOUT_LAUNCHER: Parameters<typeof test.use>[0] = {
  // Playwright reads from the pattern what a fixture needs.
  // eslint-disable-next-line no-empty-pattern
  waitForApplication: async ({}, use) => {
    await use(page =>
      page.locator('#jupyterlab-splash').waitFor({ state: 'detached' })
    );
  }
};
