// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  DeleteBucketPolicyCommand,
  PutBucketPolicyCommand
} from '@aws-sdk/client-s3';

import { encodeKey } from '../../s3/path';
import { CHECKPOINTS } from '../checkpoints';
import { makeDrive, statusOf, type } from './helpers';
import type { IDriveFixture } from './helpers';

let d: IDriveFixture;
let b: string;

beforeEach(async () => {
  d = await makeDrive();
  b = d.bucket;
});

afterEach(() => d.dispose());

/** Publish keys and prefixes (with `*`) as another client; nothing: take it back. */
async function publish(...patterns: string[]): Promise<void> {
  const { foreign } = d.fixture;
  if (patterns.length === 0) {
    await foreign.send(new DeleteBucketPolicyCommand({ Bucket: b }));
    return;
  }
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: patterns.map(pattern => `arn:aws:s3:::${b}/${pattern}`)
      }
    ]
  });
  await foreign.send(new PutBucketPolicyCommand({ Bucket: b, Policy }));
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

/** What is said once all is quiet. */
async function said(): Promise<string[]> {
  await new Promise(resolve => setTimeout(resolve, 700));
  return d.notices.splice(0).map(({ message }) => message);
}

/** Save a document of the person's, as JupyterLab does. */
async function edit(key: string, text: string): Promise<void> {
  const context = await d.open(key);
  type(context, text);
  await context.save();
}

const upload = (dir: string, name: string, gathering?: object) =>
  d.drive.upload(`${b}/${dir}`, new File(['x'], name), { ...gathering });

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
    // It stays public under its new name: no news.
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
    expect(await said()).toEqual([
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
    const gathering = d.drive.gather();
    for (const name of ['a', 'b', 'c']) {
      await upload('open', name, { gathering });
      await upload('own', name, { gathering });
    }
    expect(await said()).toEqual([]);
    gathering.end();
    expect(await said()).toEqual([
      '3 items are public now: anyone can read what is in the folder open/.'
    ]);
  });

  it('is not said where the policy cannot be read, and hinders nothing', async () => {
    await publish('open/*');
    await d.put('open/a.txt', 'x');
    d.fixture.intercept(async (request, next) =>
      request.url.includes('?policy')
        ? new Response(null, {
            status: 418,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next()
    );
    await upload('open', 'b.txt');
    expect(await said()).toEqual([]);
    d.fixture.intercept(null);
  });

  it('a single object is private again under another name', async () => {
    await d.put('own/a.txt', 'x');
    await publish('own/a.txt');
    expect(await readable()).toEqual(['own/a.txt']);
    await d.drive.rename(`${b}/own/a.txt`, `${b}/own/b.txt`);
    expect(await said()).toEqual([
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
