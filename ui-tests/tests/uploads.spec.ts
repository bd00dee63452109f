// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';

import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';

const MIB = 2 ** 20;

/** Bytes that differ from part to part. */
function bytesOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i += 4093) {
    bytes[i] = i;
  }
  return bytes;
}

/**
 * Count the requests with parts, by where they go.
 */
function countParts(page: Page): { proxied: string[]; direct: string[] } {
  const counted = { proxied: [] as string[], direct: [] as string[] };
  page.on('request', request => {
    if (request.method() === 'PUT' && request.url().includes('partNumber=')) {
      const isDirect = request.url().includes('X-Amz-Signature');
      // The probe names a part of no upload.
      if (!request.url().includes('.s3-drive-probe')) {
        counted[isDirect ? 'direct' : 'proxied'].push(request.url());
      }
    }
  });
  return counted;
}

/** Switch direct transfers off, or to their default. */
async function setDirect(page: Page, value: 'never' | 'automatic') {
  await page.evaluate(async value => {
    const url = 'lab/api/settings/jupyterlab-s3-drive:drive';
    const { serviceManager } = window.jupyterapp;
    const { baseUrl, token } = serviceManager.serverSettings;
    const raw = JSON.stringify({ directTransfers: value });
    await fetch(`${baseUrl}${url}`, {
      method: 'PUT',
      headers: { Authorization: `token ${token}` },
      body: JSON.stringify({ raw })
    });
  }, value);
  await page.reload();
}

/** Drop a folder with files and an empty folder, as the desktop does. */
async function dropTree(page: Page): Promise<void> {
  await page.evaluate(() => {
    const file = (name: string, text: string) => ({
      isFile: true,
      isDirectory: false,
      name,
      file: (resolve: (file: File) => void) => resolve(new File([text], name))
    });
    const folder = (name: string, children: object[]) => ({
      isFile: false,
      isDirectory: true,
      name,
      createReader: () => {
        const left = [...children];
        return {
          readEntries: (resolve: (entries: object[]) => void) =>
            resolve(left.splice(0, 1))
        };
      }
    });
    const tree = folder('tree é', [
      file('a+b.csv', 'a'),
      folder('deep', [file('c d.txt', 'c')]),
      folder('empty', [])
    ]);
    // Chromium gives a script no entry that it could put into a transfer.
    const transfer = new DataTransfer();
    transfer.items.add(new File([''], 'stand-in'));
    const item = { kind: 'file', webkitGetAsEntry: () => tree };
    Object.defineProperty(transfer, 'items', { value: [item] });
    const list = document.querySelector(
      '#jp-s3-browser .jp-DirListing-content'
    );
    for (const type of ['dragenter', 'dragover', 'drop']) {
      const event = new DragEvent(type, { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: transfer });
      list?.dispatchEvent(event);
    }
  });
}

test('a folder is uploaded by the button, with what is in it', async ({
  page,
  panel,
  store,
  bucket
}, info) => {
  const tree = info.outputPath('my tree');
  mkdirSync(join(tree, 'sub é'), { recursive: true });
  writeFileSync(join(tree, 'one.csv'), 'one');
  writeFileSync(join(tree, 'sub é', 'two + 2.csv'), 'two');
  await panel.open();
  await panel.walk(bucket);
  const chooser = page.waitForEvent('filechooser');
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('s3-drive:upload-folder');
  });
  await (await chooser).setFiles(tree);
  await expect
    .poll(() => store.keys(bucket))
    .toEqual(['my tree/one.csv', 'my tree/sub é/two + 2.csv']);
  await expect(panel.row('my tree')).toBeVisible();
});

test('a folder is uploaded by dropping it, empty folders too', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await panel.open();
  await panel.walk(bucket);
  await dropTree(page);
  await expect
    .poll(() => store.keys(bucket))
    .toEqual(['tree é/a+b.csv', 'tree é/deep/c d.txt', 'tree é/empty/']);
});

test('a conflict is decided once for all', async ({
  page,
  panel,
  store,
  bucket
}) => {
  const names = ['a.csv', 'b.csv', 'c.csv', 'd.csv'];
  for (const name of names.slice(0, 3)) {
    await store.put(bucket, name, 'old');
  }
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFiles(
    names.map(name => ({ name, mimeType: '', buffer: Buffer.from('new') }))
  );
  const dialog = page.locator('.jp-Dialog');
  await dialog.getByLabel('Do the same for all').check();
  await dialog.getByRole('button', { name: 'Keep Both' }).click();
  await expect
    .poll(() => store.keys(bucket))
    .toEqual([
      'a (1).csv',
      'a.csv',
      'b (1).csv',
      'b.csv',
      'c (1).csv',
      'c.csv',
      'd.csv'
    ]);
  await expect(dialog).toBeHidden();
  expect(await store.get(bucket, 'a.csv')).toBe('old');
  expect(await store.get(bucket, 'a (1).csv')).toBe('new');
});

test('the command resolves to one result a file', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await panel.open();
  const results = await page.evaluate(async bucket => {
    const files = [new File(['1'], 'a.txt'), new File(['22'], 'b.txt')];
    const results = await window.jupyterapp.commands.execute(
      's3-drive:upload',
      { path: `s3:${bucket}/sub`, files: files as unknown as string[] }
    );
    return results.map(
      (result: { model: { path: string } }) => result.model.path
    );
  }, bucket);
  expect(results).toEqual([`${bucket}/sub/a.txt`, `${bucket}/sub/b.txt`]);
  expect(await store.get(bucket, 'sub/b.txt')).toBe('22');
});

