// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3';
import { execFile, spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';

import { getStatus } from '../../s3/status';
import { encodeKey } from '../../s3/path';
import { Policies } from '../../s3/policies';
import { connect, freshBucket, type IFixture } from '../../testing/fixtures';
import { Snippets } from '../../snippets/snippets';
import { readAddress } from '../../snippets/write';
import { Sharing } from '../sharing';
import { receiverText, type IHandout, type Reader } from '../texts';

/** Whether R is there, with the package that its text needs. */
const HAS_R =
  spawnSync('Rscript', ['-e', 'library(readr)'], { stdio: 'ignore' }).status ===
  0;

let fixture: IFixture;
let sharing: Sharing;
let bucket: string;

const KEYS = ['d/a é+.csv', 'd/sub/b.csv', 'd2/c.csv', "q'uo te#.csv"];

beforeAll(async () => {
  fixture = await connect();
});

afterAll(() => fixture.dispose());

beforeEach(async () => {
  bucket = await freshBucket(fixture);
  for (const Key of KEYS) {
    await fixture.foreign.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body: 'text' })
    );
  }
  const { connection } = fixture;
  sharing = new Sharing({
    connection,
    policies: new Policies(connection),
    status: () => getStatus(connection)
  });
});

afterEach(() => fixture.intercept(null));

/** The keys that somebody without credentials can read. */
async function readable(): Promise<string[]> {
  const { endpoint } = fixture.description;
  const found: string[] = [];
  for (const key of KEYS) {
    const url = `${endpoint}/${bucket}/${encodeKey(key)}`;
    if ((await fetch(url)).ok) {
      found.push(key);
    }
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    const put = await fetch(url, { method: 'PUT', body: 'x' });
    expect(put.status).toBe(403);
  }
  return found;
}

it.each([KEYS[0], KEYS[3]])('%s is published and taken back', async key => {
  const place = { bucket, key };
  expect((await sharing.describe(place)).visibility).toBe('private');
  const up = await sharing.setVisibility(place, 'public');
  expect(up).toMatchObject({ isAsWanted: true, isAsWritten: true });
  expect(await readable()).toEqual([key]);
  const { publicUrl } = up.description;
  expect(await (await fetch(publicUrl ?? '')).text()).toBe('text');
  const down = await sharing.setVisibility(place, 'private');
  expect(down).toMatchObject({
    isAsWanted: true,
    alsoPrivate: [],
    description: { visibility: 'private', publicUrl: null }
  });
  expect(await readable()).toEqual([]);
});

it('a folder takes back what is public in it, and says so', async () => {
  await sharing.setVisibility({ bucket, key: KEYS[1] }, 'public');
  const folder = { bucket, key: 'd/' };
  await sharing.setVisibility(folder, 'public');
  expect(await readable()).toEqual(KEYS.slice(0, 2));
  expect(await sharing.describe({ bucket, key: KEYS[1] })).toMatchObject({
    cause: 'folder',
    inheritedFrom: 'd/'
  });
  await sharing.setVisibility(folder, 'private');
  expect(await readable()).toEqual([]);

  await sharing.setVisibility({ bucket, key: KEYS[1] }, 'public');
  const down = await sharing.setVisibility(folder, 'private');
  expect(down.alsoPrivate).toEqual([KEYS[1]]);
  expect(await readable()).toEqual([]);
});

it('what another statement makes public stays so, and is told', async () => {
  const foreign = {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetObject'],
    Resource: [`arn:aws:s3:::${bucket}/d*`]
  };
  await fixture.foreign.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [foreign] })
    })
  );
  const outcome = await sharing.setVisibility({ bucket, key: 'd/' }, 'private');
  expect(outcome).toMatchObject({
    isAsWanted: false,
    description: { visibility: 'public', takingBack: 'statement' }
  });
  expect(await readable()).toEqual(KEYS.slice(0, 3));
});

