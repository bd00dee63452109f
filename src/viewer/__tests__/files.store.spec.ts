// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: ranges and conditions of a GET are those that the look uses too.

import { gzipSync } from 'zlib';

import { S3Location } from '../../s3/location';
import { putObject } from '../../s3/objects/put';
import { connect, freshBucket, type IFixture } from '../../testing/fixtures';
import { isBinary } from '../filepage/firstbytes';
import { openFile } from '../openfile';

let f: IFixture;
let bucket: string;

/** The ranges that were asked of the store. */
let asked: (string | null)[] = [];

beforeAll(async () => {
  f = await connect();
  bucket = await freshBucket(f);
});

beforeEach(() => {
  asked = [];
  f.intercept(async (request, next) => {
    if (request.method === 'GET') {
      asked.push(request.headers.get('Range'));
    }
    return next();
  });
});

afterEach(() => f.intercept(null));
afterAll(() => f.dispose());

const at = (key: string) => S3Location.fromPath(`${bucket}/${key}`);

const open = (key: string) =>
  openFile(f.connection, at(key), new AbortController().signal);

/** Bytes that are no text, and of no known format. */
const NOISE = Uint8Array.from({ length: 50_000 }, (_, n) => (n * n) % 256);

describe('a file whose name says nothing', () => {
  it('is shown by its first bytes, which are all that is read', async () => {
    await putObject(f.connection, bucket, 'é model.bin', NOISE);
    const { facts, first, source } = await openedNot('é model.bin');
    expect([facts, source]).toEqual([null, null]);
    expect(first!.info!.size).toBe(NOISE.length);
    expect(first!.bytes).toEqual(NOISE.slice(0, 4096));
    expect(asked).toEqual(['bytes=0-4095']);
  });

  it('is a table where they are those of one', async () => {
    const table = 'a;b\n1;2\n3;4\n';
    await putObject(f.connection, bucket, 'part-00000', table);
    const { source } = await open('part-00000');
    expect(source?.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    source?.dispose();
  });

  it.each([
    ['noise', NOISE, true],
    ['text', 'été', false],
    ['empty', '', false]
  ])('is looked at before it is opened: %s', async (key, body, wanted) => {
    await putObject(f.connection, bucket, key, body);
    expect(await isBinary(f.connection, at(key))).toBe(wanted);
    expect(asked).toEqual(['bytes=0-4095']);
  });

  it('is text where it is delivered as text', async () => {
    const body = gzipSync('été');
    const contentEncoding = 'gzip';
    await putObject(f.connection, bucket, 'README', body, { contentEncoding });
    expect(await isBinary(f.connection, at('README'))).toBe(false);
  });

  it('is left to JupyterLab where there is none', async () => {
    expect(await isBinary(f.connection, at('none'))).toBe(false);
  });
});

describe('a packed table', () => {
  const rows = 300_000;
  const lines = Array.from({ length: rows }, (_, n) => `${n};l’été ${n % 97}`);
  const text = `n;quand\n${lines.join('\n')}\n`;
  const packed = gzipSync(text);

  it.each([
    ['by its name', 'large.csv.gz', undefined],
    ['by its coding', 'large.csv', 'gzip']
  ])('is read by ranges from its beginning: %s', async (_, key, coding) => {
    const options = { contentEncoding: coding };
    await putObject(f.connection, bucket, key, packed, options);
    const { facts, source } = await open(key);
    expect(facts).toMatchObject({ compression: 'gzip', format: 'csv' });
    expect(source!.columns.map(({ name }) => name)).toEqual(['n', 'quand']);
    expect(source!.count.isExact).toBe(false);
    expect(source!.count.rows).toBeGreaterThan(rows / 2);
    expect(source!.count.rows).toBeLessThan(rows * 2);
    const atFirst = asked.length;
    expect(atFirst).toBeLessThan(6);
    while (source!.cell(rows - 1, 1) === undefined) {
      await source!.load(rows - 1, rows - 1);
    }
    expect(source!.cell(rows - 1, 1)).toBe(`l’été ${(rows - 1) % 97}`);
    expect(source!.count).toEqual({ rows, isExact: true });
    expect(asked.every(range => /^bytes=\d+-\d+$/.test(range ?? ''))).toBe(
      true
    );
    expect(new Set(asked).size).toBe(asked.length);
    source!.dispose();
  });

  it('that was changed meanwhile is not mixed', async () => {
    await putObject(f.connection, bucket, 'changed.csv.gz', packed);
    const { source } = await open('changed.csv.gz');
    await putObject(f.connection, bucket, 'changed.csv.gz', gzipSync('a;b\n'));
    const reason = await source!.load(rows - 1, rows - 1).catch(error => error);
    expect(reason).toMatchObject({ status: 412 });
    expect(source!.cell(0, 0)).toBe('0');
    source!.dispose();
  });

  it('of JSON lines is a table too', async () => {
    const body = gzipSync('{"a": 1}\n{"b": [2]}\n');
    await putObject(f.connection, bucket, 'few.jsonl.gz', body);
    const { facts, source } = await open('few.jsonl.gz');
    expect(facts).toMatchObject({ compression: 'gzip', format: 'jsonl' });
    expect([source!.cell(0, 0), source!.cell(1, 1)]).toEqual(['1', '[2]']);
    source!.dispose();
  });
});

async function openedNot(key: string) {
  const opened = await open(key);
  if (opened.source) {
    throw new Error('a table');
  }
  return opened;
}
