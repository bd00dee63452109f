// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';

import type { IFixture } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { findMc, mc } from '../../../testing/clients/mc';
import { Stranger } from '../../../testing/clients/stranger';
import type { IPolicy, IStatement } from '../policy';
import { NO_POLICY } from '../policy';
import { makePublic } from '../policyedit';
import { changePolicy, readPolicy } from '../policystore';
import type { IVisibility } from '../visibility';
import { visibilityOf } from '../visibility';

let fixture: IFixture;
let bucket: string;
let stranger: Stranger;
let policy: IPolicy;

const KEYS = [
  'pub/a.csv',
  'pub/sub/b.csv',
  'pub/z.csv',
  'pub2/c.csv',
  'top é+.csv'
];
const FOLDERS = ['', 'pub/', 'pub/sub/', 'pub2/'];
/** Objects that do not exist yet. */
const NEW = ['new.csv', 'pub/new.csv', 'pub/sub/new.csv', 'pub2/new.csv'];

useStore({ each: true }, async made => {
  ({ fixture, bucket } = made);
  stranger = new Stranger(fixture, bucket);
  for (const key of KEYS) {
    await made.put(key, 'text');
  }
});

/** Write a policy as another user. */
async function write(written: IPolicy): Promise<void> {
  const Policy = JSON.stringify(written);
  await fixture.foreign.send(
    new PutBucketPolicyCommand({ Bucket: bucket, Policy })
  );
}

/** The computed visibility of a location. */
function told(key: string): IVisibility {
  return visibilityOf(policy, { bucket, key });
}

/**
 * Read the policy, and compare the computed visibility with what the store
 * does, at every location.
 *
 * @returns The locations whose visibility is unknown.
 */
async function compare(): Promise<string[]> {
  policy = await readPolicy(fixture.connection, bucket);
  const readable = await stranger.readable(KEYS);
  const unknown: string[] = [];
  const found: string[] = [];
  const expected: string[] = [];
  for (const key of [...KEYS, ...FOLDERS]) {
    const isFolder = FOLDERS.includes(key);
    const below = KEYS.filter(k => (isFolder ? k.startsWith(key) : k === key));
    const { visibility, listable } = told(key);
    if (visibility === 'unknown') {
      unknown.push(key);
    } else {
      const isPublic = below.every(k => readable.includes(k));
      expected.push(`${key} ${isPublic ? 'public' : 'private'}`);
      found.push(`${key} ${visibility}`);
    }
    if (isFolder) {
      const isListed = (await stranger.list(key)) === 200;
      // SeaweedFS treats an empty prefix as none, which no condition names.
      if (key || isListed || fixture.store === 'minio') {
        expected.push(`${key} list ${isListed}`);
        found.push(`${key} list ${listable}`);
      }
    }
  }
  for (const key of NEW) {
    const isWriter = await stranger.isWriter(key);
    // SeaweedFS lets no anonymous user write, whatever a policy says.
    if (isWriter || fixture.store === 'minio') {
      expected.push(`${key} write ${isWriter}`);
      found.push(`${key} write ${told(key).writable}`);
    }
  }
  expect(found).toEqual(expected);
  return unknown;
}

const anyone = (
  action: string | string[],
  resources: string[],
  more: IStatement = {}
): IStatement => ({
  Effect: 'Allow',
  Principal: { AWS: ['*'] },
  Action: action,
  Resource: resources.map(end => `arn:aws:s3:::${bucket}${end}`),
  ...more
});
const reads = (...patterns: string[]) =>
  anyone(
    's3:GetObject',
    patterns.map(pattern => `/${pattern}`)
  );
const lists = (operator: string, ...prefixes: string[]) =>
  anyone('s3:ListBucket', [''], {
    Condition: { [operator]: { 's3:prefix': prefixes } }
  });

