// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the faults are scripted; what stores answer has specs of its own.

import { UUID } from '@lumino/coreutils';

import { S3Location } from '../../s3/location';
import { inParallel } from '../../s3/http/parallel';
import { FAULTS, type Fault } from '../../testing/network/faults';
import { CHECKPOINTS } from '../lookup/checkpointkeys';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
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

/** Texts by key, below the folder of one point. */
interface ITexts {
  readonly [name: string]: string;
}

/** An operation, with what exists before and after it. */
interface IOperation {
  readonly before: ITexts;
  readonly after: ITexts;
  /** @param folder - The path of the point's folder. */
  run(folder: string): Promise<unknown>;
}

const save = async (path: string) => {
  await d.drive
    .get(path, { content: false, hash: true })
    .catch(() => undefined);
  await d.drive.save(path, { type: 'file', format: 'text', content: 'new' });
};

/**
 * Move those of some files that are there as the panel does: together, and what
 * that leaves one by one.
 */
const moveFiles = async (paths: string[], folder: string) => {
  const { key } = S3Location.fromPath(folder);
  const there = await d.keys(key.slice(0, key.indexOf('/') + 1));
  const selected = paths.filter(path =>
    there.includes(S3Location.fromPath(path).key)
  );
  const done = await d.drive.moveAll(selected, folder);
  for (const path of selected) {
    const failure = done.get(path);
    if (failure) {
      throw failure;
    }
    if (failure === undefined) {
      await d.drive.rename(path, `${folder}/${path.split('/').pop()}`);
    }
  }
};

const FOLDER = { 'old/': '', 'old/x': 'x', 'old/sub/y': 'y' };

const OPERATIONS: { readonly [name: string]: IOperation } = {
  'a save': {
    before: { 'a.txt': 'old' },
    after: { 'a.txt': 'new' },
    run: folder => save(`${folder}/a.txt`)
  },
  'a save of a new file': {
    before: { 'other.txt': 'other' },
    after: { 'other.txt': 'other', 'a.txt': 'new' },
    run: folder => save(`${folder}/a.txt`)
  },
  'a rename': {
    before: { 'a.txt': 'a' },
    after: { 'b.txt': 'a' },
    run: folder => d.drive.rename(`${folder}/a.txt`, `${folder}/b.txt`)
  },
  'a rename of a folder': {
    before: FOLDER,
    after: { 'new/': '', 'new/x': 'x', 'new/sub/y': 'y' },
    run: folder => d.drive.rename(`${folder}/old`, `${folder}/new`)
  },
  'a move onto a file': {
    before: { 'a.txt': 'moved', 'b.txt': 'replaced' },
    after: { 'b.txt': 'moved' },
    run: folder =>
      d.contents.overwrite(`s3:${folder}/a.txt`, `s3:${folder}/b.txt`)
  },
  'a deletion': {
    before: { 'a.txt': 'a', 'b.txt': 'b' },
    after: { 'b.txt': 'b' },
    run: folder => d.drive.delete(`${folder}/a.txt`)
  },
  'a deletion of a folder': {
    before: { ...FOLDER, 'older/x': 'neighbour' },
    after: { 'older/x': 'neighbour' },
    run: folder => d.drive.delete(`${folder}/old`)
  },
  'a move of a selection': {
    before: { 'from/a': 'a', 'from/b': 'b', 'to/c': 'c' },
    after: { 'to/a': 'a', 'to/b': 'b', 'to/c': 'c' },
    run: folder =>
      moveFiles([`${folder}/from/a`, `${folder}/from/b`], `${folder}/to`)
  }
};

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

/** What is stored below the folder of a point, but for what is only ours. */
async function storedIn(name: string): Promise<ITexts> {
  const keys = (await d.keys(`${name}/`)).filter(
    key => !key.includes(CHECKPOINTS) && !/\.s3-drive-/.test(key)
  );
  const texts = await Promise.all(
    keys.map(async key => [key.slice(name.length + 1), await d.text(key)])
  );
  return Object.fromEntries(texts);
}

/** A folder's own marker is neither missed nor too much. */
const withoutMarkers = (texts: ITexts): ITexts =>
  Object.fromEntries(
    Object.entries(texts).filter(([key]) => !/(^|\/)$/.test(key))
  );

interface IOutcome {
  readonly requests: number;
  readonly wrong: string[];
}

/** Visit one point: the request of this number, failed in this way. */
async function visit(
  points: Points,
  operation: IOperation,
  index: number,
  fault: Fault
): Promise<IOutcome> {
  const name = `point-${UUID.uuid4()}`;
  const folder = `${d.bucket}/${name}`;
  for (const [key, text] of Object.entries(operation.before)) {
    await d.put(`${name}/${key}`, text);
  }
  const wrong: string[] = [];
  const before = withoutMarkers(operation.before);
  const after = withoutMarkers(operation.after);
  const run = () =>
    operation.run(folder).then(
      () => null,
      (error: Error) => error
    );

  points.add(name, index, fault);
  const failure = await run();
  const requests = points.end(name);
  const found = withoutMarkers(await storedIn(name));
  for (const [key, text] of Object.entries(found)) {
    if (text !== before[key] && text !== after[key]) {
      wrong.push(`${key} holds "${text}"`);
    }
  }
  const texts = Object.values(found);
  for (const [key, text] of Object.entries(before)) {
    const isMeantToGo = !Object.values(after).includes(text);
    if (!texts.includes(text) && !isMeantToGo) {
      wrong.push(`"${text}" of ${key} is lost`);
    }
  }
  if (!failure && !isSame(found, after)) {
    wrong.push(`it succeeded, and left ${JSON.stringify(found)}`);
  }
  if (failure) {
    if (
      !/\S/.test(failure.message) ||
      /undefined|hidden field|\[object/.test(failure.message)
    ) {
      wrong.push(`it says "${failure.message}"`);
    }
    const again = isSame(found, after) ? null : await run();
    const last = withoutMarkers(await storedIn(name));
    if (again || !isSame(last, after)) {
      wrong.push(
        `"${failure.message}", left ${JSON.stringify(found)}, and again: ${again?.message ?? 'no error'}, ${JSON.stringify(last)}`
      );
    }
  }
  return { requests, wrong };
}

const isSame = (one: ITexts, other: ITexts) =>
  JSON.stringify(Object.entries(one).sort()) ===
  JSON.stringify(Object.entries(other).sort());

describe.each(Object.keys(OPERATIONS))('%s', name => {
  it.each(Object.keys(FAULTS))(
    'loses nothing, says so, and is completed by a retry when at any request %s',
    async what => {
      const points = new Points();
      const operation = OPERATIONS[name];
      const none = await visit(points, operation, -1, FAULTS[what]);
      expect(none.wrong).toEqual([]);
      const wrong: { [request: number]: string[] } = {};
      const offset = Object.keys(FAULTS).indexOf(what);
      const indices = [...Array(none.requests).keys()].filter(
        index => (index + offset) % ONE_OF === 0
      );
      await inParallel(indices, AT_ONCE, async index => {
        const outcome = await visit(points, operation, index, FAULTS[what]);
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
