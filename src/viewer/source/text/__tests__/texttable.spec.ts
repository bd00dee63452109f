// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { detect } from '../../../../inspect/detect';
import { readAllRows } from '../../../../inspect/text/rows';
import { fc, runs } from '../../../../testing/random';
import type { IFileRanges } from '../../ranges';
import { openTextTable } from '../opentable';

/** A file in memory, and what was read of it. */
class MemoryFile implements IFileRanges {
  constructor(readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  read(first: number, end: number): Promise<Uint8Array> {
    if (first >= end || end > this.size) {
      throw new Error(`no such range: ${first} to ${end} of ${this.size}`);
    }
    this.read_.push([first, end]);
    return Promise.resolve(this.bytes.slice(first, end));
  }

  /** How many bytes were read. */
  get total(): number {
    return this.read_.reduce((sum, [first, end]) => sum + end - first, 0);
  }

  /** Begin to count anew. */
  forget(): void {
    this.read_ = [];
  }

  private read_: [number, number][] = [];
}

/** Open bytes as the look at them says. */
async function openBytes(bytes: Uint8Array, name = 'x.csv') {
  const head = bytes.slice(0, 65536);
  const tail = bytes.length > head.length ? bytes.slice(-65536) : head;
  const facts = await detect({ name, size: bytes.length, head, tail });
  const file = new MemoryFile(bytes);
  if (!facts.table || !facts.encoding) {
    throw new Error('no table');
  }
  const table = await openTextTable(file, facts.table, facts.encoding);
  return { facts, file, table };
}

const open = (text: string, name?: string) =>
  openBytes(new TextEncoder().encode(text), name);

/** All cells of some rows. */
async function rowsOf(
  table: Awaited<ReturnType<typeof openTextTable>>,
  first: number,
  last: number
): Promise<(string | undefined)[][]> {
  const rows = [];
  for (let row = first; row <= last; row++) {
    await table.load(row, row);
    rows.push(table.columns.map((_, column) => table.cell(row, column)));
  }
  return rows;
}

describe('a text table', () => {
  it.each([
    [
      'a semicolon',
      'nom;prix\nété;1,50\nhiver;12\n',
      ['nom', 'prix'],
      'number'
    ],
    ['a tab', 'nom\tprix\nété\t1.50\nhiver\t12\n', ['nom', 'prix'], 'number'],
    [
      'line ends of Windows',
      'nom,n\r\nété,1\r\nhiver,12\r\n',
      ['nom', 'n'],
      'integer'
    ],
    [
      'line ends of old Macs',
      'nom,n\rété,1\rhiver,12\r',
      ['nom', 'n'],
      'integer'
    ],
    [
      'no line end at its end',
      'nom,n\nété,1\nhiver,12',
      ['nom', 'n'],
      'integer'
    ]
  ])('with %s has its columns and cells', async (_, text, names, type) => {
    const { table } = await open(text);
    expect(table.columns.map(({ name }) => name)).toEqual(names);
    expect(table.columns.map(column => column.type)).toEqual(['text', type]);
    expect(table.count).toEqual({ rows: 2, isExact: true });
    const [[first], [second]] = await rowsOf(table, 0, 1);
    expect([first, second]).toEqual(['été', 'hiver']);
  });

  it('shows cells to the letter', async () => {
    const odd = ['1.50', '0007', '12345678901234567890', '1e3', ' x ', '-0'];
    const text = `a,b,c,d,e,f\n${odd.join(',')}\n${odd.join(',')}\n`;
    const { table } = await open(text);
    expect(await rowsOf(table, 1, 1)).toEqual([odd]);
  });

  it('keeps quoted line ends, separators and quotes in their cells', async () => {
    const { table } = await open(
      'a,b\n"x\ny","1,2"\n"say ""hi""",z\nlast,one\n'
    );
    expect(table.count).toEqual({ rows: 3, isExact: true });
    expect(await rowsOf(table, 0, 2)).toEqual([
      ['x\ny', '1,2'],
      ['say "hi"', 'z'],
      ['last', 'one']
    ]);
  });

  it('begins below titles, and leaves out comments and empty lines', async () => {
    const lines = ['# made "by hand', 'a,b', '1,2', '', '# a note', '3,4', ''];
    const { table } = await open(lines.join('\n'));
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(await rowsOf(table, 0, 1)).toEqual([
      ['1', '2'],
      ['3', '4']
    ]);
    expect(table.count).toEqual({ rows: 2, isExact: true });
  });

  it('has columns without names where there is no header', async () => {
    const { table } = await open('1;2\n3;4\n5;6\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['', '']);
    expect(table.count.rows).toBe(3);
  });

  it('of codes shows them at the left', async () => {
    const { table } = await open('dep;n\n01;1\n02;2\n2A;3\n');
    expect(table.columns.map(({ type }) => type)).toEqual(['text', 'integer']);
  });

  it.each([
    ['utf-16', Buffer.from('\ufeffnom;n\nété;1\nœuf;2\n', 'utf16le')],
    ['utf-8-sig', Buffer.from('\ufeffnom;n\nété;1\nœuf;2\n')],
    ['cp1252', Buffer.from('nom;n\n\xe9t\xe9;1\n\x9cuf;2\n', 'latin1')]
  ])('in %s is decoded', async (encoding, bytes) => {
    const { facts, table } = await openBytes(new Uint8Array(bytes));
    expect(facts.encoding).toBe(encoding);
    expect(table.columns[0].name).toBe('nom');
    expect(await rowsOf(table, 0, 1)).toEqual([
      ['été', '1'],
      ['œuf', '2']
    ]);
  });

  it('without rows has none', async () => {
    const { table } = await open('a;b\n');
    expect(table.count).toEqual({ rows: 0, isExact: true });
    await table.load(0, 10);
    expect(table.cell(0, 0)).toBeUndefined();
  });

  it('has the rows that papaparse finds in the whole text', async () => {
    const cell = fc.oneof(
      fc.stringMatching(/^[a-z0-9é .]{0,6}$/),
      fc.stringMatching(/^[a-z;"\n]{0,6}$/)
    );
    const quoted = (text: string) =>
      /[";\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    const rows = fc.array(fc.tuple(cell, cell, fc.integer()), {
      minLength: 3,
      maxLength: 60
    });
    await fc.assert(
      fc.asyncProperty(rows, async data => {
        const lines = data.map(([a, b, n]) => `${quoted(a)};${quoted(b)};${n}`);
        const text = `first;second;n\n${lines.join('\n')}\n`;
        const { facts, table } = await open(text);
        fc.pre(facts.table!.separator === ';' && facts.table!.hasHeader);
        fc.pre(facts.table!.skippedLines === 0 && !facts.table!.unitLines);
        fc.pre(!facts.table!.footer && facts.table!.comment === null);
        const wanted = readAllRows(text, facts.table!).rows.slice(1);
        expect(table.count).toEqual({ rows: wanted.length, isExact: true });
        const found = await rowsOf(table, 0, wanted.length - 1);
        expect(found.map(row => row.slice(0, 3))).toEqual(
          wanted.map(row => [0, 1, 2].map(at => row[at] ?? ''))
        );
      }),
      { numRuns: runs(60) }
    );
  });
});

describe('a text table of some MiB', () => {
  const ROWS = 400_000;
  // A few rows are far longer, and have line ends in their cells.
  const lines = Array.from({ length: ROWS }, (_, row) =>
    row % 1000 === 7
      ? `${row};"${'two\nlines; '.repeat(30)}"`
      : `${row};value ${row}`
  );
  const bytes = new TextEncoder().encode(`n;text\n${lines.join('\n')}\n`);

  it('is opened by its beginning, and its rows are estimated', async () => {
    const { file, table } = await openBytes(bytes);
    expect(file.total).toBeLessThan(2 ** 20);
    expect(table.count.isExact).toBe(false);
    expect(Math.abs(table.count.rows / ROWS - 1)).toBeLessThan(0.2);
    expect(table.rowNumber(0)).toEqual({ number: 1, isExact: true });
  });

  it('reads what is near the rows that are shown, and no more', async () => {
    const { file, table } = await openBytes(bytes);
    file.forget();
    const row = Math.floor(table.count.rows / 2);
    await table.load(row, row + 40);
    expect(file.total).toBeLessThan(2 ** 20);
    expect(table.rowNumber(row).isExact).toBe(false);
    // Whole rows, one after the other, though their number is an estimate.
    const numbers = (await rowsOf(table, row, row + 40)).map(([n]) =>
      Number(n)
    );
    expect(numbers.map((n, at) => n - at)).toEqual(
      numbers.map(() => numbers[0])
    );
    expect(Math.abs(numbers[0] - row) / ROWS).toBeLessThan(0.1);
    file.forget();
    await table.load(row, row + 40);
    expect(file.total).toBe(0);
  });

  it('ends with the last row of the file', async () => {
    const { table } = await openBytes(bytes);
    const last = table.count.rows - 1;
    await table.load(last, last);
    const end = table.count.rows - 1;
    const [[number]] = await rowsOf(table, end, end);
    expect(number).toBe(String(ROWS - 1));
  });

  it('goes on above and below a jump without a gap', async () => {
    const { table } = await openBytes(bytes);
    let row = Math.floor(table.count.rows * 0.4);
    await table.load(row, row);
    for (const step of [-1, 1]) {
      let before = Number(table.cell(row, 0));
      for (let steps = 0; steps < 30_000; steps += 1) {
        row += step;
        if (table.cell(row, 0) === undefined) {
          await table.load(row, row);
        }
        const now = Number(table.cell(row, 0));
        if (now !== before + step) {
          throw new Error(`${now} comes after ${before}`);
        }
        before = now;
      }
    }
  });

  it('knows the numbers once it was read from the beginning', async () => {
    const { table } = await openBytes(bytes);
    const middle = Math.floor(table.count.rows * 0.7);
    await table.load(middle, middle);
    for (let row = 0; row < table.count.rows; row += 5000) {
      await table.load(row, row);
    }
    const end = table.count.rows - 1;
    await table.load(end, end);
    expect(table.count).toEqual({ rows: ROWS, isExact: true });
    for (const row of [0, 7, 123_456, 399_999]) {
      const [[number]] = await rowsOf(table, row, row);
      expect(number).toBe(String(row));
      expect(table.rowNumber(row).isExact).toBe(true);
    }
  });
});
