// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { numbered, openText } from '../../__tests__/memorytables';
import { ChosenTable } from '../chosentable';

describe('some rows and columns of a table', () => {
  it('are read from it, with their own numbers', async () => {
    const { table } = await openText(numbered(5000));
    const chosen = new ChosenTable(table, [4000, 7, 4999], [1]);
    expect(chosen.count).toEqual({ rows: 3, isExact: true });
    expect(chosen.columns.map(({ name }) => name)).toEqual(['what']);
    await chosen.load(0, 2);
    const shown = [0, 1, 2].map(row => [
      chosen.rowNumber(row).number,
      chosen.cell(row, 0)
    ]);
    expect(shown).toEqual([
      [4001, 'value 4000'],
      [8, 'value 7'],
      [5000, 'value 4999']
    ]);
    chosen.dispose();
  });

  it('stay where the table forgets its rows', async () => {
    const { table } = await openText(numbered(5000));
    const chosen = new ChosenTable(table, [10], [0, 1]);
    await chosen.load(0, 0);
    table.dispose();
    expect(table.cell(10, 0)).toBeUndefined();
    expect(chosen.cell(0, 0)).toBe('10');
    chosen.dispose();
    expect(chosen.cell(0, 0)).toBeUndefined();
  });

  it('are all rows if only columns are chosen', async () => {
    const { table } = await openText(numbered(60_000));
    const chosen = new ChosenTable(table, null, [1]);
    let told = 0;
    chosen.recounted.connect(() => told++);
    expect(chosen.count).toEqual(table.count);
    await chosen.load(59_999, 59_999);
    await table.load(0, 59_999);
    expect(told).toBeGreaterThan(0);
    expect(chosen.count).toEqual(table.count);
    chosen.dispose();
  });
});
