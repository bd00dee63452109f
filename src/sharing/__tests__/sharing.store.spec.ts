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
import { gzipSync } from 'zlib';

import { getStatus } from '../../s3/server/status';
import { encodeKey } from '../../s3/keys';
import { Policies } from '../../s3/policy/policycache';
import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { SnippetComposer } from '../../snippets/compose/compose';
import { readPublicUrl } from '../../snippets/write/address';
import { Sharing } from '../sharing';
import {
  receiverText,
  type IReceiverText,
  type ReceiverLanguage,
  type ReceiverReader
} from '../receivertext';
import { S3Location } from '../../s3/location';

/** Whether R is installed, with the package that the text needs. */
const HAS_R =
  spawnSync('Rscript', ['-e', 'library(readr)'], { stdio: 'ignore' }).status ===
  0;

let fixture: IFixture;
let sharing: Sharing;
let bucket: string;

const at = (key: string) => S3Location.fromPath(`${bucket}/${key}`);

const KEYS = ['d/a é+.csv', 'd/sub/b.csv', 'd2/c.csv', "q'uo te#.csv"];

useStore({ each: true }, async made => {
  ({ fixture, bucket } = made);
  for (const key of KEYS) {
    await made.put(key, 'text');
  }
  const { connection } = fixture;
  sharing = new Sharing({
    connection,
    policies: new Policies(connection),
    status: () => getStatus(connection)
  });
});

/** The keys that can be read anonymously. */
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
  const location = at(key);
  expect((await sharing.describe(location)).visibility).toBe('private');
  const up = await sharing.setVisibility(location, 'public');
  expect(up).toMatchObject({ isAsWanted: true, isAsWritten: true });
  expect(await readable()).toEqual([key]);
  const { publicUrl } = up.description;
  expect(await (await fetch(publicUrl ?? '')).text()).toBe('text');
  const down = await sharing.setVisibility(location, 'private');
  expect(down).toMatchObject({
    isAsWanted: true,
    alsoPrivate: [],
    description: { visibility: 'private', publicUrl: null }
  });
  expect(await readable()).toEqual([]);
});

it('a folder takes back what is public in it, and says so', async () => {
  await sharing.setVisibility(at(KEYS[1]), 'public');
  const folder = at('d/');
  await sharing.setVisibility(folder, 'public');
  expect(await readable()).toEqual(KEYS.slice(0, 2));
  expect(await sharing.describe(at(KEYS[1]))).toMatchObject({
    cause: 'folder',
    inheritedFrom: 'd/'
  });
  await sharing.setVisibility(folder, 'private');
  expect(await readable()).toEqual([]);

  await sharing.setVisibility(at(KEYS[1]), 'public');
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
  const outcome = await sharing.setVisibility(at('d/'), 'private');
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
  const outcome = await sharing.setVisibility(at('d/'), 'public');
  expect(outcome).toMatchObject({ isAsWanted: true, isAsWritten: false });
  // Statements of others are kept.
  expect(await readable()).toEqual(KEYS.slice(0, 3));
});

it('links read once asked for, and take one upload', async () => {
  const read = await sharing.link(at(KEYS[0]), {
    operation: 'read',
    expiresIn: 60
  });
  const answer = await fetch(read.url);
  expect(await answer.text()).toBe('text');
  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  const location = at('d/new file.csv');
  const up = await sharing.link(location, {
    operation: 'upload',
    expiresIn: 60
  });
  const send = () =>
    fetch(up.url, { method: 'PUT', body: 'new', headers: up.headers });
  expect((await send()).status).toBe(200);
  expect((await send()).status).toBe(412);
  expect((await fetch(up.url, { method: 'PUT', body: 'x' })).ok).toBe(false);
});

