// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { keptRanges } from '../../ranges';
import { jsonCell, jsonFields } from '../jsonlines';
import { openJsonLines } from '../openjsonlines';

/** Open lines. */
async function open(text: string) {
  const bytes = new TextEncoder().encode(text);
  const ranges = keptRanges(bytes.length, [], async (first, end) =>
    bytes.slice(first, end)
  );
  return (await openJsonLines(ranges, 'utf-8'))!;
}

type Table = Awaited<ReturnType<typeof open>>;

const rowOf = (table: Table, row: number) =>
  table.columns.map((_, column) => table.cell(row, column));

describe('the fields of an object', () => {
  it('keep their source, to the last digit', () => {
    const source =
      '{"a": 9223372036854775807, "b":1.0 ,"c": "é\\n\\u00e9", "d": null,' +
      ' "e": {"x": [1, "}"], "y": {}}, "f": [], "g": true, "h": NaN}';
    const fields = jsonFields(source)!;
    expect([...fields]).toEqual([
      ['a', '9223372036854775807'],
      ['b', '1.0'],
      ['c', '"é\\n\\u00e9"'],
      ['d', 'null'],
      ['e', '{"x": [1, "}"], "y": {}}'],
      ['f', '[]'],
      ['g', 'true'],
      ['h', 'NaN']
    ]);
    expect(jsonCell(fields.get('c'))).toBe('é\né');
    expect(jsonCell(fields.get('d'))).toBe('');
    expect(jsonCell(fields.get('e'))).toBe('{"x": [1, "}"], "y": {}}');
  });

  it.each([
    ['none', '{}', {}],
    ['twice', '{"a":1,"a":2}', { a: '2' }],
    ['an escaped name', '{"\\u00e9":1}', { é: '1' }],
    ['white space', ' { "a" : [ ] } ', { a: '[ ]' }]
  ])('may be %s', (_, text, wanted) => {
    expect(Object.fromEntries(jsonFields(text)!)).toEqual(wanted);
  });

  it.each([
    ...['', '1', '[1]', '"a"', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,'],
    ...['{"a":}', '{"a" 1}', '{"a":1}x', '{"a":1 2}', '{a:1}', '{"a":[1}'],
    ...['{"a":,"b":1}', '{"a":"x}']
  ])('are none in %s', text => {
    expect(jsonFields(text)).toBeNull();
  });
});

describe('JSON lines', () => {
  it('have the fields of all first lines as columns', async () => {
    const table = await open(
      '{"id": 1, "où": "Sète"}\n\n{"id": 9007199254740993, "prix": 1.50}\r\n' +
        '{"le": "2024-05-01", "ok": true, "n": {"a": [1]}, "où": "007"}'
    );
    expect(table.columns).toEqual([
      { name: 'id', type: 'integer' },
      { name: 'où', type: 'text' },
      { name: 'prix', type: 'number' },
      { name: 'le', type: 'date' },
      { name: 'ok', type: 'boolean' },
      { name: 'n', type: 'text' }
    ]);
    expect(table.count).toEqual({ rows: 3, isExact: true });
    expect([0, 1, 2].map(row => rowOf(table, row))).toEqual([
      ['1', 'Sète', '', '', '', ''],
      ['9007199254740993', '', '1.50', '', '', ''],
      ['', '007', '', '2024-05-01', 'true', '{"a": [1]}']
    ]);
    expect(table.unshown!.fields.size).toBe(0);
  });

  it('tell fields that come further down, and lines that are no objects', async () => {
    const first = Array.from(
      { length: 60_000 },
      (_, n) => `{"number": ${n}, "e": 1}`
    );
    const table = await open(
      [...first, '{"later": 1}', 'no object'].join('\n')
    );
    expect(first.join('\n').length).toBeGreaterThan(2 ** 20);
    let told = 0;
    table.recounted.connect(() => told++);
    const last = first.length;
    await table.load(0, last + 1);
    told = 0;
    expect(rowOf(table, last)).toEqual(['', '']);
    expect(rowOf(table, last + 1)).toEqual(['no object', '']);
    await Promise.resolve();
    expect(told).toBeGreaterThan(0);
    expect([...table.unshown!.fields]).toEqual(['later']);
    expect(table.unshown!.isOdd).toBe(true);
  });

  it('are no table where they are no objects', async () => {
    expect(await open('[1, 2]\n[3, 4]\n')).toBeNull();
  });
});