it('a policy that another one writes at the same time is told', async () => {
  fixture.intercept(async (request, next) => {
    const response = await next();
    if (request.method === 'PUT' && request.url.includes('?policy')) {
      fixture.intercept(null);
      const { Policy = '{}' } = await fixture.foreign.send(
        new GetBucketPolicyCommand({ Bucket: bucket })
      );
      const policy = JSON.parse(Policy);
      policy.Statement.push({
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/d2/*`
      });
      await fixture.foreign.send(
        new PutBucketPolicyCommand({
          Bucket: bucket,
          Policy: JSON.stringify(policy)
        })
      );
    }
    return response;
  });
  const outcome = await sharing.setVisibility({ bucket, key: 'd/' }, 'public');
  expect(outcome).toMatchObject({ isAsWanted: true, isAsWritten: false });
  // Theirs is kept.
  expect(await readable()).toEqual(KEYS.slice(0, 3));
});

it('links read once asked for, and take one upload', async () => {
  const read = await sharing.link(
    { bucket, key: KEYS[0] },
    { operation: 'read', expiresIn: 60 }
  );
  const answer = await fetch(read.url);
  expect(await answer.text()).toBe('text');
  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  const place = { bucket, key: 'd/new file.csv' };
  const up = await sharing.link(place, { operation: 'upload', expiresIn: 60 });
  const send = () =>
    fetch(up.url, { method: 'PUT', body: 'new', headers: up.headers });
  expect((await send()).status).toBe(200);
  expect((await send()).status).toBe(412);
  expect((await fetch(up.url, { method: 'PUT', body: 'x' })).ok).toBe(false);
});

it('the texts that are handed over do what they say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handed-'));
  // The receiver has nothing but the text.
  const run = (program: string, ...args: string[]) =>
    promisify(execFile)(program, args, { cwd: folder });
  try {
    const place = { bucket, key: KEYS[3] };
    const wish = { operation: 'read', expiresIn: 60 } as const;
    const link = await sharing.link(place, wish);
    const read: IHandout = { ...link, place, kind: 'read' };
    await run('sh', '-c', receiverText(read, 'curl'));
    expect(readFileSync(join(folder, KEYS[3]), 'utf8')).toBe('text');
    const { stdout } = await run(
      'python',
      '-c',
      `${receiverText(read, 'python')}\nprint(list(df.columns))`
    );
    expect(stdout.trim()).toBe("['text']");

    writeFileSync(join(folder, "it's new.csv"), 'sent');
    const target = { bucket, key: "d/it's new.csv" };
    const up = await sharing.link(target, { ...wish, operation: 'upload' });
    const upload: IHandout = { ...up, place: target, kind: 'upload' };
    await run('sh', '-c', receiverText(upload, 'curl'));
    const sent = await sharing.link(target, wish);
    expect(await (await fetch(sent.url)).text()).toBe('sent');
    // Once, and never over what is there.
    await expect(run('sh', '-c', receiverText(upload, 'curl'))).rejects.toThrow(
      '412'
    );

    const open = { bucket, key: 'd/' };
    const { description } = await sharing.setVisibility(open, 'public');
    const list: IHandout = {
      place: open,
      url: description.publicUrl ?? '',
      kind: 'folder'
    };
    const listed = await run('sh', '-c', receiverText(list, 'curl'));
    expect(listed.stdout).toContain('sub/b.csv');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('the texts for a file of an office read it as it was written', async () => {
  const place = { bucket, key: "d/l'été.csv" };
  const Body = Buffer.from('commune;taux\nSaint-Béat;0,5\n', 'latin1');
  await fixture.foreign.send(
    new PutObjectCommand({ Bucket: bucket, Key: place.key, Body })
  );
  const { connection } = fixture;
  const policies = new Policies(connection);
  const status = () => getStatus(connection);
  const snippets = new Snippets({ connection, policies, status });
  const facts = await snippets.lookAt(place);
  const reader: Reader = (language, url) =>
    readAddress(language, facts, place.key, url);
  const link = await sharing.link(place, { operation: 'read', expiresIn: 60 });
  const handout: IHandout = { ...link, place, kind: 'read' };
  const text = (language: 'python' | 'r') =>
    receiverText(handout, language, reader);
  const run = async (program: string, ...args: string[]) =>
    (await promisify(execFile)(program, args)).stdout.trim();

  const shown = 'print(df.to_dict("records"))';
  expect(await run('python', '-c', `${text('python')}\n${shown}`)).toBe(
    "[{'commune': 'Saint-Béat', 'taux': 0.5}]"
  );
  if (HAS_R) {
    const written = 'cat(df$commune, df$taux + 1)';
    expect(await run('Rscript', '-e', `${text('r')}\n${written}`)).toBe(
      'Saint-Béat 1.5'
    );
  }
});

it('a link is never said to live longer than seven days', async () => {
  const link = await sharing.link(
    { bucket, key: KEYS[0] },
    { operation: 'read', expiresIn: 1e9 }
  );
  const days = (link.expiresAt.getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThanOrEqual(7.01);
});
