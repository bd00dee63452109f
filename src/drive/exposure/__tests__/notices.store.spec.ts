// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what a policy publishes is proved on each store by visibility.store.spec

import {
  DeleteBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3';

import { encodeKey } from '../../../s3/keys';
import { statusOf, type } from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { freshBucket } from '../../../testing/fixtures';
import { useDrive } from '../../../testing/setup';
import { until } from '../../../testing/until';
import { CHECKPOINTS } from '../../lookup/checkpointkeys';
import { S3Location } from '../../../s3/location';

let d: IDriveFixture;
let b: string;
/** Another bucket, all of which is public. */
let open: string;
let markers = 0;

useDrive({ each: true }, async made => {
  d = made;
  b = d.bucket;
  open = await freshBucket(d.fixture);
  await setPolicy(open, '*');
});

/**
 * Publish keys and prefixes (with `*`) as another client; without any, take
 * back what is public.
 */
async function publish(...patterns: string[]): Promise<void> {
  const { foreign } = d.fixture;
  if (patterns.length === 0) {
    await foreign.send(new DeleteBucketPolicyCommand({ Bucket: b }));
    return;
  }
  await setPolicy(b, ...patterns);
}

/** Let anyone read objects of a bucket. */
async function setPolicy(bucket: string, ...patterns: string[]): Promise<void> {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: patterns.map(pattern => `arn:aws:s3:::${bucket}/${pattern}`)
      }
    ]
  });
  const put = new PutBucketPolicyCommand({ Bucket: bucket, Policy });
  await d.fixture.foreign.send(put);
}

/** The keys that a stranger can read. */
async function readable(): Promise<string[]> {
  const { endpoint } = d.fixture.description;
  const keys = (await d.keys()).filter(key => !key.endsWith('/'));
  const answers = await Promise.all(
    keys.map(key => fetch(`${endpoint}/${b}/${encodeKey(key)}`))
  );
  return keys.filter((_, i) => answers[i].status === 200);
}

/**
 * The notices until now. Two changes show that no more are to come: the first is
 * collected with, or after, what was changed before; the second is told when the
 * policies are known that are asked for what was collected.
 *
 * @param kind - What becomes of the two: other than what is expected, as changes
 * of one kind share a sentence.
 */
async function said(kind: 'public' | 'private' = 'private'): Promise<string[]> {
  const told = (name: string) =>
    until(() => {
      const seen = d.notices.map(({ message }) => message);
      expect(seen).toContainEqual(expect.stringContaining(`"${name}"`));
    });
  const name = `marker-${++markers}`;
  const [from, to] = kind === 'private' ? [open, b] : [b, open];
  await d.fixture.foreign.send(
    new PutObjectCommand({ Bucket: from, Key: name, Body: 'x' })
  );
  await d.drive.rename(`${from}/${name}`, `${to}/${name}`);
  await told(name);
  const last = `last-${name}`;
  const group = d.drive.groupNotices();
  group.add({
    from: S3Location.fromPath(`${from}/${last}`),
    to: S3Location.fromPath(`${to}/${last}`)
  });
  group.end();
  await told(last);
  return d.notices
    .splice(0)
    .map(({ message }) => message)
    .filter(message => !message.includes(name));
}

/** Edit and save a document, as JupyterLab does. */
async function edit(key: string, text: string): Promise<void> {
  const context = await d.open(key);
  type(context, text);
  await context.save();
}

const upload = (dir: string, name: string, noticeGroup?: object) =>
  d.drive.upload(`${b}/${dir}`, new File(['x'], name), { ...noticeGroup });

