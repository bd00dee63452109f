// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  makeDrive,
  type IDriveFixture,
  type IDriveFixtureOptions
} from './drive/drivefixture';
import { connect, freshBucket, type IFixture } from './fixtures';
import { foreignBucket, type IForeignBucket } from './clients/foreignbucket';
import type { StoreName } from './server';

/**
 * The server and the store of a spec, and a bucket as a second writer sees it.
 */
export interface IStoreFixture extends IForeignBucket {
  readonly fixture: IFixture;
}

/**
 * How often the set-up is made: once for the file (or the `describe` that it is
 * in), or for each of its tests, which then know nothing of each other.
 */
export interface ISetup {
  readonly each?: boolean;
  /** How long it may take (ms). */
  readonly timeout?: number;
}

/**
 * Set up a connection to the test server with a bucket, and close it after the
 * tests. Between tests, the requests that were sent are forgotten, and none is
 * intercepted any more.
 *
 * @param options - `own` and `stallTimeout`: as for `connect`. `each`: a bucket
 * for each test; they share the connection.
 * @param ready - Takes what was made, and makes what else the tests need.
 */
export function useStore(
  options: ISetup & { own?: boolean | StoreName; stallTimeout?: number },
  ready: (made: IStoreFixture) => void | Promise<void>
): void {
  const { each, own, stallTimeout, timeout } = options;
  let fixture: IFixture;
  const makeBucket = async () => {
    const bucket = await freshBucket(fixture);
    await ready({ ...foreignBucket(fixture.foreign, bucket), fixture });
  };
  beforeAll(async () => {
    fixture = await connect({ own, stallTimeout });
    await (each ? undefined : makeBucket());
  }, timeout);
  beforeEach(async () => {
    await (each ? makeBucket() : undefined);
    fixture.sent.length = 0;
  });
  afterEach(() => fixture.intercept(null));
  afterAll(() => fixture.dispose());
}

/**
 * Set up a drive with a bucket, and dispose of it after the tests. Between
 * tests, what was sent, emitted and told is forgotten, and no request is
 * intercepted any more.
 *
 * @param options - As for `makeDrive`. `each`: a drive for each test.
 * @param ready - Takes what was made, and makes what else the tests need.
 */
export function useDrive(
  options: ISetup & IDriveFixtureOptions,
  ready: (made: IDriveFixture) => void | Promise<void>
): void {
  const { each, timeout, ...how } = options;
  let made: IDriveFixture;
  (each ? beforeEach : beforeAll)(async () => {
    made = await makeDrive(how);
    await ready(made);
  }, timeout);
  beforeEach(() => {
    for (const list of [made.events, made.fixture.sent, made.notices]) {
      list.length = 0;
    }
  });
  afterEach(() => made.fixture.intercept(null));
  (each ? afterEach : afterAll)(() => made.dispose());
}

/**
 * Fail a test that leaves a dialog open, and close it for the next one.
 */
export function expectNoDialogLeft(): void {
  afterEach(() => {
    const dialogs = [...document.body.getElementsByClassName('jp-Dialog')];
    dialogs.forEach(dialog => dialog.remove());
    expect(dialogs.map(dialog => dialog.textContent)).toEqual([]);
  });
}
