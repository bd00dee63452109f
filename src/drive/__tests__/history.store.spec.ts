// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { DeleteObjectCommand } from '@aws-sdk/client-s3';

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
import { Person, readAll } from '../../testing/history/people';
import {
  relayTo,
  type IRelay,
  type IRelayed,
  type RelayFault
} from '../../testing/network/relay';
import { SEED, seeded, reportSeed } from '../../testing/random';
import { useDrive } from '../../testing/setup';

const isFull = Boolean(process.env.S3_DRIVE_TEST_FULL);

/** How many operations each client makes, and all together at least. */
const OPERATIONS = isFull ? 2400 : 60;
const AT_LEAST = isFull ? 10_000 : 200;

/** mc is a process for each. */
const OPERATIONS_OF_MC = isFull ? OPERATIONS : 25;

/** How often the client that is killed is started again. */
const KILLS = isFull ? 60 : 3;

/** The part of the documents that a person deletes, rather than saves. */
const DELETING = 0.25;

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

async function workWithDrive(person: Person, work: IWork): Promise<void> {
  const chance = seeded(work.seed);
  for (let i = 0; i < work.operations; i += 2) {
    const key = keyNow(work, chance());
    const loaded = await person.open(key);
    if (loaded) {
      await breathe(work, chance());
      if (loaded.value !== null && chance() < DELETING) {
        await person.delete(key);
        continue;
      }
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

/** Whether the store heeds the condition of a deletion: MinIO does not. */
async function deletesConditionally(): Promise<boolean> {
  const Key = 'probe.txt';
  await d.put(Key, '');
  await d.fixture.foreign
    .send(
      new DeleteObjectCommand({ Bucket: d.bucket, Key, IfMatch: '"other"' })
    )
    .catch(() => undefined);
  return d.exists(Key);
}

it('each object has a history that is linearizable, or its losses were told', async () => {
  const histories = new Histories();
  const person = new Person(d, histories);
  const work = {
    bucket: d.bucket,
    endpoint: relay.endpoint,
    operations: OPERATIONS,
    pause: 0.25,
    keys: 4,
    seconds: 4,
    conditionalDelete: await deletesConditionally(),
    seed: SEED
  };
  const { description } = d.fixture;
  const python = (kind: 'boto3' | 's3fs', seed: number) =>
    runPython(kind, kind, description, { ...work, seed }, histories);
  reportSeed('the histories');
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
  await readAll(d, histories);
  const operations = [...histories.all.values()].flat();
  const unknown = operations.filter(({ returned }) => returned === null).length;
  const deletions = operations.filter(
    ({ kind, value }) => kind !== 'read' && value === null
  );
  const swapped = deletions.filter(({ kind }) => kind === 'swap').length;
  console.info(
    `History: ${histories.count} operations on ${histories.all.size} objects, ` +
      `${deletions.length} of them deletions (${swapped} under a condition), ` +
      `${unknown} of unknown outcome; the person was told ${person.told} times.`
  );
  const deleters = new Set(deletions.map(one => one.client));
  expect([...deleters]).toEqual(expect.arrayContaining(['drive', 's3fs']));
  expect(histories.count).toBeGreaterThan(AT_LEAST);
  expect(unknown).toBeGreaterThan(0);
  expect(histories.faults()).toEqual([]);
});
