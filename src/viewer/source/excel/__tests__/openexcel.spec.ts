// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fc, runs, withWrongBytes } from '../../../../testing/random';
import { rowOf } from '../../../__tests__/memorytables';
import { TableError } from '../../tableerror';
import { columnLetters } from '../opentable';
import { instantOfSerial, timeOfSerial } from '../serialdates';
import { columnOf } from '../sheetrows';
import { kindOfFormat } from '../styles';
import { makeWorkbooks, openWorkbook } from './workbooks';

const made = makeWorkbooks();

const open = (name: string, choice = {}) =>
  openWorkbook(made.get(name)!, choice);

describe('the cells of a sheet', () => {
  it('are shown by their types and styles', async () => {
    const { source } = await open('types');
    const types = source.columns.map(({ name, type }) => `${name}: ${type}`);
    expect(types).toEqual([
      ...['code: text', 'prix: number', 'n: integer', 'jour: date'],
      ...['instant: date', 'heure: date', 'oui: boolean', 'faute: text'],
      'mixte: text'
    ]);
    expect(await rowOf(source, 0)).toEqual([
      ...['01001', '0.1', '12', '2024-02-29', '2024-05-01 12:30:15.25'],
      ...['08:05:00', 'true', '#DIV/0!', 'a']
    ]);
    expect(await rowOf(source, 1)).toEqual([
      ...['2A004', '1234567.891', '-3', '1900-03-01', '1999-12-31 23:59:59'],
      ...['30:02:00', 'false', '#N/A', '5']
    ]);
    expect((await rowOf(source, 2)).join('')).toBe('');
    expect((await rowOf(source, 4))[0]).toBe('é & < " \n fin');
    expect(source.count).toEqual({ rows: 5, isExact: true });
  });

  it('are those of the sheet that is chosen', async () => {
    const { sheets, source } = await open('types', { sheet: 'Sans titre' });
    expect(sheets).toEqual({
      names: ['Ventes', 'Sans titre', 'Titre', 'Vide'],
      current: 'Sans titre',
      hasHeader: false
    });
    expect(source.columns.map(({ name }) => name)).toEqual(['', '']);
    expect(await rowOf(source, 0)).toEqual(['1', '2.5']);
    expect(source.count.rows).toBe(2);
  });

  it('are all there where a title stands above them', async () => {
    const { sheets, source } = await open('types', { sheet: 'Titre' });
    expect(sheets.hasHeader).toBe(false);
    expect((await rowOf(source, 0))[0]).toBe('Population en 2024');
    expect(await rowOf(source, 3)).toEqual(['01', '5', '0.5']);
    const named = await open('types', { sheet: 'Titre', hasHeader: true });
    expect(named.source.columns[0].name).toBe('Population en 2024');
  });

  it('are none in an empty sheet', async () => {
    const { source } = await open('types', { sheet: 'Vide' });
    expect(source.columns).toEqual([]);
    expect(source.count).toEqual({ rows: 0, isExact: true });
  });

  it('are counted from 1904 where the workbook does', async () => {
    const { source } = await open('1904');
    expect(await rowOf(source, 0)).toEqual(['2024-02-29']);
  });

  it('are read as other writers write them', async () => {
    const { source } = await open('other writer');
    expect(source.columns.map(({ name }) => name)).toEqual(['a', 'b', '']);
    expect(await rowOf(source, 0)).toEqual(['1000', 'xy', '']);
    expect(await rowOf(source, 1)).toEqual(['', '', '']);
    expect(await rowOf(source, 3)).toEqual(['', '', '7']);
    expect(source.count.rows).toBe(4);
  });
});

it('a large sheet is read where it is shown', async () => {
  const { read, source } = await open('large');
  expect(source.count.isExact).toBe(false);
  expect(read.bytes).toBeLessThan(made.get('large')!.length / 2);
  expect(await rowOf(source, 0)).toEqual(['0', 'mot 0']);
  while (source.cell(59_999, 0) === undefined) {
    await source.load(59_999, 59_999);
  }
  expect(await rowOf(source, 59_999)).toEqual(['59999', 'mot 499']);
  expect(source.count).toEqual({ rows: 60_000, isExact: true });
  expect(await rowOf(source, 1)).toEqual(['1', 'mot 1']);
});

describe('a workbook that cannot be shown', () => {
  it.each([
    ['no such text', 'damaged'],
    ['rows back', 'damaged'],
    ['too far', 'damaged'],
    ['bomb', 'damaged'],
    ['entities', 'damaged'],
    ['long text', 'large']
  ])('says what is wrong: %s', async (name, problem) => {
    const reason = await open(name).catch(error => error);
    expect(reason).toBeInstanceOf(TableError);
    expect(reason.problem).toBe(problem);
  });

  it('is damaged: whatever byte is wrong, nothing else is thrown', async () => {
    const whole = made.get('types')!;
    await fc.assert(
      fc.asyncProperty(withWrongBytes(whole), async bytes => {
        try {
          const { source } = await openWorkbook(bytes);
          await source.load(0, 10);
          source.cell(0, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(TableError);
        }
      }),
      { numRuns: runs(40) }
    );
  });

  it('is cut off', async () => {
    const whole = made.get('types')!;
    for (const size of [0, 4, 30, whole.length >> 1, whole.length - 1]) {
      const opened = openWorkbook(whole.slice(0, size));
      await expect(opened).rejects.toBeInstanceOf(TableError);
    }
  });
});

describe('numbers that are dates', () => {
  it.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [61, false, '1900-03-01'],
    [45351, false, '2024-02-29'],
    [45351.5, false, '2024-02-29 12:00:00'],
    [0, true, '1904-01-01'],
    [2958465.999, false, '9999-12-31 23:58:33.6'],
    [-1, false, null],
    [1e300, false, null],
    [NaN, false, null]
  ])('are days: %s', (serial, isFrom1904, wanted) => {
    expect(instantOfSerial(serial, isFrom1904)).toBe(wanted);
  });

  it.each([
    [0.5, '12:00:00'],
    [1.25, '30:00:00'],
    [-0.25, '-06:00:00'],
    [Infinity, null]
  ])('are times: %s', (serial, wanted) => {
    expect(timeOfSerial(serial)).toBe(wanted);
  });

  it.each([
    ['General', 'number'],
    ['#,##0.00 "days"', 'number'],
    ['[Red]0.00', 'number'],
    ['0.00E+00', 'number'],
    ['dd/mm/yyyy', 'instant'],
    ['[$-40C]d mmmm yyyy;@', 'instant'],
    ['mmm', 'instant'],
    ['yyyy-mm-dd hh:mm:ss', 'instant'],
    ['h:mm', 'time'],
    ['[h]:mm:ss', 'time'],
    ['mm:ss.0', 'time'],
    ['\\d0', 'number']
  ])('are known by their format: %s', (code, kind) => {
    expect(kindOfFormat(code)).toBe(kind);
  });
});

it('columns are named as in Excel', () => {
  for (const [column, letters] of [
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [16_383, 'XFD']
  ] as const) {
    expect([columnLetters(column), columnOf(`${letters}7`)]).toEqual([
      letters,
      column
    ]);
  }
  expect(columnOf('7')).toBeNull();
});
