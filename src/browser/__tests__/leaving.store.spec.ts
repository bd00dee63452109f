// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: which requests are cancelled is decided in the browser

import { nullTranslator } from '@jupyterlab/translation';

import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { versioningOf } from '../../s3/objects/versioning';
import {
  relayTo,
  type IRelay,
  type IRelayed
} from '../../testing/network/relay';
import { Tasks } from '../../transfers/tasks/tasks';
import { Uploads } from '../../transfers/uploads/uploads';
import { EntryActions } from '../actions/actions';
import { S3BrowserModel } from '../model/browsermodel';
import { fakeManager, names } from './fakes';

/**
 * The size of the pages requested from the store: small pages behave like large
 * ones of large folders.
 */
const PAGE = 5;

/** Three pages. */
const OBJECTS = 12;

const trans = nullTranslator.load('jupyterlab_s3_drive');

let d: IDriveFixture;
let model: S3BrowserModel;
let relay: IRelay;

/** Whether a request lists a folder; `rest`: a page after the first one. */
const lists =
  (folder: string, rest?: boolean) =>
  ({ url }: IRelayed): boolean => {
    const query = new URL(url, 'http://store').searchParams;
    return (
      query.get('list-type') === '2' &&
      query.get('prefix') === folder &&
      (rest === undefined || query.has('continuation-token') === rest)
    );
  };

/** Resolves when the condition is true; otherwise the test times out. */
const seen = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
};

const makeModel = () =>
  new S3BrowserModel({
    drive: d.drive,
    manager: fakeManager(d.contents),
    uploads: new Uploads({ drive: d.drive, trans, tasks: new Tasks() }),
    count: async () => ({ objects: 0, bytes: 0, more: false }),
    actions: made => new EntryActions(made),
    versioning: bucket => versioningOf(d.fixture.connection, bucket),
    tasks: new Tasks()
  });

useDrive({ own: true }, async made => {
  d = made;
  const keys = Array.from({ length: OBJECTS }, (_, i) => `big/${100 + i}`);
  for (const Key of ['other/x', ...keys]) {
    await d.put(Key, 'x');
  }
  relay = await relayTo(d.fixture.description.endpoint);
  await d.fixture.control.restartServer({
    AWS_ENDPOINT_URL_S3: relay.endpoint,
    AWS_ENDPOINT_URL: relay.endpoint,
    S3_ENDPOINT: relay.endpoint
  });
});

afterAll(() => relay.close());

beforeEach(() => {
  d.fixture.intercept((request, next) => {
    const url = request.url.replace('max-keys=1000', `max-keys=${PAGE}`);
    return url === request.url ? next() : fetch(new Request(url, request));
  });
  relay.hold(() => false);
  relay.requests.length = 0;
  model = makeModel();
});

afterEach(() => model.dispose());

/** Ways to leave a folder. */
const WAYS: [string, () => Promise<void>][] = [
  ['for another folder', () => model.cd(`/${d.bucket}/other`)],
  ['for the folder above', () => model.cd(`/${d.bucket}`)],
  ['for the list of buckets', () => model.cd('/')],
  ['for good', async () => model.dispose()]
];

/**
 * The page being requested when the folder is left: the first or a later one.
 */
const PAGES: [string, boolean][] = [
  ['first', false],
  ['second', true]
];

describe.each(PAGES)('a folder whose %s page is awaited', (_, isRest) => {
  const isAwaited = lists('big/', isRest);
  const state = () => relay.requests.find(isAwaited)?.state;

  it.each(WAYS)(
    'has its request cancelled when it is left %s',
    async (_, go) => {
      relay.hold(isAwaited);
      void model.cd(`/${d.bucket}/big`);
      await seen(() => state() === 'held');
      await go();
      await seen(() => state() === 'left');
      expect(relay.requests.filter(isAwaited)).toHaveLength(1);
    }
  );

  it('shows when it is left and entered again', async () => {
    let isFirst = true;
    relay.hold(one => {
      const isHeld = isFirst && isAwaited(one);
      isFirst &&= !isHeld;
      return isHeld;
    });
    void model.cd(`/${d.bucket}/big`);
    await seen(() => relay.requests.some(one => one.state === 'held'));
    void model.cd(`/${d.bucket}/other`);
    await model.cd(`/${d.bucket}/big`);
    expect(names(model)[0]).toBe('100');
    await seen(() => model.folder.loadedCount === OBJECTS);
  });
});

it('lists a folder after many that were entered and left', async () => {
  relay.hold(one => lists('big/')(one) || lists('')(one));
  for (let i = 0; i < 6; i++) {
    void model.cd(`/${d.bucket}/big`);
    void model.cd(`/${d.bucket}`);
  }
  await model.cd(`/${d.bucket}/other`);
  expect(names(model)).toEqual(['x']);
  await seen(() => relay.requests.every(({ state }) => state !== 'held'));
});
