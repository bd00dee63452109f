// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Format, IFacts, ITableFacts } from '../../../inspect/facts';
import { readerOf, writerOf, type IReader } from '../r/readers';
import { factsOf, TABLE } from './requests';

const text = (how: IReader | null): string | null =>
  how && `${how.name}(${['file', ...how.args].join(', ')})`;

const PLAIN: ITableFacts = { ...TABLE, decimal: '.', textColumns: [] };

const facts = (
  format: Format,
  more: Partial<IFacts> = {},
  table: Partial<ITableFacts> | null = null
): IFacts =>
  factsOf(format, { ...more, table: table && { ...PLAIN, ...table } });

describe('readerOf', () => {
  it('decodes first where a mark of numbers has other bytes in the file', () => {
    const table = { decimal: ',', thousands: '\u00a0' } as const;
    const other = readerOf(facts('csv', { encoding: 'cp1252' }, table));
    expect(other?.name).toBe(
      'function(path, ...) readr::read_delim(I(readr::read_file(path, readr::locale(encoding = "windows-1252"))), ...)'
    );
    expect(other?.args.join()).not.toContain('encoding');
    expect(readerOf(facts('csv', {}, table))?.name).toBe('readr::read_delim');
  });

  it.each([
    ['cp1250', 'cp1250'],
    ['iso8859_2', 'ISO-8859-2'],
    ['cp1254', 'cp1254'],
    ['mac_roman', 'macintosh'],
    ['koi8_r', 'KOI8-R'],
    ['euc_jp', 'EUC-JP'],
    ['utf-16-le', 'UTF-16LE']
  ])('names %s as iconv does', (encoding, name) => {
    expect(text(readerOf(facts('csv', { encoding }, {})))).toContain(
      `locale(encoding = "${name}")`
    );
  });

  it('takes the function that knows quotes where white space separates', () => {
    expect(text(readerOf(facts('csv', {}, { separator: ' ' })))).toBe(
      'utils::read.table(file, header = TRUE, quote = "\\"", comment.char = "", check.names = FALSE)'
    );
  });

  it('names columns without a header as each function does', () => {
    const table = { hasHeader: false, textColumns: ['0'] };
    expect(text(readerOf(facts('csv', {}, table)))).toContain('X1 = "c"');
    expect(
      text(readerOf(facts('csv', {}, { ...table, separator: ' ' })))
    ).toContain('V1 = "character"');
  });

  it.each([
    ['utf-8', 'readLines(file)'],
    ['utf-8-sig', 'readr::read_lines(file)'],
    [
      'cp1252',
      'readr::read_lines(file, locale = readr::locale(encoding = "windows-1252"))'
    ]
  ])('reads text in %s', (encoding, wanted) => {
    expect(text(readerOf(facts('text', { encoding })))).toBe(wanted);
  });

  it.each([
    ['json', 'gzip', true],
    ['jsonl', 'gzip', true],
    ['text', 'gzip', true],
    ['shapefile', 'zip', true],
    ['shapefile', null, false],
    ['spss', 'gzip', false],
    ['csv', 'zstd', false]
  ] as const)('knows whether it unpacks %s in %s', (format, packed, reads) => {
    const how = readerOf(facts(format, { compression: packed }));
    expect(how !== null).toBe(reads);
  });
});

describe('writerOf', () => {
  it.each([
    ['UTF-8', {}, {}, 'readr::write_delim(file, delim = ";")'],
    ['a decimal comma', {}, { decimal: ',' }, 'readr::write_csv2(file)'],
    [
      'a decimal comma beside tabs',
      {},
      { decimal: ',', separator: '\t' },
      'utils::write.table(file, sep = "\\t", dec = ",", row.names = FALSE, qmethod = "double")'
    ],
    [
      'names of rows',
      {},
      { rowNames: true },
      'utils::write.table(file, sep = ";", qmethod = "double")'
    ],
    [
      'another encoding',
      { encoding: 'cp1252' },
      { hasHeader: false },
      'utils::write.table(file, sep = ";", row.names = FALSE, col.names = FALSE, qmethod = "double", fileEncoding = "windows-1252")'
    ],
    ['UTF-16', { encoding: 'utf-16' }, {}, null],
    ['a byte order mark', { encoding: 'utf-8-sig' }, {}, null]
  ] as const)('writes %s as it was', (_, more, table, wanted) => {
    expect(text(writerOf(facts('csv', more, table)))).toBe(wanted);
  });
});
