// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fc, runs, withWrongBytes } from '../../../../testing/random';
import { keptRanges } from '../../ranges';
import { TableError } from '../../tableerror';
import { openArrowStream, openArrowTable } from '../opentable';
import { makeArrowFiles, type IArrowFiles } from './arrowfiles';
import { rowOf } from '../../../__tests__/memorytables';

let made: IArrowFiles;

beforeAll(() => {
  made = makeArrowFiles();
});

/** A file in memory, and how much of it was read. */
async function open(bytes: Uint8Array, opener = openArrowTable) {
  const reads: number[] = [];
  const get = async (first: number, end: number) => {
    if (first < 0 || first >= end || end > bytes.length) {
      throw new Error(`no such range: ${first} to ${end}`);
    }
    reads.push(end - first);
    return bytes.slice(first, end);
  };
  const table = await opener(() => keptRanges(bytes.length, [], get));
  const total = () => reads.reduce((sum, length) => sum + length, 0);
  return { table, total };
}

const openNamed = (name: string, opener = openArrowTable) =>
  open(made.files.get(name)!, opener);

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

describe('a record batch of large columns', () => {
  it('is read by the rows that are shown', async () => {
    const { table, total } = await openNamed('large');
    const last = table.columns.findIndex(({ name }) => name === 'day');
    for (const row of [0, 8191, 8192, 1_234_567, 2_499_999]) {
      const before = total();
      await table.load(row, row, 0, last);
      expect(total() - before).toBeLessThan(1.5 * 2 ** 20);
      const gap = row % 3 ? `${row}` : '';
      const day = new Date((row % 30_000) * 86_400_000).toISOString();
      const cells = table.columns.map((_, at) => table.cell(row, at));
      expect(cells.slice(0, last + 1)).toEqual([
        ...[`${row}`, gap, `mot ${row % 977}`, `mot ${row % 977}`],
        ...[`${row % 2 === 0}`, gap, day.slice(0, 10)]
      ]);
    }
  });

  it('is read whole, up to a size, where it is compressed', async () => {
    const { table } = await openNamed('large packed');
    await table.load(2_499_999, 2_499_999);
    expect(table.cell(2_499_999, 0)).toBe('2499999');
  });
});

describe('an Arrow stream', () => {
  it.each(['types stream', 'types stream lz4'])(
    'is shown to the last digit: %s',
    async name => {
      const { table } = await openNamed(name, openArrowStream);
      for (const [row, cells] of made.texts.entries()) {
        expect(await rowOf(table, row)).toEqual(cells);
      }
      await table.load(3, 3);
      expect(table.count).toEqual({ rows: 3, isExact: true });
    }
  );

  it('is walked as far as it is shown, by the heads of its batches', async () => {
    const { table, total } = await openNamed('many stream', openArrowStream);
    const { length } = made.files.get('many stream')!;
    expect(total()).toBeLessThan(length / 10);
    expect(table.count.isExact).toBe(false);
    expect(table.count.rows).toBeGreaterThan(80_000);
    expect(table.count.rows).toBeLessThan(120_000);
    expect(table.rowNumber(999)).toEqual({ number: 1000, isExact: true });
    expect(table.rowNumber(1000).isExact).toBe(false);
    await table.load(99_999, 99_999, 0, 1);
    expect([table.cell(99_999, 0), table.cell(99_999, 1)]).toEqual([
      '99999',
      'mot 4999'
    ]);
    expect(total()).toBeLessThan(length / 2);
    await table.load(100_000, 100_000);
    expect(table.count).toEqual({ rows: 100_000, isExact: true });
  });

  it('has for each batch the dictionary that came before it', async () => {
    const { table } = await openNamed('replaced stream', openArrowStream);
    await table.load(0, 5);
    expect([0, 1, 2, 3].map(row => table.cell(row, 0))).toEqual([
      ...['a', 'b', 'c', 'd']
    ]);
    table.dispose();
  });

  it('without rows is empty', async () => {
    const { table } = await openNamed('empty stream', openArrowStream);
    expect(table.count).toEqual({ rows: 0, isExact: true });
  });

  it('is damaged: whatever byte is wrong, nothing else is thrown', async () => {
    const whole = made.files.get('types stream')!;
    await fc.assert(
      fc.asyncProperty(withWrongBytes(whole), async bytes => {
        try {
          const { table } = await open(bytes, openArrowStream);
          await table.load(0, 2).catch(expectTableError);
        } catch (error) {
          expectTableError(error);
        }
      }),
      { numRuns: runs(25) }
    );
  });

  it('that is cut off shows what is there', async () => {
    const whole = made.files.get('many stream')!;
    const cut = whole.slice(0, whole.length >> 1);
    const { table } = await open(cut, openArrowStream);
    await table.load(1, 1);
    expect(table.cell(1, 0)).toBe('1');
    const loading = table.load(99_999, 99_999);
    await expect(loading).rejects.toBeInstanceOf(TableError);
  });
});

describe('a file that cannot be shown', () => {
  it('has a column of lists that is too large', async () => {
    const { table } = await openNamed('large');
    const column = table.columns.findIndex(({ name }) => name === 'list');
    const loading = table.load(0, 0, column, column);
    await expect(loading).rejects.toMatchObject({ problem: 'large' });
  });

  it('is damaged: whatever byte is wrong, nothing else is thrown', async () => {
    for (const name of ['types', 'lz4']) {
      const whole = made.files.get(name)!;
      await fc.assert(
        fc.asyncProperty(withWrongBytes(whole), async bytes => {
          try {
            const { table } = await open(bytes);
            for (const column of table.columns.keys()) {
              await table.load(0, 2, column, column).catch(expectTableError);
              table.cell(2, column);
            }
          } catch (error) {
            expectTableError(error);
          }
        }),
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
