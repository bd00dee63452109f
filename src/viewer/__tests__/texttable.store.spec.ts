// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: ranges and conditions of a GET are those that the look uses too.

import { S3Error } from '../../s3/errors';
import { deleteObject } from '../../s3/objects/delete';
import { putObject } from '../../s3/objects/put';
import { connect, freshBucket, type IFixture } from '../../testing/fixtures';
import { lookAtFile } from '../look';
import { fileRanges } from '../source/ranges';
import { openTextTable } from '../source/text/opentable';

const ROWS = 700_000;
const KEY = 'large é.csv';

let f: IFixture;
let bucket: string;
let stop: AbortController;

/** What was asked of the store: the range, and the version. */
let asked: { range: string | null; ifMatch: string | null }[] = [];
let bytes = 0;

function text(from: number): string {
  const lines = Array.from(
    { length: ROWS },
    (_, row) => `${from + row};value ${row}`
  );
  return `n;what\n${lines.join('\n')}\n`;
}

beforeAll(async () => {
  f = await connect();
  bucket = await freshBucket(f);
});

beforeEach(async () => {
  stop = new AbortController();
  await putObject(f.connection, bucket, KEY, text(0));
  asked = [];
  bytes = 0;
  f.intercept(async (request, next) => {
    const answer = await next();
    if (request.method === 'GET') {
      const { headers } = request;
      asked.push({
        range: headers.get('Range'),
        ifMatch: headers.get('If-Match')
      });
      bytes += Number(answer.headers.get('Content-Length'));
    }
    return answer;
  });
});

afterEach(() => f.intercept(null));
afterAll(() => f.dispose());

async function open() {
  const location = { bucket, key: KEY };
  const { facts, known, version } = await lookAtFile(
    f.connection,
    location,
    stop.signal
  );
  const ranges = fileRanges(
    f.connection,
    location,
    version!,
    known,
    stop.signal
  );
  return openTextTable(ranges, facts.table!, facts.encoding!);
}

describe('a table in the store', () => {
  it('is opened by what the look reads, and by nothing else', async () => {
    const table = await open();
    expect(table.cell(0, 0)).toBe('0');
    expect(asked).toHaveLength(3);
    expect(bytes).toBe(2 ** 20);
  });

  it('is read where it is shown, by ranges of one version', async () => {
    const table = await open();
    [asked, bytes] = [[], 0];
    const middle = Math.floor(table.count.rows / 2);
    await table.load(middle, middle + 50);
    expect(table.cell(middle + 50, 1)).toMatch(/^value \d+$/);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(bytes).toBeLessThanOrEqual(2 ** 19);
    for (const { ifMatch, range } of asked) {
      expect(range).toMatch(/^bytes=\d+-\d+$/);
      expect(ifMatch).toMatch(/./);
    }
  });

  it.each([
    ['changed', 412, () => putObject(f.connection, bucket, KEY, text(9))],
    ['deleted', 404, () => deleteObject(f.connection, bucket, KEY)]
  ])('that was %s meanwhile is not mixed', async (_, status, change) => {
    const table = await open();
    await change();
    const middle = Math.floor(table.count.rows / 2);
    const error = await table.load(middle, middle).catch(reason => reason);
    expect(error).toBeInstanceOf(S3Error);
    expect(error.status).toBe(status);
    expect(table.cell(0, 0)).toBe('0');
  });

  it('that is closed reads nothing more', async () => {
    const table = await open();
    stop.abort();
    table.dispose();
    asked = [];
    const middle = Math.floor(table.count.rows / 2);
    await expect(table.load(middle, middle)).rejects.toThrow();
    expect(asked).toEqual([]);
    expect(table.cell(0, 0)).toBeUndefined();
  });
});
