// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { rowOf } from '../../../__tests__/memorytables';
import type { ITableSource } from '../../source';
import { TableError } from '../../tableerror';
import { FolderTable } from '../foldertable';
import { makeFolder } from './folderfiles';

const made = makeFolder();

/** A folder in memory, and which of its files were opened. */
const open = (...names: string[]) => made.open(names);

/** The texts of the named columns of a row. */
async function cells(table: ITableSource, row: number) {
  const found = await rowOf(table, row);
  return Object.fromEntries(
    table.columns.map(({ name }, at) => [name, found[at]])
  );
}

describe('a table in several files', () => {
  const YEARS = ['year=2019/a', 'year=2020/a', 'year=2020/b'];

  it('has the columns of the first one, and those of its path', async () => {
    const { table } = await open(...YEARS);
    expect(table.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'n: integer',
      'word: text',
      'year: integer'
    ]);
    expect(table.files).toEqual({ count: 3, isCut: false, other: [] });
  });

  it('opens a file when its rows are wanted', async () => {
    const { opened, table } = await open(...YEARS);
    expect(opened).toEqual([0]);
    expect(await cells(table, 999)).toEqual({
      n: '999',
      word: 'mot 999',
      year: '2019'
    });
    expect(opened).toEqual([0]);
    expect(await cells(table, 1000)).toEqual({
      n: '1000',
      word: 'mot 0',
      year: '2020'
    });
    expect(opened).toEqual([0, 1]);
  });

  it('counts its rows, and estimates those of files that were not opened', async () => {
    const { table } = await open(...YEARS);
    let told = 0;
    table.recounted.connect(() => told++);
    expect(table.count.isExact).toBe(false);
    expect(table.count.rows).toBeGreaterThan(2000);
    expect(table.rowNumber(999)).toEqual({ number: 1000, isExact: true });
    expect(table.rowNumber(1001).isExact).toBe(false);
    await table.load(0, 3000);
    expect(table.count).toEqual({ rows: 3500, isExact: true });
    expect(told).toBe(2);
    await table.load(990, 3499);
    const all = Array.from({ length: 2510 }, (_, at) =>
      table.cell(990 + at, 0)
    );
    expect(all).toEqual(all.map((_, at) => `${990 + at}`));
    expect(table.rowNumber(3499)).toEqual({ number: 3500, isExact: true });
    expect(table.cell(3500, 0)).toBeUndefined();
    await table.load(5000, 5001);
  });

  it('is read beyond the end that was estimated', async () => {
    const { table } = await open('year=2019/a', 'few');
    const { rows } = table.count;
    await table.load(rows - 1, rows - 1);
    expect(table.count.isExact).toBe(true);
    expect(table.count.rows).toBe(1003);
  });

  it('keeps few of many files in memory, and reads them again', async () => {
    const names = Array.from({ length: 40 }, () => 'year=2020/a');
    const { opened, table } = await open(...names);
    await table.load(0, 39_999);
    expect(opened).toHaveLength(40);
    expect(table.count).toEqual({ rows: 40_000, isExact: true });
    expect(table.memory).toBeLessThan(2 ** 19);
    expect(table.cell(39_999, 0)).toBe('1999');
    expect(table.cell(0, 0)).toBeUndefined();
    expect(await cells(table, 0)).toMatchObject({ n: '1000' });
    expect(opened).toHaveLength(41);
  });
});

describe('files with other columns', () => {
  it('are read by the names of the columns, and named', async () => {
    const { table } = await open('year=2019/a', 'other');
    expect(await cells(table, 1001)).toEqual({
      n: '5001.5',
      word: '',
      year: ''
    });
    expect(table.files.other).toEqual([
      { file: 'other', missing: ['word'], extra: ['more'], retyped: ['n'] }
    ]);
  });

  it('in another order are the same', async () => {
    const { table } = await open('year=2019/a', 'turned');
    expect(await cells(table, 1000)).toMatchObject({ n: '7', word: 'seven' });
    expect(table.files.other).toEqual([]);
  });

  it('that are damaged are named', async () => {
    const { table } = await open('year=2019/a', 'damaged');
    const reason = await table.load(1000, 1000).catch(error => error);
    expect(reason).toBeInstanceOf(TableError);
    expect(reason.details).toMatch(/^damaged: /);
    expect(await cells(table, 0)).toMatchObject({ n: '0' });
  });
});

describe('the blocks of a table in several files', () => {
  it('are found in the order of the rows, with what the paths say', async () => {
    const { table } = await open('year=2019/a', 'year=2020/a', 'few');
    const found = [];
    for await (const block of table.eachBlock()) {
      const [n, year] = [block.statistics(0), block.statistics(2)];
      found.push([block.first, block.rows, n.min, n.max, year.min, year.nulls]);
    }
    expect(found).toEqual([
      [0, 1000, '0', '999', '2019', 0],
      [1000, 1000, '1000', '1999', '2020', 0],
      [2000, 3, '1', '3', null, 3]
    ]);
  });

  it('say nothing of a column that has another type', async () => {
    const { table } = await open('year=2019/a', 'other');
    const found = [];
    for await (const { statistics } of table.eachBlock()) {
      found.push([statistics(0).min, statistics(1).nulls]);
    }
    expect(found).toEqual([
      ['0', 0],
      [null, 2]
    ]);
  });
});

it('a table that is closed reads nothing more', async () => {
  const { opened, table } = await open('year=2019/a', 'year=2020/a');
  expect(table).toBeInstanceOf(FolderTable);
  table.dispose();
  for await (const block of table.eachBlock()) {
    expect(block).toBeUndefined();
  }
  expect(opened).toEqual([0]);
});
