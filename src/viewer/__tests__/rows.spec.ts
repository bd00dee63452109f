// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { walkRows } from '../rows';
import { numbered, openText } from './memorytables';

const ROWS = 60_000;

describe('a walk over rows', () => {
  const work = () => ({ signal: new AbortController().signal });

  it('reads each row once, in order, with the columns asked for', async () => {
    const { table } = await openText(numbered(ROWS));
    expect(table.count.isExact).toBe(false);
    const seen: number[] = [];
    const span = { first: 0, last: Infinity, columns: [1, 0] };
    const end = await walkRows(table, span, work(), (row, cells) => {
      expect(cells).toEqual([`value ${row}`, String(row)]);
      seen.push(row);
    });
    expect(end).toBe(ROWS);
    expect(seen).toEqual(Array.from({ length: ROWS }, (_, row) => row));
  });

  it('ends where it is told to', async () => {
    const { table } = await openText(numbered(5000));
    const span = { first: 10, last: Infinity, columns: [0] };
    const end = await walkRows(table, span, work(), row => row < 2000);
    expect(end).toBe(2001);
  });

  it('ends with its signal, between two parts', async () => {
    const { table } = await openText(numbered(5000));
    const stop = new AbortController();
    const told: number[] = [];
    const end = await walkRows(
      table,
      { first: 0, last: Infinity, columns: [0] },
      {
        signal: stop.signal,
        progress: rows => {
          told.push(rows);
          stop.abort();
        }
      },
      () => undefined
    );
    expect(told).toEqual([end]);
    expect(end).toBeLessThan(5000);
  });
});
