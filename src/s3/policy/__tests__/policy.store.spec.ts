// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import type { IFixture } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { Stranger } from '../../../testing/clients/stranger';
import { problemOf } from '../../errors';
import {
  changePolicy,
  hasNoPolicies,
  isSame,
  readPolicy
} from '../policystore';
import { publicPatterns, visibilityOf } from '../visibility';

let fixture: IFixture;
let bucket: string;
let stranger: Stranger;

const KEYS = ['data/a.csv', 'data/sub/b.csv', 'data2/c.csv', 'top é+.csv'];

useStore({ each: true }, async made => {
  ({ fixture, bucket } = made);
  stranger = new Stranger(fixture, bucket);
  for (const key of KEYS) {
    await made.put(key, 'text');
  }
});

/** The keys that an anonymous reader can read. */
const readable = () => stranger.readable(KEYS);

/**
 * An anonymous user can neither write nor delete, nor list what is not public.
 */
async function expectNoMore(listable: string[]): Promise<void> {
  for (const key of KEYS) {
    expect(await stranger.put(key)).toBe(403);
    expect(await stranger.delete(key)).toBe(403);
  }
  for (const prefix of ['', 'data', 'data/', 'data/sub/', 'data2/']) {
    const expected = listable.some(open => prefix.startsWith(open)) ? 200 : 403;
    expect(`${prefix} ${await stranger.list(prefix)}`).toBe(
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
  const location = { bucket, key: 'data/' };
  const change = await changePolicy(fixture.connection, location, 'public');
  expect(change.asWritten).toBe(true);
  expect(visibilityOf(change.after, location)).toMatchObject({
    visibility: 'public',
    through: 'data/',
    listable: true
  });
  expect(await readable()).toEqual(['data/a.csv', 'data/sub/b.csv']);
  await expectNoMore(['data/']);

  const back = await changePolicy(fixture.connection, location, 'private');
  expect(back.asWritten).toBe(true);
  expect(back.after.Statement).toEqual([]);
  expect(await readable()).toEqual([]);
  await expectNoMore([]);
});

it('an object is published and taken back, and nothing else', async () => {
  for (const key of ['data/a.csv', 'top é+.csv']) {
    const location = { bucket, key };
    await changePolicy(fixture.connection, location, 'public');
    expect(await readable()).toEqual([key]);
    await expectNoMore([]);
    await changePolicy(fixture.connection, location, 'private');
    expect(await readable()).toEqual([]);
  }
});

it('a folder takes in what is public below it, and takes it along', async () => {
  const change = (key: string, visibility: 'public' | 'private') =>
    changePolicy(fixture.connection, { bucket, key }, visibility);
  await change('data/sub/', 'public');
  await change('data/a.csv', 'public');
  await change('data2/c.csv', 'public');
  expect(await readable()).toEqual(KEYS.slice(0, 3));
  await expectNoMore(['data/sub/']);
  const { after } = await change('data/', 'public');
  expect(publicPatterns(after, bucket).sort()).toEqual([
    'data/*',
    'data2/c.csv'
  ]);
  expect(await readable()).toEqual(KEYS.slice(0, 3));
  await expectNoMore(['data/']);
  // A folder below is public through it, and cannot be made private alone.
  const kept = await change('data/sub/', 'private');
  expect(isSame(kept.after, after)).toBe(true);
  expect(visibilityOf(kept.after, { bucket, key: 'data/sub/' })).toMatchObject({
    visibility: 'public',
    through: 'data/'
  });
  await change('data/', 'private');
  expect(await readable()).toEqual(['data2/c.csv']);
  await expectNoMore([]);
});

it('a whole bucket is published and taken back', async () => {
  const location = { bucket, key: '' };
  const { after } = await changePolicy(fixture.connection, location, 'public');
  expect(visibilityOf(after, location)).toMatchObject({
    visibility: 'public',
    through: ''
  });
  expect(await readable()).toEqual(KEYS);
  expect(await stranger.list('data/')).toBe(200);
  expect(await stranger.put(KEYS[0])).toBe(403);
  expect(await stranger.delete(KEYS[0])).toBe(403);
  await changePolicy(fixture.connection, location, 'private');
  expect(await readable()).toEqual([]);
  await expectNoMore([]);
});

it.each([
  'été 日本 😀',
  'a+b',
  'a b',
  'a%20b',
  '100%',
  '#1',
  'x=1&y;z',
  "quote's",
  'say "so"',
  '$home',
  '[1](2)!~,@',
  'e\u0301'
])('names are no patterns: %s', async name => {
  const folder = `in ${name}/`;
  // Similar keys: shorter, longer, and those that a wrong escape would match.
  const inside = [`${folder}${name}`, `${folder}sub/x`];
  const outside = [
    `in ${name}`,
    `in ${name}2/x`,
    `in ${encodeURIComponent(name)}2/x`,
    `${name}.x`,
    `other/${name}`
  ];
  const keys = [...inside, ...outside, name];
  for (const Key of keys) {
    const command = new PutObjectCommand({ Bucket: bucket, Key, Body: 'text' });
    await fixture.foreign.send(command);
  }
  expect(await stranger.readable(keys)).toEqual([]);
  await changePolicy(fixture.connection, { bucket, key: folder }, 'public');
  expect(await stranger.readable(keys)).toEqual(inside);
  expect(await stranger.list(folder)).toBe(200);
  expect(await stranger.list(`in ${name}`)).toBe(403);
  await changePolicy(fixture.connection, { bucket, key: name }, 'public');
  expect(await stranger.readable(keys)).toEqual([...inside, name]);
  for (const key of keys) {
    expect(await stranger.isWriter(key)).toBe(false);
  }
  await changePolicy(fixture.connection, { bucket, key: folder }, 'private');
  expect(await stranger.readable(keys)).toEqual([name]);
  expect(await stranger.list(folder)).toBe(403);
  await changePolicy(fixture.connection, { bucket, key: name }, 'private');
  expect(await stranger.readable(keys)).toEqual([]);
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
  const location = { bucket, key: 'data/' };
  await changePolicy(fixture.connection, location, 'public');
  expect(await readable()).toEqual(KEYS.slice(0, 3));
  await changePolicy(fixture.connection, location, 'private');
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