test('a large upload goes to the store itself, and comes back from there', async ({
  page,
  panel,
  store,
  bucket,
  server
}) => {
  const counted = countParts(page);
  const headers: { [name: string]: string }[] = [];
  page.on('request', request => {
    if (request.url().startsWith(server.endpoint)) {
      headers.push(request.headers());
    }
  });
  const buffer = bytesOf(40 * MIB);
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFiles([{ name: 'big é.bin', mimeType: '', buffer }]);
  await expect
    .poll(() => store.keys(bucket), { timeout: 60_000 })
    .toEqual(['big é.bin']);
  expect(buffer.equals(await store.bytes(bucket, 'big é.bin'))).toBe(true);
  expect(counted.direct).toHaveLength(3);
  expect(counted.proxied).toHaveLength(0);
  for (const sent of headers) {
    expect(Object.keys(sent)).not.toContain('authorization');
    expect(Object.keys(sent)).not.toContain('cookie');
    expect(Object.keys(sent)).not.toContain('x-xsrftoken');
    expect(Object.keys(sent)).not.toContain('referer');
  }
  const download = page.waitForEvent('download');
  await panel.chooseFor('big é.bin', 'Download');
  const saved = await download;
  expect(saved.url().startsWith(server.endpoint)).toBe(true);
  expect(saved.suggestedFilename()).toBe('big é.bin');
  await saved.cancel();
});

test('a direct upload that is cut off goes on through the proxy', async ({
  page,
  panel,
  store,
  bucket,
  server
}) => {
  const counted = countParts(page);
  let direct = 0;
  await page.route(
    url => url.href.startsWith(server.endpoint),
    route =>
      route.request().url().includes('partNumber=') && ++direct > 2
        ? route.abort('connectionreset')
        : route.continue()
  );
  const buffer = bytesOf(70 * MIB);
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFiles([
    { name: 'big.bin', mimeType: '', buffer: buffer.subarray(0, 49 * MIB) }
  ]);
  await expect
    .poll(() => store.keys(bucket), { timeout: 60_000 })
    .toEqual(['big.bin']);
  expect(counted.proxied.length).toBeGreaterThan(0);
  const stored = await store.bytes(bucket, 'big.bin');
  expect(buffer.subarray(0, 49 * MIB).equals(stored)).toBe(true);
});

test('an upload is cancelled, and leaves nothing', async ({
  page,
  panel,
  store,
  bucket
}) => {
  let go = () => {};
  const held = new Promise<void>(resolve => (go = resolve));
  await page.route(/partNumber=/, async route => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFiles([
    { name: 'big.bin', mimeType: '', buffer: bytesOf(45 * MIB) }
  ]);
  await expect.poll(() => store.incomplete(bucket, 'big.bin')).toBe(1);
  await panel.cancelTransfer();
  await expect.poll(() => store.incomplete(bucket, 'big.bin')).toBe(0);
  go();
  // A file that is sent later comes, and comes alone.
  await panel.dropFile('later.txt', 'x');
  await expect(panel.row('later.txt')).toBeVisible();
  expect(await store.keys(bucket)).toEqual(['later.txt']);
  expect(await store.incomplete(bucket, 'big.bin')).toBe(0);
});

test('an upload goes on after the store was killed, by a retry', async ({
  page,
  panel,
  store,
  bucket,
  control
}) => {
  test.setTimeout(240_000);
  await setDirect(page, 'never');
  let parts = 0;
  await page.route(/partNumber=/, async route => {
    if (++parts === 3) {
      await control.killStore();
    }
    await route.continue();
  });
  const buffer = bytesOf(49 * MIB);
  await panel.open();
  await panel.walk(bucket);
  await panel.chooseFiles([{ name: 'big.bin', mimeType: '', buffer }]);
  const notice = page.locator('.Toastify__toast', {
    hasText: '1 file was not uploaded.'
  });
  await expect(notice).toBeVisible({ timeout: 60_000 });
  await control.startStore();
  const before = parts;
  await notice.getByRole('button', { name: 'Retry' }).click();
  await expect
    .poll(() => store.keys(bucket), { timeout: 60_000 })
    .toEqual(['big.bin']);
  expect(parts - before).toBeLessThan(4);
  expect(buffer.equals(await store.bytes(bucket, 'big.bin'))).toBe(true);
  await setDirect(page, 'automatic');
});

for (const theme of ['Light', 'Dark'] as const) {
  test(`incomplete uploads are shown and removed (${theme})`, async ({
    page,
    panel,
    store,
    bucket
  }, info) => {
    await store.put(bucket, 'data/there.csv', '1');
    await store.beginUpload(bucket, 'data/left over é.bin', 5 * MIB);
    await store.beginUpload(bucket, 'data/sub/other.bin', 1000);
    await store.beginUpload(bucket, 'elsewhere/kept.bin', 1000);
    await page.theme[theme === 'Dark' ? 'setDarkTheme' : 'setLightTheme']();
    await panel.open();
    await panel.walk(bucket);
    await panel.chooseFor('data', 'Incomplete Uploads to S3…');
    const dialog = page.locator('.jp-Dialog');
    const row = dialog.locator('tr', { hasText: 'left over é.bin' });
    await expect(row).toContainText('5 MB');
    await expect(dialog.locator('tbody tr')).toHaveCount(2);
    await page.screenshot({ path: info.outputPath(`incomplete-${theme}.png`) });
    await row.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Remove Selected' }).click();
    await expect
      .poll(() => store.incomplete(bucket, 'data/left over é.bin'))
      .toBe(0);
    expect(await store.incomplete(bucket, 'data/sub/other.bin')).toBe(1);
    expect(await store.incomplete(bucket, 'elsewhere/kept.bin')).toBe(1);
    await page.theme.setLightTheme();
  });
}
