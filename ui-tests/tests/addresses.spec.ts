// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

import { tabInFront } from './documents';
import { expect, test, WITHOUT_LAUNCHER } from './fixtures';
import {
  forgetLayouts,
  isHomeInFront,
  isPanelInFront,
  kept,
  shows
} from './layouts';
import { notebook } from './notebooks';
import { S3Panel } from './panel';
import { startServer } from './server';
import { ForeignStore } from './store';

test.use({ ...WITHOUT_LAUNCHER, autoGoto: false });

/** JupyterLab throws it when a notebook is closed whose cells change in that frame. */
const OF_A_CLOSED_NOTEBOOK = /reading 'observe'/;

/** A name that has to be encoded in an address. */
const ODD = 'é+b %25 #1?.txt';

/**
 * Ways to open something by its address, from `lab`: where they lead, and what
 * is behind them (a folder where it has no name).
 */
const WAYS: [string, (bucket: string) => string, string | null][] = [
  ['a document', b => `lab/tree/s3:${b}/dir/note.txt`, 'note.txt'],
  ['a notebook', b => `lab/tree/s3:${b}/dir/n.ipynb`, 'n.ipynb'],
  ['an odd name', b => `lab/tree/s3:${b}/dir/${encodeURIComponent(ODD)}`, ODD],
  ['an address s3://', b => `lab/tree/s3://${b}/dir/note.txt`, 'note.txt'],
  ['reset', b => `lab/tree/s3:${b}/dir/note.txt?reset`, 'note.txt'],
  [
    'workspace',
    b => `lab/workspaces/w-${b}/tree/s3:${b}/dir/note.txt`,
    'note.txt'
  ],
  ['a folder', b => `lab/tree/s3:${b}/dir`, null],
  ['a folder with a slash', b => `lab/tree/s3:${b}/dir/`, null],
  ['file-browser-path', b => `lab?file-browser-path=s3:${b}/dir`, null]
];

/** The folder that the panel shows. */
const crumb = (panel: S3Panel) =>
  panel.node.locator('.jp-BreadCrumbs-item').last();

/** Type into JupyterLab's dialog that asks for a path. */
async function openFromPath(page: Page, text: string): Promise<void> {
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('filebrowser:open-path');
  });
  const dialog = page.locator('.jp-Dialog');
  await dialog.locator('input').fill(text);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  // Another dialog may come at once in its place.
  await dialog.locator('input').waitFor({ state: 'hidden' });
}

test.beforeEach(async ({ bucket, page, store }) => {
  await store.put(bucket, 'dir/note.txt', 'a note');
  await store.put(bucket, `dir/${ODD}`, 'a note');
  await store.put(bucket, 'dir/n.ipynb', notebook(['1 + 1']));
  page.on('pageerror', error => {
    if (!OF_A_CLOSED_NOTEBOOK.test(error.message)) {
      throw error;
    }
  });
});

for (const [way, address, name] of WAYS) {
  test(`by address, the panel never opened: ${way}`, async ({
    page,
    panel,
    bucket,
    server
  }) => {
    await forgetLayouts(page);
    await page.goto(`${server.url}${address(bucket)}`);
    if (name) {
      await expect(tabInFront(page, name)).toBeVisible();
    }
    // JupyterLab shows the folder of what it opens, where nobody has a layout.
    await expect(crumb(panel)).toHaveText('dir');
    await expect(panel.row('note.txt')).toBeVisible();
    await panel.row('note.txt').click();
  });
}

for (const isInFront of [true, false]) {
  test(`the panel ${isInFront ? 'in front' : 'behind'}: by address, again, and a reload`, async ({
    page,
    panel,
    bucket,
    server
  }) => {
    await page.goto(`${server.url}lab`);
    await page.sidebar.openTab('filebrowser');
    await kept(page, () => panel.open(), isPanelInFront);
    await expect(panel.row(bucket)).toBeVisible();
    const hide = () =>
      kept(page, () => page.sidebar.openTab('filebrowser'), isHomeInFront);
    if (!isInFront) {
      await hide();
    }
    /** The panel shows the folder, and is where it was before the page was loaded. */
    const check = async (isShown: boolean | null) => {
      if (isShown !== null) {
        await expect(panel.node).toBeVisible({ visible: isShown });
      }
      if (isShown === false) {
        // The list of the workspace is not empty either.
        await expect(
          page.locator('#filebrowser .jp-DirListing-item').first()
        ).toBeVisible();
      }
      await panel.open();
      await expect(crumb(panel)).toHaveText('dir');
      await panel.row('note.txt').click();
      if (!isInFront) {
        await hide();
      }
    };
    for (const [way, address, name] of WAYS) {
      await test.step(way, async () => {
        await page.goto(`${server.url}${address(bucket)}`);
        if (name) {
          await expect(tabInFront(page, name)).toBeVisible();
        }
        // Another workspace, or one that is reset, has a layout of its own.
        const isSame = !/workspaces|reset/.test(address(bucket));
        await check(isSame ? isInFront || !name : null);
      });
    }
    await test.step('a notebook that is in front when the page is loaded again', async () => {
      await kept(
        page,
        () => openFromPath(page, `s3:${bucket}/dir/n.ipynb`),
        shows('n.ipynb')
      );
      await expect(tabInFront(page, 'n.ipynb')).toBeVisible();
      if (!isInFront) {
        await hide();
      }
      await page.reload();
      await expect(tabInFront(page, 'n.ipynb')).toBeVisible();
      await check(isInFront);
    });
    await test.step('a folder, which is shown', async () => {
      await page.goto(`${server.url}lab/tree/s3:${bucket}`);
      await expect(panel.row('dir')).toBeVisible();
    });
  });
}

