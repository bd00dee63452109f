// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../../../inspect/facts';
import { numbered, openParquet, openText } from '../../__tests__/memorytables';
import { PLAIN_MARKS } from '../../numbers';
import { makeParquetFiles } from '../../source/parquet/__tests__/parquetfiles';
import type { ITableSource } from '../../source/source';
import { valueTypeOf, type IColumnReading } from '../columnreading';
import type { ICondition, ITableQuery } from '../query';
import { runQuery } from '../run';

const TABLE = [
  'code;nom;prix;jour',
  '01;Été;1 234,5;2024-05-01',
  '2A;hiver;12;2024-05-02',
  '03;;NA;',
  '01;été;1,5;2023-12-31',
  '75;"x;y";-7;2024-05-01'
].join('\n');

const work = () => ({ signal: new AbortController().signal });

/** How the columns of a table are read, by their first cells. */
async function readingsOf(
  source: ITableSource,
  table: ITableFacts | null
): Promise<IColumnReading[]> {
  await source.load(0, 0);
  return source.columns.map((column, index) => ({
    type: valueTypeOf(column, table !== null, source.cell(0, index) ?? ''),
    marks: table ?? PLAIN_MARKS,
    missing: table?.missing ?? []
  }));
}

async function rowsOf(query: Partial<ITableQuery>, text = TABLE) {
  const { facts, table } = await openText(text);
  const readings = await readingsOf(table, facts.table);
  const all = { conditions: [], order: null, ...query };
  return runQuery(table, all, readings, 1000, work());
}

const condition = (
  column: number,
  kind: ICondition['kind'],
  value = '',
  to = ''
): ICondition => ({ column, kind, value, to });

describe('a query of a text', () => {
  it.each([
    [condition(0, 'equals', '01'), [0, 3]],
    [condition(0, 'equals', '1'), []],
    [condition(1, 'contains', 't'), [0, 3]],
    [condition(1, 'contains', 'É'), [0]],
    [condition(1, 'equals', 'x;y'), [4]],
    [condition(1, 'empty'), [2]],
    [condition(1, 'filled'), [0, 1, 3, 4]],
    [condition(2, 'equals', '12,0'), [1]],
    [condition(2, 'range', '1,5', '12'), [1, 3]],
    [condition(2, 'range', '', '0'), [4]],
    [condition(2, 'range', '1 000', ''), [0]],
    [condition(2, 'empty'), [2]],
    [condition(3, 'range', '2024-05-01', ''), [0, 1, 4]],
    [condition(3, 'range', '', '2024-05-01'), [0, 3, 4]]
  ])('finds rows by %j', async (asked, wanted) => {
    const { isWhole, looked, rows } = await rowsOf({ conditions: [asked] });
    expect(rows).toEqual(wanted);
    expect({ isWhole, looked }).toEqual({ isWhole: true, looked: 5 });
  });

  it('finds rows that fulfil all of its conditions', async () => {
    const conditions = [
      condition(0, 'equals', '01'),
      condition(2, 'range', '2', '')
    ];
    expect((await rowsOf({ conditions })).rows).toEqual([0]);
  });

  it.each([
    [2, false, [4, 3, 1, 0, 2]],
    [2, true, [0, 1, 3, 4, 2]],
    [0, false, [0, 3, 2, 1, 4]],
    [0, true, [4, 1, 2, 0, 3]]
  ])(
    'orders by column %s, descending: %s',
    async (column, isDescending, wanted) => {
      const { rows } = await rowsOf({ order: { column, isDescending } });
      expect(rows).toEqual(wanted);
    }
  );

  it('orders texts by code points, as libraries do', async () => {
    const text = 'a;b\n\u{1f600};1\n\uff5e;2\nz;3\n';
    const order = { column: 0, isDescending: false };
    expect((await rowsOf({ order }, text)).rows).toEqual([2, 1, 0]);
  });

  it('says among how many rows it has looked', async () => {
    const result = await rowsOf(
      { conditions: [condition(0, 'range', '990', '')] },
      numbered(5000)
    );
    expect(result).toMatchObject({ looked: 1000, isWhole: false });
    expect(result.rows).toHaveLength(10);
  });

  it('shows what it has found when it is stopped', async () => {
    const { facts, table } = await openText(numbered(60_000));
    const readings = await readingsOf(table, facts.table);
    const stop = new AbortController();
    const conditions = [condition(0, 'equals', '3')];
    const result = await runQuery(
      table,
      { conditions, order: null },
      readings,
      Infinity,
      { signal: stop.signal, progress: () => stop.abort() }
    );
    expect(result.rows).toEqual([3]);
    expect(result.isWhole).toBe(false);
    expect(result.looked).toBeLessThan(60_000);
  });
});

