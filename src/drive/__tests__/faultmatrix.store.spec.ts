// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the faults are scripted; what stores answer has specs of its own.

import { UUID } from '@lumino/coreutils';

import { inParallel } from '../../s3/http/parallel';
import { FAULTS, type Fault } from '../../testing/network/faults';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { CHANGES, prepare, type IChange } from '../../testing/points/changes';
import { faultsIn, isDone, storedIn } from '../../testing/points/outcome';
import { useDrive } from '../../testing/setup';

/** How many points of an operation are tried at the same time. */
const AT_ONCE = 6;

/**
 * Of how many points one is visited: all in a full run, otherwise a third of
 * them. Each request of an operation fails in a third of the ways, and each way
 * is tried on a third of the requests.
 */
const ONE_OF = process.env.S3_DRIVE_TEST_FULL ? 1 : 3;

jest.setTimeout(600_000);

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

afterAll(() => console.info(`Points visited: ${visited}`));

let visited = 0;

/** Counts the requests of each point, and fails one of each. */
class Points {
  constructor() {
    d.fixture.intercept(async (request, next) => {
      const found = await this._pointOf(request);
      if (!found) {
        return next();
      }
      const number = found.count++;
      return number === found.index ? found.fault(next) : next();
    });
  }

  add(name: string, index: number, fault: Fault): void {
    this._points.set(name, { count: 0, index, fault });
  }

  /** Let all requests through from now on, and return how many there were. */
  end(name: string): number {
    const count = this._points.get(name)?.count ?? 0;
    this._points.delete(name);
    return count;
  }

  private async _pointOf(request: Request) {
    if (this._points.size === 0) {
      return undefined;
    }
    const body = request.method === 'POST' ? await request.clone().text() : '';
    const source = request.headers.get('x-amz-copy-source') ?? '';
    const told = `${request.url} ${source} ${body}`;
    return [...this._points].find(([name]) => told.includes(name))?.[1];
  }

  private readonly _points = new Map<
    string,
    { count: number; index: number; fault: Fault }
  >();
}

interface IOutcome {
  readonly requests: number;
  readonly wrong: string[];
}

/** Visit one point: the request of this number, failed in this way. */
async function visit(
  points: Points,
  change: IChange,
  index: number,
  fault: Fault
): Promise<IOutcome> {
  const name = `point-${UUID.uuid4()}`;
  const folder = `${d.bucket}/${name}`;
  await prepare(d, change, name);
  const run = () =>
    change.run(d, folder).then(
      () => null,
      (error: Error) => error
    );

  points.add(name, index, fault);
  const failure = await run();
  const requests = points.end(name);
  const found = await storedIn(d, name);
  const wrong = faultsIn(change, found);
  if (!failure && !isDone(change, found)) {
    wrong.push(`it succeeded, and left ${JSON.stringify(found)}`);
  }
  if (failure) {
    if (
      !/\S/.test(failure.message) ||
      /undefined|hidden field|\[object/.test(failure.message)
    ) {
      wrong.push(`it says "${failure.message}"`);
    }
    const again = isDone(change, found) ? null : await run();
    const last = await storedIn(d, name);
    if (again || !isDone(change, last)) {
      wrong.push(
        `"${failure.message}", left ${JSON.stringify(found)}, and again: ${again?.message ?? 'no error'}, ${JSON.stringify(last)}`
      );
    }
  }
  return { requests, wrong };
}

describe.each(Object.keys(CHANGES))('%s', name => {
  it.each(Object.keys(FAULTS))(
    'loses nothing, says so, and is completed by a retry when at any request %s',
    async what => {
      const points = new Points();
      const change = CHANGES[name];
      const none = await visit(points, change, -1, FAULTS[what]);
      expect(none.wrong).toEqual([]);
      const wrong: { [request: number]: string[] } = {};
      const offset = Object.keys(FAULTS).indexOf(what);
      const indices = [...Array(none.requests).keys()].filter(
        index => (index + offset) % ONE_OF === 0
      );
      await inParallel(indices, AT_ONCE, async index => {
        const outcome = await visit(points, change, index, FAULTS[what]);
        visited += 1;
        if (outcome.wrong.length > 0) {
          wrong[index] = outcome.wrong;
        }
      });
      expect(none.requests).toBeGreaterThan(1);
      expect(wrong).toEqual({});
    }
  );
});
