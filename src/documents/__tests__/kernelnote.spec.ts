// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISessionContext } from '@jupyterlab/apputils';
import { Notification } from '@jupyterlab/apputils';
import { StateDB } from '@jupyterlab/statedb';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { KernelNote } from '../kernelnote';
import { DEFAULT_CONNECTION } from '../../s3/location';

const trans = nullTranslator.load('jupyterlab_s3_drive');

/** The members of a document's session that the note uses. */
class FakeContext {
  readonly kernelChanged = new Signal<this, { newValue: object | null }>(this);
  session: { kernel: object } | null = null;

  start(): void {
    this.kernelChanged.emit({ newValue: {} });
  }
}

let state: StateDB;
let isWanted: boolean;
let besides: boolean;
let stop: jest.Mock;
let asked: string[];

const make = (connection = DEFAULT_CONNECTION) =>
  new KernelNote({
    connection,
    state,
    trans,
    isWanted: () => isWanted,
    needsIt: async path => {
      asked.push(path);
      return besides;
    },
    explain: async () => undefined,
    stop
  });

const follow = (
  note: KernelNote,
  context: FakeContext,
  path: string | null,
  bring = jest.fn()
) => note.follow(context as unknown as ISessionContext, () => path, bring);

/** Let an hour pass: all that is under way, or was put off, is done then. */
const settled = () => jest.advanceTimersByTimeAsync(3_600_000);

const shown = () => Notification.manager.notifications;

beforeEach(() => {
  jest.useFakeTimers();
  Notification.manager.dismiss();
  state = new StateDB();
  isWanted = besides = true;
  stop = jest.fn(async () => undefined);
  asked = [];
});

afterEach(() => jest.useRealTimers());

it('is shown at the first kernel of each bucket, and once', async () => {
  const note = make();
  for (const path of ['b/x/n.ipynb', 'b/y/m.ipynb', 'c/n.ipynb']) {
    const context = new FakeContext();
    follow(note, context, path);
    await settled();
    context.start();
    context.start();
    await settled();
  }
  expect(shown()).toHaveLength(2);
  // The next start of JupyterLab.
  const context = new FakeContext();
  follow(make(), context, 'b/x/n.ipynb');
  context.start();
  await settled();
  expect(shown()).toHaveLength(2);
  expect(asked).toEqual(['b/x/n.ipynb', 'c/n.ipynb']);
});

it('is shown once for each of two buckets of the same name', async () => {
  for (const connection of [DEFAULT_CONNECTION, 'lab', 'lab']) {
    const context = new FakeContext();
    follow(make(connection), context, 'b/x/n.ipynb');
    context.start();
    await settled();
  }
  expect(shown()).toHaveLength(2);
});

it('is shown for a kernel that runs when its notebook is opened', async () => {
  const context = new FakeContext();
  context.session = { kernel: {} };
  follow(make(), context, 'b/x/n.ipynb');
  await settled();
  expect(shown()).toHaveLength(1);
});

it.each([
  ['elsewhere than in a bucket', () => null],
  ['when the settings do not want it', () => ((isWanted = false), 'b/x')],
  ['where nothing stands beside', () => ((besides = false), 'b/x')]
])('is not shown %s', async (_, path) => {
  const context = new FakeContext();
  follow(make(), context, path());
  context.start();
  await settled();
  expect(shown()).toHaveLength(0);
});

it('is shown later, when something stands beside', async () => {
  const context = new FakeContext();
  besides = false;
  follow(make(), context, 'b/x/n.ipynb');
  context.start();
  await settled();
  besides = true;
  context.start();
  await settled();
  expect(shown()).toHaveLength(1);
});

it('offers to bring the folder, where that is not a bucket, and to be quiet', async () => {
  const bring = jest.fn(async () => undefined);
  const context = new FakeContext();
  follow(make(), context, 'b/x/n.ipynb', bring);
  context.start();
  await settled();
  const [{ options }] = shown();
  const labels = options.actions?.map(({ label }) => label);
  expect(labels).toEqual(['More…', 'Not Again', 'Bring Folder…']);
  options.actions?.slice(1).forEach(({ callback }) => {
    callback(new MouseEvent('click'));
  });
  expect(stop).toHaveBeenCalledTimes(1);
  expect(bring).toHaveBeenCalledTimes(1);

  Notification.manager.dismiss();
  const atRoot = new FakeContext();
  follow(make(), atRoot, 'c/n.ipynb', bring);
  atRoot.start();
  await settled();
  expect(shown()[0].options.actions).toHaveLength(2);
});
