// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { numbered, openParquet, openText } from '../../__tests__/memorytables';
import { PLAIN_MARKS } from '../../numbers';
import { makeParquetFiles } from '../../source/parquet/__tests__/parquetfiles';
import type { ValueType } from '../../query/columnreading';
import { summaryOf } from '../summary';

const reading = (type: ValueType) => ({
  type,
  marks: PLAIN_MARKS,
  missing: []
});

describe('what is known of a column', () => {
  it('is of the rows that were read, and says how many', async () => {
    const { table } = await openText(numbered(60_000));
    const summary = summaryOf(table, 0, reading('number'));
    expect(summary).toMatchObject({
      seen: 2000,
      nulls: 0,
      min: '0',
      max: '1999',
      isWhole: false,
      distinct: 2000,
      frequent: []
    });
    expect(summary.bins).toEqual(Array.from({ length: 16 }, () => 125));
  });

  it('is of all rows of a small text', async () => {
    const { table } = await openText('a;b\nx;3\n;10\nx;-2\n');
    expect(summaryOf(table, 0, reading('text'))).toMatchObject({
      nulls: 1,
      min: 'x',
      max: 'x',
      isWhole: true,
      distinct: 1,
      frequent: [['x', 2]],
      bins: null
    });
    expect(summaryOf(table, 1, reading('number'))).toMatchObject({
      min: '-2',
      max: '10'
    });
  });

  it('comes from the footer of a Parquet file, of which nothing is read', async () => {
    const made = makeParquetFiles();
    const { read, table } = await openParquet(
      made.files.get('groups.parquet')!
    );
    read.bytes = 0;
    expect(summaryOf(table, 0, reading('number'))).toMatchObject({
      seen: 0,
      nulls: 0,
      min: '0',
      max: '99999',
      isWhole: true
    });
    expect(summaryOf(table, 4, reading('number'))).toMatchObject({
      nulls: 66_666,
      min: '0',
      max: '99999'
    });
    expect(read.bytes).toBe(0);
    const types = await openParquet(made.files.get('types.parquet')!);
    const at = types.table.columns.findIndex(
      ({ name }) => name === 'nanoseconds'
    );
    expect(summaryOf(types.table, at, reading('instant'))).toMatchObject({
      nulls: 1,
      min: '1969-12-31 23:59:59.999999999',
      max: '2024-05-01 12:30:00.123456789'
    });
  });
});
