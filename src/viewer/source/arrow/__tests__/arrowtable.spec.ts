// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fc, runs } from '../../../../testing/random';
import { keptRanges } from '../../ranges';
import { TableError } from '../../tableerror';
import { openArrowTable } from '../opentable';
import { makeArrowFiles, type IArrowFiles } from './arrowfiles';
import { rowOf } from '../../../__tests__/memorytables';

let made: IArrowFiles;

beforeAll(() => {
  made = makeArrowFiles();
});

/** A file in memory, and how much of it was read. */
async function open(bytes: Uint8Array) {
  const reads: number[] = [];
  const get = async (first: number, end: number) => {
    if (first < 0 || first >= end || end > bytes.length) {
      throw new Error(`no such range: ${first} to ${end}`);
    }
    reads.push(end - first);
    return bytes.slice(first, end);
  };
  const table = await openArrowTable(() => keptRanges(bytes.length, [], get));
  const total = () => reads.reduce((sum, length) => sum + length, 0);
  return { table, total };
}

const openNamed = (name: string) => open(made.files.get(name)!);

describe('the cells of an Arrow file', () => {
  it.each(['types', 'lz4', 'zstd'])(
    'are shown to the last digit: %s',
    async name => {
      const { table } = await openNamed(name);
      expect(table.count).toEqual({ rows: 3, isExact: true });
      for (const [row, cells] of made.texts.entries()) {
        expect(await rowOf(table, row)).toEqual(cells);
      }
    }
  );

  it('have types', async () => {
    const { table } = await openNamed('types');
    const types = table.columns.map(({ name, type }) => `${name}: ${type}`);
    expect(types).toEqual(
      expect.arrayContaining([
        'boolean: boolean',
        'int64: integer',
        'decimal: number',
        'nanoseconds: date',
        'category: text',
        'struct: text'
      ])
    );
  });

  it('are none in an empty table', async () => {
    const { table } = await openNamed('empty');
    expect(table.count).toEqual({ rows: 0, isExact: true });
    await table.load(0, 0);
    expect(table.cell(0, 0)).toBeUndefined();
  });
});

describe('rows far away', () => {
  it.each(['batches', 'feather'])('are read by their batch: %s', async name => {
    const { table } = await openNamed(name);
    for (const row of [0, 29_999, 30_000, 65_536, 99_999]) {
      expect(await rowOf(table, row)).toEqual([
        `${row}`,
        `mot ${row % 5000}`,
        `c ${row % 50}`,
        row % 3 ? '' : `${row}`
      ]);
    }
  });

  it('take one column of one batch', async () => {
    const { table, total } = await openNamed('batches');
    const before = total();
    await table.load(50_000, 50_000, 0, 0);
    expect(table.cell(50_000, 0)).toBe('50000');
    expect(table.cell(50_000, 1)).toBeUndefined();
    expect(total() - before).toBeLessThan(8 * 30_000 + 2000);
  });

  it('are counted where batches have any number of rows', async () => {
    const { table } = await openNamed('uneven');
    expect(table.count).toEqual({ rows: 100, isExact: false });
    await table.load(15, 15);
    expect(table.cell(15, 0)).toBe('15');
    expect(table.rowNumber(515)).toEqual({ number: 516, isExact: false });
    await table.load(515, 515);
    expect(table.count).toEqual({ rows: 600, isExact: true });
    expect((await rowOf(table, 599))[0]).toBe('599');
    expect(table.rowNumber(599)).toEqual({ number: 600, isExact: true });
  });
});

describe('a file that cannot be shown', () => {
  it('has a column that is too large', async () => {
    const { table } = await openNamed('large');
    await expect(table.load(0, 0)).rejects.toMatchObject({ problem: 'large' });
  });

  it('is damaged: whatever byte is wrong, nothing else is thrown', async () => {
    for (const name of ['types', 'lz4']) {
      const whole = made.files.get(name)!;
      const any = fc.record({
        at: fc.nat(whole.length - 1),
        byte: fc.nat(255)
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(any, { minLength: 1, maxLength: 4 }),
          async wrong => {
            const bytes = whole.slice();
            wrong.forEach(({ at, byte }) => (bytes[at] = byte));
            try {
              const { table } = await open(bytes);
              for (const column of table.columns.keys()) {
                await table.load(0, 2, column, column).catch(expectTableError);
                table.cell(2, column);
              }
            } catch (error) {
              expectTableError(error);
            }
          }
        ),
        { numRuns: runs(25) }
      );
    }
  });

  it('is cut off', async () => {
    const whole = made.files.get('types')!;
    for (const size of [0, 8, 20, whole.length >> 1, whole.length - 1]) {
      const opened = open(whole.slice(0, size));
      await opened.then(() => expect(size).toBe(-1), expectTableError);
    }
  });
});

function expectTableError(error: unknown): void {
  expect(error).toBeInstanceOf(TableError);
}
