// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDriveFixture } from '../../testing/drive/drivefixture';
import {
  breathe,
  Histories,
  keyNow,
  now,
  runMc,
  runPython,
  type IWork
} from '../../testing/history/clients';
import { explainFault, type Value } from '../../testing/history/register';
import {
  relayTo,
  type IRelay,
  type IRelayed,
  type RelayFault
} from '../../testing/network/relay';
import { SEED, seeded, tellSeed } from '../../testing/random';
import { useDrive } from '../../testing/setup';

const isFull = Boolean(process.env.S3_DRIVE_TEST_FULL);

/** How many operations each client makes, and all together at least. */
const OPERATIONS = isFull ? 2400 : 60;
const AT_LEAST = isFull ? 10_000 : 200;

/** mc is a process for each. */
const OPERATIONS_OF_MC = isFull ? OPERATIONS : 25;

/** How often the client that is killed is started again. */
const KILLS = isFull ? 60 : 3;

/** The part of all requests that fail. */
const FAILING = 0.08;

const FAULTS: readonly RelayFault[] = [
  'reset',
  'busy',
  'lost',
  'failed',
  'cut'
];

jest.setTimeout(3_600_000);

let d: IDriveFixture;
let relay: IRelay;

useDrive({ own: true }, async made => {
  d = made;
  relay = await relayTo(d.fixture.description.endpoint);
  await d.fixture.control.restartServer({
    AWS_ENDPOINT_URL_S3: relay.endpoint,
    AWS_ENDPOINT_URL: relay.endpoint,
    S3_ENDPOINT: relay.endpoint
  });
});

afterAll(() => relay.close());

const text = {
  type: 'file',
  format: 'text',
  content: true,
  hash: true
} as const;
const check = { content: false, hash: true } as const;

/** A document as its author has it. */
interface ILoaded {
  readonly value: Value;
  readonly hash: string | undefined;
}

const isMissing = (error: { response?: { status: number } }) =>
  error.response?.status === 404;

const client = 'drive';

/** A person who works with the drive, and counts what they are told. */
class Person {
  constructor(histories: Histories) {
    this._histories = histories;
  }

  told = 0;

  /** Open a document; `null` where that failed. */
  async open(key: string): Promise<ILoaded | null> {
    const called = now();
    const found = await d.drive.get(`${d.bucket}/${key}`, text).then(
      ({ content, hash }): ILoaded => ({ value: content, hash }),
      error => (isMissing(error) ? { value: null, hash: undefined } : null)
    );
    if (found) {
      const { value } = found;
      const returned = now();
      const kind = 'read';
      this._histories.add(key, { client, kind, value, called, returned });
    } else {
      this.told++;
      this._histories.refused();
    }
    return found;
  }

  /**
   * Save as JupyterLab does: check whether it changed on disk, write, and check
   * again.
   *
   * @param expected - What may be there: what its author has opened, or what an
   * earlier save of theirs may have written.
   *
   * @returns Whether there is nothing to try again.
   */
  async save(
    key: string,
    loaded: ILoaded,
    value: string,
    expected: readonly Value[] = [loaded.value]
  ): Promise<boolean> {
    const path = `${d.bucket}/${key}`;
    const called = now();
    const note = (returned: number | null) =>
      this._histories.add(key, {
        client,
        kind: 'swap',
        value,
        expected,
        called,
        returned
      });
    try {
      const found = await d.drive.get(path, check);
      if (found.hash !== loaded.hash) {
        // JupyterLab asks: it has changed on disk.
        this.told++;
        this._histories.refused();
        return true;
      }
    } catch (error) {
      if (!isMissing(error as object) || loaded.value !== null) {
        this.told++;
        this._histories.refused();
        return true;
      }
    }
    try {
      await d.drive.save(path, {
        type: 'file',
        format: 'text',
        content: value
      });
    } catch (error) {
      expect((error as Error).message).toMatch(/\S/);
      this.told++;
      note(null);
      return false;
    }
    note(now());
    await d.drive.get(path, check).catch(() => undefined);
    return true;
  }

  private readonly _histories: Histories;
}

async function workWithDrive(person: Person, work: IWork): Promise<void> {
  const chance = seeded(work.seed);
  for (let i = 0; i < work.operations; i += 2) {
    const key = keyNow(work, chance());
    const loaded = await person.open(key);
    if (loaded) {
      await breathe(work, chance());
      const value = `drive-${i}-${now()}`;
      if (!(await person.save(key, loaded, value))) {
        await person.save(key, loaded, value, [loaded.value, value]);
      }
    }
    await breathe(work, chance());
  }
}

