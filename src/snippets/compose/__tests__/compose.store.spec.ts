// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about text; pytest runs the snippets on each store.

import { head } from '../../../s3/objects/head';
import { putObject } from '../../../s3/objects/put';
import { Policies } from '../../../s3/policy/policycache';
import { getStatus } from '../../../s3/server/status';
import type { IFixture } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { NOTHING_AROUND } from '../../insertion/surroundings';
import type { IFacts } from '../../../inspect/facts';
import { isAccessChosen } from '../access';
import { SnippetComposer } from '../compose';
import type { ISnippetChoice } from '../types';
import { S3Location } from '../../../s3/location';

const DENIED = '<Error><Code>AccessDenied</Code><Message>No</Message></Error>';
const DENIAL = {
  status: 403,
  headers: {
    'Content-Type': 'application/xml',
    'X-S3-Drive-Origin': 'store'
  }
};

const CSV = 'code;taux\n01001;0,5\n01002;1,5\n';

let f: IFixture;
let bucket: string;

const at = (key: string) => S3Location.fromPath(`${bucket}/${key}`);
let policies: Policies;
let snippets: SnippetComposer;

useStore({ each: true }, async made => {
  ({ fixture: f, bucket } = made);
  policies = new Policies(f.connection);
  snippets = new SnippetComposer({
    connection: f.connection,
    policies,
    status: () => getStatus(f.connection)
  });
  await putObject(f.connection, bucket, 'd/é "x".csv', CSV);
});

const find = (key: string, signal?: AbortSignal) =>
  snippets.find(at(key), { signal });

const wish = (change: Partial<ISnippetChoice> = {}): ISnippetChoice => ({
  language: 'python',
  library: 'pandas',
  operation: 'read',
  ...change
});

/** The number of requests that have read bytes of an object. */
const reads = () =>
  f.sent.filter(line => /^GET .*\/api\/.*x%22\.csv/.test(line)).length;

it('looks once at a file that has not changed', async () => {
  const found = await find('d/é "x".csv');
  expect(found).toMatchObject({
    kind: 'file',
    publicUrl: null,
    store: { bucketRegion: null },
    facts: { format: 'csv', table: { separator: ';', decimal: ',' } }
  });
  const before = reads();
  await find('d/é "x".csv');
  expect(reads()).toBe(before);
  await putObject(f.connection, bucket, 'd/é "x".csv', 'a,b\n1,2\n');
  const { facts } = await find('d/é "x".csv');
  expect((facts as IFacts).table?.separator).toBe(',');
  expect(reads()).toBe(before + 1);
});

it('asks once for what is looked at', async () => {
  const key = 'd/é "x".csv';
  const asked = () =>
    f.sent.filter(line => line.includes('x%22.csv')).map(line => line[0]);
  f.sent.length = 0;
  await find(key);
  expect(asked()).toEqual(['G']);
  await find(key);
  expect(asked()).toEqual(['G', 'H']);
  // Whoever found out that it is a file has already requested it.
  const { etag, size } = await head(f.connection, bucket, key);
  f.sent.length = 0;
  snippets.saw(at(key), { etag, size });
  await find(key);
  expect(asked()).toEqual([]);
  snippets.saw(at(key), { etag: '"another"', size });
  await find(key);
  expect(asked()).toEqual(['G']);
});

it('writes the endpoint where a kernel does not find it', async () => {
  const status = await getStatus(f.connection);
  const { store } = await find('d/é "x".csv');
  expect(store).toMatchObject({
    endpoint: status.endpoint,
    region: status.region,
    kernels: { botocoreFinds: true, urlVariable: 'AWS_ENDPOINT_URL' }
  });
  const configured = new SnippetComposer({
    connection: f.connection,
    policies,
    status: async () => ({ ...status, kernels: null })
  });
  const found = await configured.find(at('d/é "x".csv'));
  expect(configured.write(found, wish(), NOTHING_AROUND).code).toContain(
    `client_kwargs={"endpoint_url": "${status.endpoint}"}`
  );
});

it('knows a folder and a bucket, and their tables', async () => {
  const folder = await find('d/');
  expect(folder).toMatchObject({
    kind: 'folder',
    facts: { format: 'csv', extension: '.csv' }
  });
  expect(snippets.write(folder, wish(), NOTHING_AROUND).code).toContain(
    'fs.glob'
  );
  expect((await find('')).kind).toBe('folder');
});