describe('a query of a Parquet file', () => {
  const made = makeParquetFiles();

  const ask = (name: string, asked: ICondition) => askAll(name, [asked]);

  const askBoth = (...asked: ICondition[]) => askAll('days index', asked);

  async function askAll(name: string, conditions: ICondition[]) {
    const { read, table } = await openParquet(
      made.files.get(`${name}.parquet`)!
    );
    const readings = await readingsOf(table, null);
    read.bytes = 0;
    const query = { conditions, order: null };
    const result = await runQuery(table, query, readings, Infinity, work());
    return { ...result, bytes: read.bytes };
  }

  it('reads no group in which its statistics leave nothing', async () => {
    const one = await ask('groups', condition(0, 'equals', '95000'));
    expect(one.rows).toEqual([95_000]);
    expect(one).toMatchObject({ isWhole: true, looked: 100_000 });
    const none = await ask('groups', condition(0, 'range', '100000', ''));
    expect(none).toMatchObject({ rows: [], bytes: 0, isWhole: true });
    const all = await ask('groups', condition(0, 'range', '-1', ''));
    expect(all.rows).toHaveLength(100_000);
    expect(one.bytes).toBeGreaterThan(0);
    expect(one.bytes).toBeLessThan(all.bytes / 2);
  });

  it('reads no page in which its statistics leave nothing', async () => {
    const asked = condition(0, 'range', '50000', '50010');
    const [pages, index] = [
      await ask('pages', asked),
      await ask('pages index', asked)
    ];
    const wanted = Array.from({ length: 11 }, (_, n) => 50_000 + n);
    expect([pages.rows, index.rows]).toEqual([wanted, wanted]);
    expect(index).toMatchObject({ isWhole: true, looked: 100_000 });
    // Of 50 pages those of three windows of 1,024 rows.
    expect(index.bytes).toBeGreaterThan(0);
    expect(index.bytes).toBeLessThan(pages.bytes / 8);
  });

  it.each([
    ['empty', condition(0, 'empty')],
    ['filled', condition(0, 'filled')],
    ['of a range', condition(0, 'range', '2040-10-05', '2040-10-09')]
  ])('finds the same by pages as without: %s', async (_, asked) => {
    const whole = await ask('days', asked);
    const pages = await ask('days index', asked);
    expect(pages.rows).toEqual(whole.rows);
    expect(whole.rows.length).toBeGreaterThan(0);
    expect(pages.bytes).toBeLessThan(whole.bytes);
  });

  it('reads the pages that all conditions leave', async () => {
    const range = condition(0, 'range', '2000-01-02', '2000-01-31');
    const odd = condition(1, 'equals', '7919');
    const [one, both] = [
      await ask('days index', odd),
      await askBoth(range, odd)
    ];
    expect([one.rows, both.rows]).toEqual([[1], [1]]);
    expect(both.bytes).toBeLessThan(one.bytes / 4);
  });

  it('reads the column that it is about, and no other', async () => {
    const { bytes, rows } = await ask(
      'groups',
      condition(1, 'equals', 'mot 4999')
    );
    expect(rows).toHaveLength(20);
    expect(bytes).toBeLessThan(made.files.get('groups.parquet')!.length / 4);
  });

  it.each([
    ['int64', condition(2, 'equals', '9223372036854775807'), [0]],
    ['int64', condition(2, 'range', '', '9223372036854775806'), [1]],
    ['uint64', condition(4, 'equals', '18446744073709551615'), [0]],
    ['float32', condition(5, 'equals', '0.1'), [0]],
    ['decimal', condition(7, 'range', '-0.05', '0'), [0]],
    [
      'long decimal',
      condition(8, 'equals', '1234567890123456789012345678.0123456789'),
      [0]
    ],
    ['text', condition(10, 'empty'), [1, 2]],
    ['day', condition(14, 'range', '1789-07-14', '2000-01-01'), [1]],
    ['instant', condition(16, 'range', '2024-05-01', ''), [0]],
    [
      'nanoseconds',
      condition(17, 'equals', '2024-05-01 12:30:00.123456789'),
      [0]
    ],
    ['UTC', condition(18, 'equals', '2024-05-01 12:00:00'), [0]],
    ['boolean', condition(0, 'equals', 'false'), [1]],
    ['none', condition(0, 'empty'), [2]]
  ])('compares to the last digit: %s', async (_, asked, wanted) => {
    expect((await ask('types', asked)).rows).toEqual(wanted);
  });
});