test('the list of the workspace stays what it was', async ({
  page,
  bucket,
  server,
  request
}) => {
  const dir = `${server.url}api/contents/kept-${bucket}`;
  await request.put(dir, { data: { type: 'directory' } });
  await page.goto(`${server.url}lab`);
  await page.evaluate(
    path =>
      window.jupyterapp.commands.execute('filebrowser:go-to-path', { path }),
    `kept-${bucket}`
  );
  const home = page.locator('#filebrowser .jp-BreadCrumbs-item').last();
  await expect(home).toHaveText(`kept-${bucket}`);
  await kept(
    page,
    () => openFromPath(page, `s3:${bucket}/dir/note.txt`),
    shows('note.txt')
  );
  await page.reload();
  await expect(tabInFront(page, 'note.txt')).toBeVisible();
  await page.sidebar.openTab('filebrowser');
  await expect(home).toHaveText(`kept-${bucket}`);
  await request.delete(dir);
});

test('Open from Path: each way to write an address', async ({
  page,
  panel,
  bucket,
  server
}) => {
  await forgetLayouts(page);
  const written: [string, string, string | null][] = [
    ['the path', `s3:${bucket}/dir/note.txt`, 'note.txt'],
    ['the URI', `s3://${bucket}/dir/n.ipynb`, 'n.ipynb'],
    [
      'a link of the store',
      `${server.endpoint}/${bucket}/dir/${encodeURIComponent(ODD)}?X-Amz-Signature=0`,
      ODD
    ],
    ['the URI of a folder', `s3://${bucket}/dir/`, null]
  ];
  for (const [what, text, name] of written) {
    await test.step(`${what}, the panel never opened`, async () => {
      await page.goto(`${server.url}lab`);
      await openFromPath(page, text);
      if (name) {
        await expect(tabInFront(page, name)).toBeVisible();
      }
      await expect(crumb(panel)).toHaveText('dir');
    });
  }
  await test.step('one object is one document, however it is written', async () => {
    await openFromPath(page, `s3:${bucket}/dir/note.txt`);
    await openFromPath(page, `s3://${bucket}/dir/note.txt`);
    await openFromPath(page, `s3:/${bucket}/dir/note.txt`);
    const documents = page
      .locator('.lm-DockPanel-tabBar .lm-TabBar-tab')
      .filter({ hasNotText: 'Launcher' });
    await expect(documents).toHaveText(['note.txt']);
  });
  await test.step('a path of the workspace is left to JupyterLab', async () => {
    await openFromPath(page, 'no/such/file.txt');
    await expect(page.locator('.jp-Dialog')).toContainText(
      'Could not find path: no/such/file.txt'
    );
    await panel.confirm('Close');
  });
});

test('Show in File Browser, the panel never opened', async ({
  page,
  panel,
  bucket,
  server
}) => {
  await page.goto(`${server.url}lab`);
  await page.evaluate(
    path => window.jupyterapp.commands.execute('docmanager:open', { path }),
    `s3:${bucket}/dir/note.txt`
  );
  await tabInFront(page, 'note.txt').click({ button: 'right' });
  await page
    .locator('.lm-Menu-itemLabel')
    .getByText('Show in File Browser', { exact: true })
    .click();
  await expect(panel.row('note.txt')).toHaveAttribute('aria-selected', 'true');
});

test('Open Recent with a folder and with a file, the panel never opened', async ({
  page,
  panel,
  bucket,
  server
}) => {
  const open = (path: string, contentType: string) =>
    page.evaluate(
      recent =>
        window.jupyterapp.commands.execute('recentmenu:open-recent', {
          recent
        }),
      { path: `s3:${bucket}/${path}`, contentType, root: '' }
    );
  await page.goto(`${server.url}lab`);
  await open('dir', 'directory');
  await expect(panel.row('note.txt')).toBeVisible();
  await open('dir/note.txt', 'file');
  await expect(tabInFront(page, 'note.txt')).toBeVisible();
});

