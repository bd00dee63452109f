// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the server reads the object as it reads any

import type { NotebookModel } from '@jupyterlab/notebook';

import type { IContext } from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { code, html, notebook, write } from '../../__tests__/nbformat';

const TRUST = 's3-drive/default/trust';

/** What requests and answers may hold besides a notebook (bytes). */
const SMALL = 64 * 1024;

let d: IDriveFixture;
let number = 0;

useDrive({ maxEditableSize: 2 ** 20 * 50 }, made => {
  d = made;
});

const cellsOf = (context: IContext) =>
  [...(context.model as unknown as NotebookModel).cells] as unknown as {
    trusted: boolean;
  }[];

const isTrusted = (context: IContext) =>
  cellsOf(context).every(cell => cell.trusted);

/** Put a notebook, and open it. */
async function opened(
  script: string
): Promise<{ key: string; text: string; context: IContext }> {
  const key = `nb/notary-${number++}.ipynb`;
  const [text] = write([notebook([code('1', [html(script)])])]);
  await d.put(key, text);
  return { key, text, context: await d.open(key, 'notebook') };
}

/** Save it as somebody does who has run every cell. */
function saved(context: IContext): Promise<void> {
  cellsOf(context).forEach(cell => (cell.trusted = true));
  context.model.dirty = true;
  return context.save();
}

it('a notebook crosses the line once: when it is opened, and when it is saved', async () => {
  const crossed = { up: 0, down: 0 };
  d.fixture.intercept(async (request, next) => {
    crossed.up += (await request.clone().arrayBuffer()).byteLength;
    const response = await next();
    crossed.down += (await response.clone().arrayBuffer()).byteLength;
    return response;
  });
  const key = `nb/bytes-${number++}.ipynb`;
  const [text] = write([
    notebook([code('1', [html(`<b>${'x'.repeat(20_000_000)}</b>`)])])
  ]);
  await d.put(key, text);
  const context = await d.open(key, 'notebook');
  expect(isTrusted(context)).toBe(false);
  expect(crossed.down).toBeGreaterThanOrEqual(text.length);
  expect(crossed.down).toBeLessThan(text.length + SMALL);
  expect(crossed.up).toBeLessThan(SMALL);
  crossed.up = crossed.down = 0;
  await saved(context);
  // What is asked of the notary after the save is counted, too.
  expect(isTrusted(await d.open(key, 'notebook'))).toBe(true);
  expect(crossed.up).toBeGreaterThanOrEqual(text.length);
  expect(crossed.up).toBeLessThan(text.length + 2 * SMALL);
  expect(crossed.down).toBeLessThan(text.length + 2 * SMALL);
});

it('a save waits for the store, not for the notary', async () => {
  const { context, key, text } = await opened('<b>late</b>');
  let release = () => {};
  const held = new Promise<void>(resolve => (release = resolve));
  d.fixture.intercept(async (request, next) => {
    if (request.url.includes(TRUST)) {
      await held;
    }
    return next();
  });
  await saved(context);
  expect(await d.text(key)).toBe(text);
  // It is signed before it is asked about.
  const again = d.open(key, 'notebook');
  release();
  expect(isTrusted(await again)).toBe(true);
  expect(d.notices).toEqual([]);
});

it('what is signed is what was stored, never what somebody else wrote', async () => {
  const { context, key, text } = await opened('<b>mine</b>');
  const theirs = text.replace('mine', '<script>theirs</script>');
  d.fixture.intercept(async (request, next) => {
    if (request.url.includes(TRUST)) {
      await d.put(key, theirs);
    }
    return next();
  });
  await saved(context);
  expect(isTrusted(await d.open(key, 'notebook'))).toBe(false);
  d.fixture.intercept(null);
  expect(isTrusted(await d.open(key, 'notebook'))).toBe(false);
  expect(await d.text(key)).toBe(theirs);
});

it('a notary that fails costs trust, not data, and is told once', async () => {
  const { context, key, text } = await opened('<b>quiet</b>');
  d.fixture.intercept(async (request, next) =>
    request.url.includes(TRUST) ? new Response('{}', { status: 500 }) : next()
  );
  await saved(context);
  await saved(context);
  expect(await d.text(key)).toBe(text);
  expect(isTrusted(await d.open(key, 'notebook'))).toBe(false);
  const told = d.notices.map(({ level, message }) => [level, message]);
  expect(told).toEqual([
    ['info', expect.stringContaining('is saved, but the Jupyter server could')]
  ]);
});

it('opening a document does not make it dirty, whatever the notary says', async () => {
  const { context, key } = await opened('<b>clean</b>');
  expect(context.model.dirty).toBe(false);
  await saved(context);
  const again = await d.open(key, 'notebook');
  expect(isTrusted(again)).toBe(true);
  expect(again.model.dirty).toBe(false);
});