describe('what becomes public', () => {
  it('is said of a save once, and of nothing that is private', async () => {
    await d.put('open/a.txt', 'x');
    await d.put('own/a.txt', 'x');
    await publish('open/*');
    const context = await d.open('open/a.txt');
    for (const text of ['one', 'two']) {
      type(context, text);
      await context.save();
    }
    await edit('own/a.txt', 'one');
    expect(await said()).toEqual([
      '"a.txt" is public now: anyone can read what is in the folder open/.'
    ]);
    type(context, 'three');
    await context.save();
    expect(await said()).toEqual([]);
    expect(await readable()).toEqual(['open/a.txt']);
  });

  it('is said of what is created, copied, moved and uploaded there', async () => {
    await d.put('own/a.txt', 'x');
    await d.put('own/b.txt', 'x');
    await publish('open/*');
    const sentence = (name: string) =>
      `"${name}" is public now: anyone can read what is in the folder open/.`;
    await d.drive.newUntitled({ path: `${b}/open`, type: 'file', ext: '.txt' });
    expect(await said()).toEqual([sentence('untitled.txt')]);
    // It stays public under its new name: there is nothing to report.
    await d.drive.rename(`${b}/open/untitled.txt`, `${b}/open/mine.txt`);
    expect(await said()).toEqual([]);
    await d.drive.copy(`${b}/own/a.txt`, `${b}/open`);
    expect(await said()).toEqual([sentence('a.txt')]);
    await d.drive.rename(`${b}/own/b.txt`, `${b}/open/b.txt`);
    expect(await said()).toEqual([sentence('b.txt')]);
    await upload('open', 'c.txt');
    expect(await said()).toEqual([sentence('c.txt')]);
    await d.drive.newUntitled({ path: `${b}/open`, type: 'directory' });
    expect(await said()).toEqual([sentence('Untitled Folder')]);
    await d.drive.rename(`${b}/open/c.txt`, `${b}/own/c.txt`);
    expect(await said('public')).toEqual([
      '"c.txt" is private under its new name, and its public address no longer works.'
    ]);
    expect(await readable()).toEqual([
      'open/a.txt',
      'open/b.txt',
      'open/mine.txt'
    ]);
  });

  it('is said in one sentence of what belongs together', async () => {
    await publish('open/*');
    const noticeGroup = d.drive.groupNotices();
    for (const name of ['a', 'b', 'c']) {
      await upload('open', name, { noticeGroup });
      await upload('own', name, { noticeGroup });
    }
    expect(await said()).toEqual([]);
    noticeGroup.end();
    expect(await said()).toEqual([
      '3 items are public now: anyone can read what is in the folder open/.'
    ]);
  });

  it('is not said where the policy cannot be read, and hinders nothing', async () => {
    await publish('open/*');
    await d.put('open/a.txt', 'x');
    let asked = 0;
    d.fixture.intercept(async (request, next) =>
      /[?&]policy/.test(request.url) && request.url.includes(b) && ++asked
        ? new Response(null, {
            status: 418,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next()
    );
    await upload('open', 'b.txt');
    await until(() => expect(asked).toBeGreaterThan(0));
    d.fixture.intercept(null);
    expect(await said()).toEqual([]);
  });

  it('a single object is private again under another name', async () => {
    await d.put('own/a.txt', 'x');
    await publish('own/a.txt');
    expect(await readable()).toEqual(['own/a.txt']);
    await d.drive.rename(`${b}/own/a.txt`, `${b}/own/b.txt`);
    expect(await said('public')).toEqual([
      '"b.txt" is private under its new name, and its public address no longer works.'
    ]);
    expect(await readable()).toEqual([]);
  });
});

describe('a checkpoint', () => {
  const checkpoints = async () =>
    (await d.keys()).filter(
      key => key.includes(CHECKPOINTS) && !key.endsWith('/')
    );

  it('is made in a private place beside a public one', async () => {
    await publish('open/*', 'own/single.txt');
    for (const key of ['open/a.txt', 'own/a.txt', 'own/single.txt']) {
      await d.put(key, 'before');
      await edit(key, 'after');
    }
    expect(await checkpoints()).toEqual([
      'own/.ipynb_checkpoints/a-checkpoint.txt',
      'own/.ipynb_checkpoints/single-checkpoint.txt'
    ]);
    expect(await readable()).toEqual(['open/a.txt', 'own/single.txt']);
  });

  it('is made nowhere in a bucket of which it cannot be told', async () => {
    await d.fixture.foreign.send(
      new PutBucketPolicyCommand({
        Bucket: b,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: ['*'] },
              Action: ['s3:GetObject'],
              Resource: [`arn:aws:s3:::${b}/*`],
              Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
            }
          ]
        })
      })
    );
    await d.put('own/a.txt', 'before');
    await edit('own/a.txt', 'after');
    expect(await checkpoints()).toEqual([]);
    expect(await d.text('own/a.txt')).toBe('after');
  });

  it('is asked about as a stranger where there are no policies', async () => {
    await publish('open/*');
    const refuse = (status: number) =>
      d.fixture.intercept(async (request, next) =>
        request.url.includes('?policy')
          ? new Response(null, {
              status,
              headers: { 'X-S3-Drive-Origin': 'store' }
            })
          : next()
      );
    for (const [status, folder] of [
      [403, 'open'],
      [501, 'own']
    ] as const) {
      refuse(status);
      d.drive.policies.clear();
      await d.put(`${folder}/a.txt`, 'before');
      await edit(`${folder}/a.txt`, 'after');
    }
    d.fixture.intercept(null);
    expect(await checkpoints()).toEqual([
      'own/.ipynb_checkpoints/a-checkpoint.txt'
    ]);
  });

  it('stays behind when its file goes to a public place', async () => {
    await publish('open/*');
    await d.put('own/a.txt', 'before');
    await d.put('open/other.txt', 'x');
    await edit('own/a.txt', 'after');
    await d.drive.rename(`${b}/own/a.txt`, `${b}/open/a.txt`);
    expect(await checkpoints()).toEqual([
      'own/.ipynb_checkpoints/a-checkpoint.txt'
    ]);
    expect(await readable()).toEqual(['open/a.txt', 'open/other.txt']);
    expect(await said()).toEqual([
      'Others may read the new place of "a.txt", so its checkpoints were left in the old one.',
      '"a.txt" is public now: anyone can read what is in the folder open/.'
    ]);
  });

  it('stays behind when its folder goes to a public place', async () => {
    await publish('open/*');
    await d.put('open/other.txt', 'x');
    await d.put('own/p/sub/a.txt', 'before');
    await d.put('own/p/b.txt', 'b');
    await edit('own/p/sub/a.txt', 'after');
    const left = 'own/p/sub/.ipynb_checkpoints/a-checkpoint.txt';
    await d.drive.rename(`${b}/own/p`, `${b}/open/p`);
    expect(await checkpoints()).toEqual([left]);
    expect(await readable()).toEqual([
      'open/other.txt',
      'open/p/b.txt',
      'open/p/sub/a.txt'
    ]);
    const sentences = await said();
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).toContain('its checkpoints were left in the old one');
    expect(sentences[1]).toContain('"p" is public now');
    expect(await d.text(left)).toBe('before');
  });

  it('is not copied with its folder into a public place, but elsewhere', async () => {
    await publish('open/*');
    await d.put('own/p/a.txt', 'before');
    await edit('own/p/a.txt', 'after');
    await d.drive.copy(`${b}/own/p`, `${b}/open`);
    await d.drive.copy(`${b}/own/p`, `${b}/else`);
    expect(await checkpoints()).toEqual([
      'else/p/.ipynb_checkpoints/a-checkpoint.txt',
      'own/p/.ipynb_checkpoints/a-checkpoint.txt'
    ]);
    expect(await readable()).toEqual(['open/p/a.txt']);
  });

  it("of the person's computer is not uploaded there", async () => {
    await publish('open/*');
    const dir = (folder: string) => `${folder}/.ipynb_checkpoints`;
    await upload(dir('own'), 'a-checkpoint.txt');
    expect(await statusOf(upload(dir('open'), 'a-checkpoint.txt'))).toBe(403);
    expect(await checkpoints()).toEqual([`${dir('own')}/a-checkpoint.txt`]);
  });

  it('alone in a folder stays when that goes to a public place', async () => {
    await publish('open/*');
    const left = 'own/p/.ipynb_checkpoints/a-checkpoint.txt';
    await d.put(left, 'before');
    await d.drive.rename(`${b}/own/p`, `${b}/open/p`);
    expect(await checkpoints()).toEqual([left]);
    expect(await d.keys('open/')).toEqual(['open/p/']);
  });
});
