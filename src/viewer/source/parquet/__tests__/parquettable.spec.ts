// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fc, runs } from '../../../../testing/random';
import { keptRanges } from '../../ranges';
import { TableError } from '../../tableerror';
import { unpackers } from '../codecs';
import { openParquetTable } from '../opentable';
import { makeParquetFiles, type IParquetFiles } from './parquetfiles';
import { rowOf } from '../../../__tests__/memorytables';

let made: IParquetFiles;

beforeAll(() => {
  made = makeParquetFiles();
});

/** A file in memory, and how much of it was read. */
function rangesOf(bytes: Uint8Array) {
  const reads: [number, number][] = [];
  const get = async (first: number, end: number) => {
    if (first < 0 || first >= end || end > bytes.length) {
      throw new Error(`no such range: ${first} to ${end}`);
    }
    reads.push([first, end]);
    return bytes.slice(first, end);
  };
  return { ranges: () => keptRanges(bytes.length, [], get), reads };
}

const fileOf = (name: string) => made.files.get(`${name}.parquet`)!;

async function open(name: string) {
  const { ranges, reads } = rangesOf(fileOf(name));
  const table = await openParquetTable(ranges);
  return { reads, table };
}

describe('the cells of a Parquet file', () => {
  it.each([
    ...['types', 'plain', 'v2', 'gzip', 'gzip v2', 'index', 'delta', 'int96'],
    ...['brotli', 'lz4']
  ])('are shown to the last digit: %s', async name => {
    const { table } = await open(name);
    const wanted = made.texts[name];
    expect(table.count).toEqual({ rows: wanted.length, isExact: true });
    for (const [row, cells] of wanted.entries()) {
      expect(await rowOf(table, row)).toEqual(cells);
    }
  });

  it('have types', async () => {
    const { table } = await open('types');
    const types = table.columns.map(({ name, type }) => `${name}: ${type}`);
    expect(types).toEqual(
      expect.arrayContaining([
        'boolean: boolean',
        'int64: integer',
        'float32: number',
        'decimal, 16 bytes: number',
        'nanoseconds: date',
        'time of day: date',
        'bytes: text',
        'struct: text'
      ])
    );
  });

  it('are there for any name of a column', async () => {
    const { table } = await open('names');
    expect(table.columns.map(({ name }) => name)).toEqual(['a.b', '']);
    expect(await rowOf(table, 0)).toEqual(['1', '2']);
  });

  it('are none in an empty table', async () => {
    const { table } = await open('empty');
    expect(table.count.rows).toBe(0);
    expect(table.columns).toHaveLength(5);
    await table.load(0, 0);
    expect(table.cell(0, 0)).toBeUndefined();
  });
});

describe('rows far away', () => {
  const ROWS = [0, 1023, 1024, 30_000, 54_321, 99_999];

  it.each(['pages', 'pages v2', 'pages index', 'pages lz4', 'groups'])(
    'are read by their pages: %s',
    async name => {
      const { table } = await open(name);
      for (const row of ROWS) {
        const [n, word, , list, gaps] = await rowOf(table, row);
        expect([n, word, list, gaps]).toEqual([
          `${row}`,
          `mot ${row % 5000}`,
          `[${row}, ${row + 1}]`,
          row % 3 ? '' : `${row}`
        ]);
      }
    }
  );

  it.each(['pages', 'pages index', 'groups'])(
    'are the same when several are asked for at once: %s',
    async name => {
      const { table } = await open(name);
      const asked = [99_999, 0, 54_321, 99_998, 1023, 30_000];
      await Promise.all(asked.map(row => table.load(row, row, 0, 1)));
      for (const row of asked) {
        const cells = [table.cell(row, 0), table.cell(row, 1)];
        expect(cells).toEqual([`${row}`, `mot ${row % 5000}`]);
      }
    }
  );

  it('of one column take little of the file', async () => {
    const { reads, table } = await open('pages index');
    reads.length = 0;
    await table.load(54_321, 54_321, 2, 2);
    const bytes = reads.reduce((sum, [first, end]) => sum + end - first, 0);
    expect(bytes).toBeLessThan(60_000);
    expect(fileOf('pages index').length).toBeGreaterThan(10 ** 6);
  });

  it('of one column are found without an index by headers alone', async () => {
    const { reads, table } = await open('pages');
    reads.length = 0;
    await table.load(99_999, 99_999, 2, 2);
    const bytes = reads.reduce((sum, [first, end]) => sum + end - first, 0);
    expect(bytes).toBeLessThan(200_000);
    expect(table.cell(99_999, 2)).toMatch(/^0\.\d+$/);
    expect(table.cell(99_999, 0)).toBeUndefined();
  });
});

describe('a wide table', () => {
  it('is opened by its footer, and read where it is shown', async () => {
    const { reads, table } = await open('wide');
    expect(table.columns).toHaveLength(2000);
    reads.length = 0;
    await table.load(0, 0, 1990, 1999);
    expect(table.cell(0, 1995)).toBe('1995');
    expect(reads).toHaveLength(10);
  });
});

describe('a file that cannot be shown', () => {
  it('says which compression it has', async () => {
    const reason = await unpackers(new Uint8Array(), 'LZO').catch(
      error => error
    );
    expectTableError(reason);
    expect(reason).toMatchObject({ problem: 'codec', details: 'LZO' });
    expect(reason.mayPass).toBe(false);
  });

  it('is damaged: whatever byte is wrong, nothing else is thrown', async () => {
    const whole = fileOf('types');
    const any = fc.record({
      at: fc.nat(whole.length - 1),
      byte: fc.nat(255)
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(any, { minLength: 1, maxLength: 4 }),
        async wrong => {
          const bytes = whole.slice();
          for (const { at, byte } of wrong) {
            bytes[at] = byte;
          }
          try {
            const table = await openParquetTable(rangesOf(bytes).ranges);
            for (const column of table.columns.keys()) {
              await table.load(0, 2, column, column).catch(expectTableError);
            }
          } catch (error) {
            expectTableError(error);
          }
        }
      ),
      { numRuns: runs(60) }
    );
  });

  it('is cut off', async () => {
    const whole = fileOf('types');
    for (const size of [0, 3, 12, whole.length >> 1, whole.length - 1]) {
      const opened = openParquetTable(rangesOf(whole.slice(0, size)).ranges);
      await opened.then(() => expect(size).toBe(-1), expectTableError);
    }
  });
});

function expectTableError(error: unknown): void {
  expect(error).toBeInstanceOf(TableError);
}