describe('what anyone may do', () => {
  const table: [string, () => IStatement[]][] = [
    [
      'Onyxia',
      () => [...makePublic(NO_POLICY, { bucket, key: 'pub/' }).Statement]
    ],
    [
      'Onyxia, before 2026',
      () => [
        reads('pub/*', KEYS[4]),
        anyone('s3:GetBucketLocation', ['']),
        lists('StringLike', 'pub/*')
      ]
    ],
    [
      'Onyxia, before that',
      () => [reads('pub/*'), lists('StringEquals', 'pub/', 'pub/sub/')]
    ],
    ['the marker of a folder alone', () => [reads('pub/')]],
    ['a prefix without a slash', () => [reads('pub*')]],
    ['any action', () => [anyone('s3:*', ['', '/*'])]],
    ['reading of any kind', () => [anyone(['s3:Get*'], ['/pub/*'])]],
    ['stars and question marks', () => [reads('*/sub/*', '?ub/a*')]],
    ['all of a bucket', () => [reads('*'), anyone('s3:ListBucket', [''])]],
    ['lists alone', () => [lists('StringLike', 'pub/', 'pub2/*')]],
    ['the root alone', () => [lists('StringEquals', '')]],
    ['all prefixes', () => [lists('StringLike', '*')]],
    [
      'a denial within',
      () => [
        reads('pub/*', 'pub2/*'),
        { ...reads('pub/sub/*'), Effect: 'Deny' }
      ]
    ],
    [
      'a denied list',
      () => [
        reads('*'),
        anyone('s3:ListBucket', ['']),
        anyone('s3:ListBucket', [''], { Effect: 'Deny' })
      ]
    ],
    [
      'writing without reading',
      () => [anyone(['s3:PutObject'], ['/pub/sub/*'])]
    ],
    ['deleting', () => [anyone('s3:DeleteObject', ['/pub2/*'])]],
    [
      'writing, denied in part',
      () => [
        anyone('s3:PutObject', ['/*']),
        anyone('s3:PutObject', ['/pub/*'], { Effect: 'Deny' })
      ]
    ]
  ];

  it.each(table)('is told right: %s', async (name, statements) => {
    await compare();
    await write({ ...NO_POLICY, Statement: statements() });
    const doubtful = name === 'a denial within' ? ['pub/'] : [];
    expect(await compare()).toEqual(doubtful);
  });

  // Neither store accepts NotAction, NotResource or NotPrincipal.
  it.each([
    ['another address', { IpAddress: { 'aws:SourceIp': '10.0.0.9' } }, false],
    ['this address', { IpAddress: { 'aws:SourceIp': '127.0.0.1' } }, true],
    [
      'a page',
      { StringLike: { 'aws:Referer': 'https://example.org/*' } },
      false
    ],
    ['https', { Bool: { 'aws:SecureTransport': 'true' } }, false]
  ])('is not told where it depends: on %s', async (_, Condition, isMet) => {
    const places = ['pub/a.csv', 'pub/sub/b.csv', 'pub/z.csv'];
    const allowed = { ...reads('pub/*'), Condition };
    await write({ ...NO_POLICY, Statement: [allowed] });
    expect(await compare()).toEqual([...places, 'pub/', 'pub/sub/']);
    expect(await stranger.readable(places)).toEqual(isMet ? places : []);
    expect(told('pub/a.csv').statement).toMatchObject({ Effect: 'Allow' });

    const denied = { ...allowed, Effect: 'Deny' };
    await write({ ...NO_POLICY, Statement: [reads('*'), denied] });
    expect(await compare()).toEqual([...places, '', 'pub/', 'pub/sub/']);
    expect(await stranger.readable(places)).toEqual(isMet ? [] : places);
    expect(told('pub/a.csv').statement).toMatchObject({ Effect: 'Deny' });
  });
});

(findMc() ? describe : describe.skip)('mc anonymous', () => {
  it.each(['pub', 'pub/', ''])('of %j is told right', async prefix => {
    const at = `s3/${bucket}${prefix && `/${prefix}`}`;
    for (const level of ['download', 'upload', 'public', 'none']) {
      await mc(fixture.description, 'anonymous', 'set', level, at);
      expect(await compare()).toEqual([]);
    }
  });

  it('what it has published stays, and the statement is told', async () => {
    await mc(
      fixture.description,
      'anonymous',
      'set',
      'download',
      `s3/${bucket}/pub`
    );
    const before = await readPolicy(fixture.connection, bucket);
    const location = { bucket, key: 'pub/' };
    const { after, asWritten } = await changePolicy(
      fixture.connection,
      location,
      'private'
    );
    expect(after).toEqual(before);
    expect(asWritten).toBe(true);
    expect(visibilityOf(after, location)).toMatchObject({
      visibility: 'public',
      statement: before.Statement.find(({ Action }) =>
        [Action].flat().includes('s3:GetObject')
      ),
      through: 'pub'
    });
    expect(await stranger.readable(KEYS)).toEqual(KEYS.slice(0, 4));
  });
});
