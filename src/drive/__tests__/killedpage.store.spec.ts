// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what is sent is the same; lists of incomplete uploads have specs of their own.

import { inParallel } from '../../s3/http/parallel';
import { abortUpload, listIncomplete } from '../../s3/uploads/incomplete';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { OF_A_PAGE } from '../../testing/killed/changes';
import { KilledPage } from '../../testing/killed/killedpage';
import {
  relayTo,
  type HeldAt,
  type IRelay,
  type IRelayed
} from '../../testing/network/relay';
import { prepare } from '../../testing/points/changes';
import { faultsIn, isDone, storedIn } from '../../testing/points/outcome';
import { useDrive } from '../../testing/setup';
import { until } from '../../testing/until';

const WAYS: readonly HeldAt[] = ['before', 'half', 'after'];

/**
 * Of how many points a page visits one: more connections at a time than some
 * dozens are refused by servers.
 */
const ONE_OF = 7;

/** Each with a page of its own; together they visit all points. */
const ROUNDS = [...Array(process.env.S3_DRIVE_TEST_FULL ? ONE_OF : 1).keys()];

/** How many folders are made ready or looked at, at a time. */
const AT_ONCE = 6;

/** How long all changes may take to come to their points (ms). */
const PATIENCE_MS = 120_000;

jest.setTimeout(600_000);

let d: IDriveFixture;
let relay: IRelay;

useDrive({}, async made => {
  d = made;
  const { url } = d.fixture.description;
  relay = await relayTo(url, path => path.replace(/^\/point-[^/]*/, ''));
});

afterAll(() => relay.close());

/** A request of a change, and when the page is killed. */
interface IPoint {
  readonly change: string;
  readonly name: string;
  readonly index: number;
  readonly way: HeldAt;
  /** How many requests there were. */
  count: number;
}

/** The points of a round, in a folder each. */
function pointsOf(changes: string[], round: number): IPoint[] {
  return changes.flatMap((change, first) =>
    WAYS.flatMap((way, second) =>
      [...Array(OF_A_PAGE[change].requests).keys()]
        .filter(index => (index + first + second + round) % ONE_OF === 0)
        .map(index => {
          const name = `point-${first}-${way}-${index}`;
          return { change, name, index, way, count: 0 };
        })
    )
  );
}

const hasBody = ({ headers }: IRelayed) =>
  Number(headers['content-length'] ?? 0) > 1;

/** Hold the request of each point. */
function holdAt(points: readonly IPoint[]): void {
  const byName = new Map(points.map(point => [point.name, point]));
  relay.hold(request => {
    const point = byName.get(request.url.split('/')[1]);
    const isIt = point !== undefined && point.count++ === point.index;
    return isIt && (point.way !== 'half' || hasBody(request))
      ? point.way
      : false;
  });
}

/** Do all changes in a page, and kill it when none can go on. */
async function killAt(points: readonly IPoint[]): Promise<KilledPage> {
  const { description } = d.fixture;
  const { pathname } = new URL(description.url);
  const page = new KilledPage({
    bucket: d.bucket,
    points: points.map(({ change, name }) => ({
      change,
      name,
      url: `${relay.endpoint}/${name}${pathname}`
    }))
  });
  const held = () => relay.requests.filter(({ state }) => state === 'held');
  try {
    await until(() => {
      expect(page.isRunning ? '' : page.said).toBe('');
      const names = held().map(({ url }) => url.split('/')[1]);
      const there = new Set([...names, ...page.ended.map(({ name }) => name)]);
      expect(there.size).toBe(points.length);
      // What is sent beside a request that is held has been answered.
      const open = relay.requests.filter(({ state }) => state === 'passed');
      expect(open).toEqual([]);
    }, PATIENCE_MS);
  } finally {
    await page.kill();
  }
  await until(() => expect(held()).toEqual([]));
  return page;
}

/** What is wrong at a point, and after the person has tried again. */
async function look(point: IPoint): Promise<string[]> {
  const change = OF_A_PAGE[point.change];
  const found = await storedIn(d, point.name);
  const wrong = faultsIn(change, found);
  if (!isDone(change, found)) {
    const again = await change
      .run(d, `${d.bucket}/${point.name}`, true)
      .then(() => null)
      .catch((error: Error) => error.message);
    const last = await storedIn(d, point.name);
    if (again !== null || !isDone(change, last)) {
      const left = `${JSON.stringify(found)}, then ${JSON.stringify(last)}`;
      wrong.push(`left ${left}, and again: ${again ?? 'no error'}`);
    }
  }
  return wrong;
}

/** The uploads in parts that were left, by id. */
async function incomplete(points: readonly IPoint[]) {
  const { connection } = d.fixture;
  const keys = points.map(({ name }) => `${name}/a.bin`);
  const found = [];
  for await (const page of listIncomplete(connection, d.bucket, '', keys)) {
    found.push(...page);
  }
  return found;
}

it.each(ROUNDS)(
  'a page that is killed loses nothing, and what it has begun is completed by a retry',
  async round => {
    const changes = Object.keys(OF_A_PAGE);
    const points = pointsOf(changes, round);
    await inParallel(points, AT_ONCE, ({ change, name }) =>
      prepare(d, OF_A_PAGE[change], name)
    );
    holdAt(points);
    const { ended } = await killAt(points);
    relay.hold(() => false);

    const names = new Set(ended.map(({ name }) => name));
    const visited = points.filter(({ name }) => !names.has(name));
    const begun = await incomplete(points);
    const counts = changes.map(
      change =>
        `${change} ${visited.filter(point => point.change === change).length}`
    );
    console.info(
      `Points visited: ${visited.length} (${counts.join(', ')}); ` +
        `${begun.length} uploads in parts were left.`
    );
    expect(ended.filter(({ error }) => error !== null)).toEqual([]);
    const wrong: { [point: string]: string[] } = {};
    await inParallel(points, AT_ONCE, async point => {
      const found = await look(point);
      if (found.length > 0) {
        wrong[`${point.change} ${point.way} ${point.index}`] = found;
      }
    });
    expect(wrong).toEqual({});
    // Otherwise there are points that nobody visits.
    const longer = points.filter(
      ({ change, count }) => count > OF_A_PAGE[change].requests
    );
    expect(longer).toEqual([]);

    expect(begun.length).toBeGreaterThan(0);
    for (const { bucket, key, uploadId } of begun) {
      await abortUpload(d.fixture.connection, { bucket, key }, uploadId);
    }
    expect(await incomplete(points)).toEqual([]);
    for (const point of points) {
      const found = await storedIn(d, point.name);
      expect(isDone(OF_A_PAGE[point.change], found)).toBe(true);
    }
  }
);