it('asks as a stranger only where the policy lets strangers in', async () => {
  const asked = () => f.sent.filter(line => /\/public\//.test(line)).length;
  const key = 'd/é "x".csv';
  const before = asked();
  expect((await find(key)).publicUrl).toBeNull();
  expect(asked()).toBe(before);
  await policies.change({ bucket, key }, 'public');
  const found = await find(key);
  expect(asked()).toBe(before + 1);
  const { endpoint } = f.description;
  expect(found.publicUrl).toBe(`${endpoint}/${bucket}/d/%C3%A9%20%22x%22.csv`);
  const code = (change: Partial<ISnippetChoice>) =>
    snippets.write(found, wish(change), NOTHING_AROUND).code;
  expect(code({ isAnonymous: true })).toContain(found.publicUrl);
  // Writing needs credentials, and the folder cannot be listed publicly.
  for (const operation of ['write', 'list'] as const) {
    expect(code({ operation, isAnonymous: true })).not.toMatch(/anon|http:/);
  }
});

it('reads what is public with the own keys, where they can', async () => {
  const key = 'd/é "x".csv';
  await policies.change({ bucket, key }, 'public');
  const found = await find(key);
  const { code } = snippets.write(found, wish(), NOTHING_AROUND);
  expect(code).toContain(`fs.open("${bucket}/d/é \\"x\\".csv"`);
  expect(code).not.toContain(found.publicUrl);
  expect(isAccessChosen(found, wish())).toBe(true);
  expect(isAccessChosen(found, wish({ operation: 'write' }))).toBe(false);
  // It has no keys.
  const curl = wish({ language: 'shell', library: 'curl' });
  expect(isAccessChosen(found, curl)).toBe(false);
  expect(snippets.write(found, curl, NOTHING_AROUND).code).toContain(
    found.publicUrl
  );
  await policies.change({ bucket, key }, 'private');
  const hidden = await find(key);
  expect(isAccessChosen(hidden, wish())).toBe(false);
});

it('reads as a stranger what the own keys do not read', async () => {
  const key = 'd/é "x".csv';
  await policies.change({ bucket, key }, 'public');
  f.intercept(async (request, next) =>
    /^GET|^HEAD/.test(request.method) &&
    request.url.includes('/api/') &&
    request.url.includes('x%22.csv')
      ? new Response(DENIED, DENIAL)
      : next()
  );
  const found = await find(key);
  expect(found.trouble).toMatchObject({ status: 403 });
  expect(isAccessChosen(found, wish())).toBe(false);
  expect(snippets.write(found, wish(), NOTHING_AROUND).code).toMatch(
    /anon=True/
  );
});

it('makes a link for curl alone, and only where one is needed', async () => {
  const found = await find('d/é "x".csv');
  const curl = wish({ language: 'shell', library: 'curl' });
  const link = await snippets.link(found, curl);
  expect(await (await fetch(link!)).text()).toBe(CSV);
  expect(await snippets.link(found, wish())).toBeNull();
  const publicUrl = 'https://s3.example/x';
  expect(await snippets.link({ ...found, publicUrl }, curl)).toBeNull();
});

it('says that a file is not there, and makes do with one that cannot be read', async () => {
  await expect(find('d/none.csv')).rejects.toMatchObject({ status: 404 });
  f.intercept(async (request, next) =>
    request.url.includes('/api/') ? new Response(DENIED, DENIAL) : next()
  );
  const { facts, trouble } = await find('d/é "x".csv');
  expect(facts).toMatchObject({ format: 'csv', doubt: 'unreadable' });
  expect(trouble).toMatchObject({ status: 403, code: 'AccessDenied' });
  const folder = await find('d/');
  expect(folder.facts.doubt).toBe('unreadable');
  expect(folder.trouble).toMatchObject({ code: 'AccessDenied' });
});

it('has no trouble with what can be read, be it damaged', async () => {
  await putObject(f.connection, bucket, 'd/x.parquet', 'PAR1x');
  const { facts, trouble } = await find('d/x.parquet');
  expect(facts.doubt).not.toBeNull();
  expect(trouble).toBeUndefined();
});

it('is cancelled', async () => {
  const abort = new AbortController();
  const finding = find('d/é "x".csv', abort.signal);
  abort.abort();
  await expect(finding).rejects.toMatchObject({ code: 'Aborted' });
});

it('refuses what cannot be addressed', async () => {
  await expect(find('d/../x')).rejects.toMatchObject({ code: 'InvalidKey' });
});

describe('a data frame that is written', () => {
  const code = async (
    path: string,
    change: Partial<ISnippetChoice>,
    cell = ''
  ) => {
    const around = { before: [cell], all: [cell] };
    const chosen = wish({ operation: 'write', ...change });
    const { code } = await snippets.prepared(await find(path), chosen, around);
    return code.split(`${bucket}/`).join('');
  };
  const CELL = 'villes = pd.read_csv("x")\nn = villes.n.sum()';

  it('is the last one of the code above, and names a new file', async () => {
    expect(await code('d/é "x".csv', {}, CELL)).toContain(
      'with fs.open("d/villes.csv", "x") as file_out:\n    villes.to_csv(file_out, index=False, sep=";", decimal=",")'
    );
    expect(await code('d/', {}, CELL)).toContain('"d/villes.csv"');
    expect(await code('d/', {})).toContain('"d/df.csv"');
  });

  it('is the one that is chosen', async () => {
    const frame = 'villes[villes.n > 1]';
    expect(await code('d/', { frame }, 'df = pd.read_csv("x")')).toContain(
      'with fs.open("d/villes_villes.n_1.csv", "x") as file_out:\n    villes[villes.n > 1].to_csv('
    );
  });

  it('gets a name that no file has', async () => {
    await putObject(f.connection, bucket, 'd/villes.parquet', 'x');
    await putObject(f.connection, bucket, 'd/villes-2.csv', 'x');
    await putObject(f.connection, bucket, 'd/villes_old.csv', 'x');
    expect(await code('d/é "x".csv', {}, CELL)).toContain('"d/villes-3.csv"');
  });

  it('replaces a file only where that is asked for', async () => {
    expect(await code('d/é "x".csv', { replacesFile: true }, CELL)).toContain(
      '# This replaces the file.\nwith fs.open("d/é \\"x\\".csv", "w") as file_out:\n    villes.to_csv('
    );
  });
});
