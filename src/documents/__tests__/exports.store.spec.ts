// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: nbconvert gets the same bytes from each store.

import { nullTranslator } from '@jupyterlab/translation';

import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { explain } from '../../drive/messages/messages';
import { Tasks } from '../../transfers/tasks/tasks';
import { Exports } from '../exports';
import { DEFAULT_CONNECTION } from '../../s3/location';

const trans = nullTranslator.load('jupyterlab_s3_drive');
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: '# Été' },
    {
      cell_type: 'code',
      id: 'b',
      metadata: {},
      source: 'somme = 1',
      outputs: [],
      execution_count: null
    }
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5
});

let d: IDriveFixture;
let tasks: Tasks;
let offered: { name: string; content: Blob }[];
let number = 0;
let key: string;

useDrive({}, made => {
  d = made;
  // jsdom cannot download content from memory.
  URL.createObjectURL = content => {
    offered.push({ name: '', content: content as Blob });
    return 'blob:of-the-test';
  };
  URL.revokeObjectURL = () => undefined;
  document.addEventListener('click', event => {
    event.preventDefault();
    offered[offered.length - 1].name = (
      event.target as HTMLAnchorElement
    ).download;
  });
});

beforeEach(async () => {
  key = `exports/été ${number++}.ipynb`;
  tasks = new Tasks();
  offered = [];
  await d.put(key, NOTEBOOK);
});

function exportsOf(
  limit = 1_000_000,
  followPatience?: Exports.IOptions['followPatience']
): Exports {
  return new Exports({
    connection: DEFAULT_CONNECTION,
    tasks,
    trans,
    serverSettings: d.fixture.serverSettings,
    limit: () => limit,
    seen: path => d.drive.seen(path),
    followPatience
  });
}

/** What the last task shows. */
function told(): string {
  const [{ failures, outcome, state }] = tasks.all;
  return state === 'done'
    ? outcome
    : failures.map(({ error }) => explain(error, trans).message).join();
}

it('a notebook is downloaded as what it was converted to', async () => {
  await exportsOf().download(`${d.bucket}/${key}`, 'html');
  expect(told()).toContain('.html" was downloaded.');
  expect(offered.map(({ name }) => name)).toEqual([
    key.replace('exports/', '').replace('.ipynb', '.html')
  ]);
  expect(offered[0].content.size).toBeGreaterThan(10_000);
});

it('what is exported is what was opened, saved, and is there still', async () => {
  const context = await d.open(key, 'notebook');
  const path = `${d.bucket}/${key}`;
  await context.save();
  await exportsOf().download(path, 'markdown');
  expect(told()).toContain('was downloaded.');
  await d.put(key, NOTEBOOK.replace('somme', 'autre'));
  await exportsOf().download(path, 'markdown');
  expect(told()).toContain('was changed by someone else since');
  expect(offered).toHaveLength(1);
  await context.revert();
  await exportsOf().download(path, 'markdown');
  expect(told()).toContain('was downloaded.');
});

it.each([
  ['too large', () => exportsOf(10), 'html', 'too large to be converted'],
  ['of an unknown format', () => exportsOf(), 'dvd', 'does not know this'],
  ['not there', () => exportsOf(), 'html', 'is not there']
])('what is %s is told as a failed task', async (what, make, format, words) => {
  if (what === 'not there') {
    await d.drop(key);
  }
  await make().download(`${d.bucket}/${key}`, format);
  expect(told()).toContain(words);
  expect(told()).toContain(`s3://${d.bucket}/${key}`);
  expect(tasks.all[0].options.retry).toBeDefined();
  expect(offered).toEqual([]);
});

it('a cancelled export offers nothing', async () => {
  const exporting = exportsOf().download(`${d.bucket}/${key}`, 'html');
  tasks.running[0].cancel();
  await exporting;
  expect(tasks.all[0].state).toBe('cancelled');
  expect(offered).toEqual([]);
});

it('says that the server waits for the store, until the notebook is there', async () => {
  const heard: boolean[] = [];
  let hear = () => undefined as void;
  const isHeard = new Promise<void>(resolve => {
    hear = resolve;
  });
  const tasksAsked: (string | null)[] = [];
  d.fixture.intercept(async (request, next) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.endsWith('/exports/waiting')) {
      tasksAsked.push(searchParams.get('task'));
      return new Response('{"waiting": true}');
    }
    if (pathname.includes('/exports/')) {
      tasksAsked.push(searchParams.get('task'));
      await isHeard;
    }
    return next();
  });
  const followPatience = () => (isWaiting: boolean) => {
    heard.push(isWaiting);
    hear();
  };
  try {
    await exportsOf(1_000_000, followPatience).download(
      `${d.bucket}/${key}`,
      'markdown'
    );
  } finally {
    d.fixture.intercept(null);
  }
  expect(told()).toContain('was downloaded.');
  expect(heard[0]).toBe(true);
  expect(heard[heard.length - 1]).toBe(false);
  expect(tasksAsked[0]).toMatch(/^[\w-]{36}$/);
  expect(new Set(tasksAsked).size).toBe(1);
});

it('the page that is printed is the notebook', async () => {
  const page = await exportsOf().page(`${d.bucket}/${key}`);
  expect(page).toContain('<html');
  expect(page).toContain('Été');
});