test('Save As takes an address, and tells what fails', async ({
  page,
  panel,
  bucket,
  server,
  store,
  request
}) => {
  const dialog = page.locator('.jp-Dialog');
  const saveAs = async (text: string) => {
    await page.evaluate(() => {
      void window.jupyterapp.commands.execute('docmanager:save-as');
    });
    await dialog.locator('input').fill(text);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  };
  await page.goto(`${server.url}lab/tree/s3:${bucket}/dir/note.txt`);
  await expect(tabInFront(page, 'note.txt')).toBeVisible();
  await saveAs(`s3://${bucket}/dir/second.txt`);
  await expect(tabInFront(page, 'second.txt')).toBeVisible();
  expect(await store.get(bucket, 'dir/second.txt')).toBe('a note');
  await saveAs(`s3://${bucket}/dir//third.txt`);
  await expect(dialog).toContainText('cannot be used as a name');
  await panel.confirm('Close');

  await test.step('from the workspace too', async () => {
    const file = `${server.url}api/contents/${bucket}.txt`;
    const content = 'of the workspace';
    await request.put(file, {
      data: { type: 'file', format: 'text', content }
    });
    await openFromPath(page, `${bucket}.txt`);
    await expect(tabInFront(page, `${bucket}.txt`)).toBeVisible();
    await saveAs(`s3://${bucket}/dir/fourth.txt`);
    await expect(tabInFront(page, 'fourth.txt')).toBeVisible();
    expect(await store.get(bucket, 'dir/fourth.txt')).toBe(content);
    await request.delete(file);
  });
});

for (const [what, address, sentence, env] of [
  ['is gone', 'dir/gone.txt', /gone\.txt is not there/, null],
  ['is in no bucket', null, /no bucket "no-such-bucket"/, null],
  ['is forbidden', 'dir/note.txt', /does not allow you/, 'guest']
] as const) {
  test(`a link to what ${what} is one sentence, and blocks nothing`, async ({
    page,
    panel,
    bucket,
    server,
    control
  }) => {
    if (env) {
      await control.restartServer(server.users[env]);
    }
    const path = address ? `${bucket}/${address}` : 'no-such-bucket/a.txt';
    const toast = page.locator('.Toastify__toast');
    await page.goto(`${server.url}lab/tree/s3:${path}`);
    await expect(toast).toHaveCount(1);
    await expect(toast).toContainText(sentence);
    await panel.open();
    await page.getByRole('button', { name: 'Hide notification' }).click();
    await expect(toast).toHaveCount(0);
    for (const text of [`s3://${path}`, `${server.endpoint}/${path}`]) {
      await openFromPath(page, text);
      await expect(toast).toHaveCount(1);
      await expect(toast).toContainText(sentence);
      await page.getByRole('button', { name: 'Hide notification' }).click();
      await expect(toast).toHaveCount(0);
    }
    await openFromPath(page, `s3://${path}`);
    await expect(toast).toContainText(sentence);
    await panel.open();
    // The page is whole: JupyterLab has gone on to its launcher.
    await expect(tabInFront(page, 'Launcher')).toBeVisible();
    if (address === 'dir/gone.txt') {
      await toast.getByRole('button', { name: 'Show Its Folder' }).click();
      await expect(panel.row('note.txt')).toBeVisible();
    }
  });
}

test('below another base URL, where each server has its own store', async ({
  browser
}) => {
  test.setTimeout(240_000);
  const lab = await startServer('/user/jo/');
  const store = new ForeignStore(lab.server);
  try {
    await store.makeBucket('elsewhere');
    await store.put('elsewhere', 'dir/note.txt', 'a note');
    const page = await (await browser.newContext()).newPage();
    const panel = new S3Panel(page);
    const address = `${lab.server.url}lab/tree/s3:elsewhere/dir/note.txt`;
    await page.goto(`${address}?token=${lab.server.token}`);
    await expect(tabInFront(page, 'note.txt')).toBeVisible({ timeout: 60_000 });
    await expect(crumb(panel)).toHaveText('dir');
    await page.goto(`${lab.server.url}lab/tree/s3:elsewhere`);
    await expect(panel.row('dir')).toBeVisible();
    await page.goto(address);
    await expect(tabInFront(page, 'note.txt')).toBeVisible();
    await panel.open();
    await expect(crumb(panel)).toHaveText('dir');
    await page.context().close();
  } finally {
    store.dispose();
    await lab.stop();
  }
});