it('the texts that are handed over do what they say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handed-'));
  // The receiver has only the text.
  const run = (program: string, ...args: string[]) =>
    promisify(execFile)(program, args, { cwd: folder });
  try {
    const location = at(KEYS[3]);
    const wish = { operation: 'read', expiresIn: 60 } as const;
    const link = await sharing.link(location, wish);
    const read: IReceiverText = { ...link, location, kind: 'read' };
    await run('sh', '-c', receiverText(read, 'curl'));
    expect(readFileSync(join(folder, KEYS[3]), 'utf8')).toBe('text');
    const { stdout } = await run(
      'python',
      '-c',
      `${receiverText(read, 'python')}\nprint(list(df.columns))`
    );
    expect(stdout.trim()).toBe("['text']");

    writeFileSync(join(folder, "it's new.csv"), 'sent');
    const target = at("d/it's new.csv");
    const up = await sharing.link(target, { ...wish, operation: 'upload' });
    const upload: IReceiverText = { ...up, location: target, kind: 'upload' };
    await run('sh', '-c', receiverText(upload, 'curl'));
    const sent = await sharing.link(target, wish);
    expect(await (await fetch(sent.url)).text()).toBe('sent');
    // Only once, and never over an existing object.
    await expect(run('sh', '-c', receiverText(upload, 'curl'))).rejects.toThrow(
      '412'
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('the texts for a file of an office read it as it was written', async () => {
  const location = at("d/l'été.csv");
  const Body = Buffer.from('commune;taux\nSaint-Béat;0,5\n', 'latin1');
  await fixture.foreign.send(
    new PutObjectCommand({ Bucket: bucket, Key: location.key, Body })
  );
  const { connection } = fixture;
  const policies = new Policies(connection);
  const status = () => getStatus(connection);
  const snippets = new SnippetComposer({ connection, policies, status });
  const facts = await snippets.lookAt(location);
  const reader: ReceiverReader = (language, url) =>
    readPublicUrl(language, facts, location.key, url);
  const link = await sharing.link(location, {
    operation: 'read',
    expiresIn: 60
  });
  const instructions: IReceiverText = { ...link, location, kind: 'read' };
  const text = (language: 'python' | 'r') =>
    receiverText(instructions, language, reader);
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

describe('what is stored as a gzip is handed over as its content', () => {
  const CSV = 'commune,taux\nNîmes,0.5\n';
  const PAGE = '<p>Nîmes</p>\n';
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'encoded-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** The text for a new object; `reads` by its content, or else by its name. */
  async function textFor(
    language: ReceiverLanguage,
    key: string,
    Body: Uint8Array,
    reads: boolean
  ): Promise<string> {
    await fixture.foreign.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body,
        ContentEncoding: 'gzip'
      })
    );
    const location = at(key);
    const { connection } = fixture;
    const policies = new Policies(connection);
    const status = () => getStatus(connection);
    const composer = new SnippetComposer({ connection, policies, status });
    const facts = await composer.lookAt(location);
    const reader: ReceiverReader = (wanted, url) =>
      readPublicUrl(wanted, facts, key, url);
    const isContentEncoded = await sharing.isContentEncoded(location);
    const wish = { operation: 'read', expiresIn: 60 } as const;
    const link = await sharing.link(location, wish);
    const instructions: IReceiverText = {
      ...link,
      location,
      kind: 'read',
      isContentEncoded
    };
    return receiverText(instructions, language, reads ? reader : null);
  }

  const PROGRAMS = {
    curl: ['sh', '-c', ''],
    python: ['python', '-c', '\nprint(df.iat[0, -1])'],
    r: ['Rscript', '-e', '\nprint(df[[1, ncol(df)]])']
  };

  const run = async (language: ReceiverLanguage, text: string) => {
    const [program, option, shown] = PROGRAMS[language];
    const code = /\bdf\b/.test(text) ? text + shown : text;
    const answer = promisify(execFile)(program, [option, code], {
      cwd: folder
    });
    return (await answer).stdout;
  };

  it.each([
    ['curl', 'towns.csv', false],
    ['python', 'towns.csv', false],
    ['python', 'towns.csv', true],
    ['r', 'towns.csv', false],
    ['r', 'towns.csv', true],
    ['curl', 'page.html', false],
    ['python', 'page.html', false],
    ['r', 'page.html', false],
    // This name is that of the gzip itself.
    ['curl', 'page.html.gz', false],
    ['python', 'page.html.gz', false],
    ['r', 'page.html.gz', false],
    ['python', 'towns.csv.gz', false],
    ['r', 'towns.csv.gz', false]
  ] as const)('%s, %s, by content: %s', async (language, name, reads) => {
    if (language === 'r' && !HAS_R) {
      return;
    }
    const content = name.startsWith('towns') ? CSV : PAGE;
    const stored = gzipSync(content);
    const text = await textFor(language, name, stored, reads);
    const shown = await run(language, text);
    if (/\bdf\b/.test(text)) {
      expect(shown).toMatch(/\b0\.5\b/);
    } else {
      const saved = readFileSync(join(folder, name));
      expect(
        saved.equals(name.endsWith('.gz') ? stored : Buffer.from(content))
      ).toBe(true);
    }
  });

  it('nothing is added for an encoding that is none', async () => {
    const Key = 'd/utf.csv';
    await fixture.foreign.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: CSV,
        ContentEncoding: 'utf-8'
      })
    );
    const location = at(Key);
    expect(await sharing.isContentEncoded(location)).toBe(false);
    expect(await sharing.isContentEncoded(at('d/'))).toBe(false);
    expect(await sharing.isContentEncoded(at('none'))).toBe(false);
  });
});

it('a link is never said to live longer than seven days', async () => {
  const link = await sharing.link(at(KEYS[0]), {
    operation: 'read',
    expiresIn: 1e9
  });
  const days = (link.expiresAt.getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThanOrEqual(7.01);
});
