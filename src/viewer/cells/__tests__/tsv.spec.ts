// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { numbered, openText } from '../../__tests__/memorytables';
import { cellCount, readTsv } from '../tsv';

const work = () => ({ signal: new AbortController().signal });

describe('cells that are copied', () => {
  it('are read first where they are not in memory', async () => {
    const { table } = await openText(numbered(60_000));
    expect(table.cell(59_000, 1)).toBeUndefined();
    const range = {
      firstRow: 58_999,
      lastRow: 59_000,
      firstColumn: 0,
      lastColumn: 1
    };
    expect(cellCount(range)).toBe(4);
    // Rows far below are numbered by an estimate until all above are read.
    const text = await readTsv(table, range, work());
    expect(text).toMatch(/^\d+\tvalue \d+\n\d+\tvalue \d+$/);
  });

  it('are quoted where a spreadsheet would take them apart', async () => {
    const { table } = await openText(
      'a,b\n"x\ty","two\nlines"\n"""quoted""",plain \'text\'\n'
    );
    const range = { firstRow: 0, lastRow: 1, firstColumn: 0, lastColumn: 1 };
    expect(await readTsv(table, range, work())).toBe(
      '"x\ty"\t"two\nlines"\n"""quoted"""\tplain \'text\''
    );
  });

  it('are not copied if they have too many letters', async () => {
    const { table } = await openText(
      `a;b\n${'x'.repeat(2 ** 20)};1\n`.repeat(1)
    );
    const range = { firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: 0 };
    expect(await readTsv(table, range, work())).toHaveLength(2 ** 20);
    const many = {
      columns: table.columns,
      count: { rows: 20, isExact: true },
      cell: () => 'x'.repeat(2 ** 20),
      load: async () => undefined
    };
    const all = { ...range, lastRow: 19 };
    expect(await readTsv(many as never, all, work())).toBeNull();
  });
});