/** A client that is killed under an operation, again and again. */
async function workAndDie(work: IWork, histories: Histories): Promise<void> {
  for (let i = 0; i < KILLS; i++) {
    await runPython(
      `killed ${i}`,
      'boto3',
      d.fixture.description,
      { ...work, seed: work.seed + i },
      histories,
      2 + ((SEED + 3 * i) % 9)
    );
  }
}

/** Which requests fail. Those of mc's writes are sent again by mc. */
function faults(): (request: IRelayed) => RelayFault | null {
  const chance = seeded(SEED);
  return ({ headers, method }) => {
    if (chance() >= FAILING) {
      return null;
    }
    const isOfMc = /MinIO/.test(headers['user-agent'] ?? '');
    const kinds = isOfMc && method !== 'GET' ? FAULTS.slice(0, 2) : FAULTS;
    return kinds[Math.floor(chance() * kinds.length)];
  };
}

/** What is left of each object in the end, as nobody can miss it. */
async function readAll(histories: Histories): Promise<void> {
  for (const key of histories.all.keys()) {
    const called = now();
    const value = await d.text(key).catch(error => {
      if (error.name !== 'NoSuchKey') {
        throw error;
      }
      return null;
    });
    const returned = now();
    const kind = 'read';
    histories.add(key, { client: 'last', kind, value, called, returned });
  }
}

const faultsOf = (histories: Histories) =>
  [...histories.all].flatMap(([key, history]) => {
    const fault = explainFault(history);
    return fault === null ? [] : [`${key}\n${fault}`];
  });

it('each object has a history that is linearizable, or its losses were told', async () => {
  const histories = new Histories();
  const person = new Person(histories);
  const work = {
    bucket: d.bucket,
    endpoint: relay.endpoint,
    operations: OPERATIONS,
    pause: 0.25,
    keys: 4,
    seconds: 4,
    seed: SEED
  };
  const { description } = d.fixture;
  const python = (kind: 'boto3' | 's3fs', seed: number) =>
    runPython(kind, kind, description, { ...work, seed }, histories);
  tellSeed('the histories');
  relay.fail(faults());
  await Promise.all([
    workWithDrive(person, work),
    python('boto3', SEED + 1),
    python('s3fs', SEED + 2),
    runMc(
      description,
      { ...work, operations: OPERATIONS_OF_MC, pause: 0.05 },
      histories
    ),
    workAndDie({ ...work, seed: SEED + 3 }, histories)
  ]);
  relay.fail(() => null);
  await readAll(histories);
  const unknown = [...histories.all.values()]
    .flat()
    .filter(({ returned }) => returned === null).length;
  console.info(
    `History: ${histories.count} operations on ${histories.all.size} objects, ` +
      `${unknown} of unknown outcome; the person was told ${person.told} times.`
  );
  expect(histories.count).toBeGreaterThan(AT_LEAST);
  expect(unknown).toBeGreaterThan(0);
  expect(faultsOf(histories)).toEqual([]);
});

describe('a save between whose check and whose write somebody else wrote', () => {
  /**
   * Two people write, and then it is read what is left.
   *
   * @param condition - Whether the save has its `If-Match`.
   */
  async function collide(key: string, condition: boolean): Promise<Histories> {
    const histories = new Histories();
    const person = new Person(histories);
    const write = async (value: string) => {
      const called = now();
      await d.put(key, value);
      const returned = now();
      const kind = 'write';
      histories.add(key, { client: 'other', kind, value, called, returned });
    };
    await write('first');
    const loaded = await person.open(key);
    let isFirst = true;
    d.fixture.intercept(async (request, next) => {
      const { pathname } = new URL(request.url);
      if (request.method !== 'PUT' || !pathname.endsWith(key) || !isFirst) {
        return next();
      }
      isFirst = false;
      expect(request.headers.get('If-Match')).toMatch(/\w/);
      await write('theirs');
      const headers = new Headers(request.headers);
      headers.delete('If-Match');
      return condition ? next() : fetch(new Request(request, { headers }));
    });
    const saved = await person.save(key, loaded!, 'mine');
    d.fixture.intercept(null);
    expect([saved, person.told]).toEqual(condition ? [false, 1] : [true, 0]);
    await readAll(histories);
    return histories;
  }

  beforeEach(() => relay.fail(() => null));

  it('is told, and loses nothing', async () => {
    const key = 'collision/kept.txt';
    expect(faultsOf(await collide(key, true))).toEqual([]);
    expect(await d.text(key)).toBe('theirs');
  });

  it('is found to lose their version where its condition is taken away', async () => {
    const key = 'collision/lost.txt';
    expect(faultsOf(await collide(key, false))).toHaveLength(1);
    expect(await d.text(key)).toBe('mine');
  });
});
