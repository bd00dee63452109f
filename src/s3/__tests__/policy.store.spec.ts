// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { connect, freshBucket, type IFixture } from '../../testing/fixtures';
import { problemOf } from '../errors';
import { encodeKey } from '../path';
import { changePolicy, hasNoPolicies, readPolicy } from '../policystore';
import { visibilityOf } from '../visibility';

let fixture: IFixture;
let bucket: string;

const KEYS = ['data/a.csv', 'data/sub/b.csv', 'data2/c.csv', 'top é+.csv'];

beforeAll(async () => {
  fixture = await connect();
});

afterAll(() => fixture.dispose());

beforeEach(async () => {
  bucket = await freshBucket(fixture);
  for (const Key of KEYS) {
    const command = new PutObjectCommand({ Bucket: bucket, Key, Body: 'text' });
    await fixture.foreign.send(command);
  }
});

/** What a stranger gets for a request. */
async function stranger(method: string, path: string): Promise<number> {
  const { endpoint } = fixture.description;
  const url = `${endpoint}/${bucket}${path}`;
  const body = method === 'PUT' ? 'mine' : undefined;
  return (await fetch(url, { method, body })).status;
}

/** The keys that a stranger can read. */
async function readable(): Promise<string[]> {
  const found: string[] = [];
  for (const key of KEYS) {
    const status = await stranger('GET', `/${encodeKey(key)}`);
    expect([200, 403]).toContain(status);
    if (status === 200) {
      found.push(key);
    }
  }
  return found;
}

/** A stranger can neither write nor delete nor list what is not public. */
async function expectNoMore(listable: string[]): Promise<void> {
  for (const key of KEYS) {
    expect(await stranger('PUT', `/${encodeKey(key)}`)).toBe(403);
    expect(await stranger('DELETE', `/${encodeKey(key)}`)).toBe(403);
  }
  for (const prefix of ['', 'data', 'data/', 'data/sub/', 'data2/']) {
    const query = `?list-type=2&prefix=${encodeURIComponent(prefix)}`;
    const expected = listable.some(open => prefix.startsWith(open)) ? 200 : 403;
    expect(`${prefix} ${await stranger('GET', query)}`).toBe(
      `${prefix} ${expected}`
    );
  }
}

it('a bucket has no policy at first', async () => {
  expect((await readPolicy(fixture.connection, bucket)).Statement).toEqual([]);
  expect(await readable()).toEqual([]);
  await expectNoMore([]);
});

it('a folder is published and taken back, and nothing else', async () => {
  const place = { bucket, key: 'data/' };
  const change = await changePolicy(fixture.connection, place, 'public');
  expect(change.asWritten).toBe(true);
  expect(visibilityOf(change.after, place)).toMatchObject({
    visibility: 'public',
    through: 'data/',
    listable: true
  });
  expect(await readable()).toEqual(['data/a.csv', 'data/sub/b.csv']);
  await expectNoMore(['data/']);

  const back = await changePolicy(fixture.connection, place, 'private');
  expect(back.asWritten).toBe(true);
  expect(back.after.Statement).toEqual([]);
  expect(await readable()).toEqual([]);
  await expectNoMore([]);
});

it('an object is published and taken back, and nothing else', async () => {
  for (const key of ['data/a.csv', 'top é+.csv']) {
    const place = { bucket, key };
    await changePolicy(fixture.connection, place, 'public');
    expect(await readable()).toEqual([key]);
    await expectNoMore([]);
    await changePolicy(fixture.connection, place, 'private');
    expect(await readable()).toEqual([]);
  }
});

it('statements of others stay, as they are and in force', async () => {
  const foreign = {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetObject'],
    Resource: [`arn:aws:s3:::${bucket}/data2/*`]
  };
  await fixture.foreign.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [foreign] })
    })
  );
  const before = await readPolicy(fixture.connection, bucket);
  const place = { bucket, key: 'data/' };
  await changePolicy(fixture.connection, place, 'public');
  expect(await readable()).toEqual(KEYS.slice(0, 3));
  await changePolicy(fixture.connection, place, 'private');
  expect(await readable()).toEqual(['data2/c.csv']);
  expect(await readPolicy(fixture.connection, bucket)).toEqual(before);
  const other = await changePolicy(
    fixture.connection,
    { bucket, key: 'data2/' },
    'private'
  );
  expect(visibilityOf(other.after, { bucket, key: 'data2/' })).toMatchObject({
    visibility: 'public',
    statement: { Action: expect.anything() }
  });
});

it('a bucket that is not there is no store without policies', async () => {
  const failure = await readPolicy(fixture.connection, `${bucket}-not`).then(
    () => null,
    error => error
  );
  expect(problemOf(failure)).toBe('no-such-bucket');
  expect(hasNoPolicies(failure)).toBe(false);
});
