// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { gzipSync } from 'zlib';

import { encoded, found } from './samples';

/**
 * The dialect of a table, which must be detected.
 */
interface IDialect {
  separator: string;
  quoted: 'all' | 'needed' | 'single';
  decimal: '.' | ',';
  thousands: string | null;
  header: boolean;
  encoding: string;
  end: '\n' | '\r\n' | '\r';
  before: string[];
  comment: string | null;
  rows: number;
}

const BASE: IDialect = {
  separator: ';',
  quoted: 'needed',
  decimal: ',',
  thousands: null,
  header: true,
  encoding: 'utf-8',
  end: '\n',
  before: [],
  comment: null,
  rows: 40
};

const TOWNS = [
  'Évry',
  "L'Haÿ-les-Roses",
  'Saint-Étienne',
  'Bourg, le grand',
  'Ajaccio',
  'Cœur; de ville',
  'Besançon'
];

/**
 * A table with codes, towns, dates, integers and shares, as a public office
 * writes it.
 */
function write(dialect: IDialect): string {
  const { separator, quoted, decimal, thousands, end } = dialect;
  const mark = quoted === 'single' ? "'" : '"';
  const cell = (text: string, isText: boolean) =>
    (quoted !== 'needed' && isText) || text.includes(separator)
      ? `${mark}${quoted === 'single' ? text.replace(/'/g, "''") : text}${mark}`
      : text;
  const number = (value: number, digits: number) => {
    const [whole, rest] = value.toFixed(digits).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands ?? '');
    return rest ? `${grouped}${decimal}${rest}` : grouped;
  };
  const names = ['code', 'commune', 'date', 'population', 'taux'];
  const lines = dialect.header
    ? [names.map(name => cell(name, true)).join(separator)]
    : [];
  for (let row = 0; row < dialect.rows; row++) {
    lines.push(
      [
        cell(
          row % 9 === 4 ? '2A004' : String(1000 + row).padStart(5, '0'),
          true
        ),
        cell(TOWNS[row % TOWNS.length], true),
        cell(`${10 + (row % 18)}/02/2024`, false),
        cell(number(1234 * (row + 1), 0), false),
        cell(number(row * 1.37 + 1000.25, 2), false)
      ].join(separator)
    );
  }
  return [...dialect.before, ...lines].join(end) + end;
}

const table = (parts: Partial<IDialect>): [string, IDialect] => {
  const label = Object.entries(parts)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
  return [label || 'as it is', { ...BASE, ...parts }];
};

const ENCODINGS = [
  'utf-8',
  'utf-8-sig',
  'cp1252',
  'utf-16',
  'utf-16-le',
  'utf-16-be',
  'mac_roman'
];

const CASES: [string, IDialect][] = [
  ...[';', '\t', '|'].flatMap(separator =>
    (['all', 'needed', 'single'] as const).flatMap(quoted =>
      (['.', ','] as const).flatMap(decimal => [
        table({ separator, quoted, decimal }),
        table({ separator, quoted, decimal, header: false })
      ])
    )
  ),
  ...(['all', 'needed', 'single'] as const).flatMap(quoted => [
    table({ separator: ',', quoted, decimal: '.' }),
    table({ separator: ',', quoted, decimal: '.', header: false })
  ]),
  ...ENCODINGS.flatMap(encoding => [
    table({ encoding, rows: 300 }),
    table({ encoding, separator: ',', decimal: '.' })
  ]),
  ...[' ', '\u00a0', '\u202f', '.'].map(thousands => table({ thousands })),
  table({ thousands: ',', decimal: '.' }),
  table({ thousands: ',', decimal: '.', separator: ',' }),
  table({ thousands: ' ', decimal: ',', separator: '\t', encoding: 'cp1252' }),
  ...(['\r\n', '\r'] as const).map(end => table({ end, encoding: 'cp1252' })),
  table({ before: ['Populations légales 2024', '', 'Champ : France'] }),
  table({ before: ['Populations légales;;;;', ';;;;'] }),
  table({ before: ['Titre, avec une virgule'], separator: ',', decimal: '.' }),
  table({ before: ['sep=;'] }),
  table({ before: ['# produit le 3 mars', '# source : Insee'], comment: '#' }),
  table({ before: ['% matlab'], comment: '%' }),
  table({ rows: 3000 }),
  table({ rows: 3000, encoding: 'cp1252', quoted: 'all' }),
  table({ rows: 3000, separator: ',', decimal: '.', quoted: 'all' }),
  table({ rows: 2 }),
  table({ rows: 1 })
];

const SHARED = { variant: null, doubt: null, format: 'csv' };

function expected(dialect: IDialect) {
  const { separator, decimal, thousands, header, comment, before } = dialect;
  const names = ['code', 'commune', 'date', 'population', 'taux'];
  return {
    ...SHARED,
    encoding: dialect.encoding,
    columns: header ? names : null,
    ...(bytesOf(dialect).length > 65536 ? { isSampled: true } : {}),
    table: {
      separator,
      decimal,
      thousands,
      quote: dialect.quoted === 'single' ? "'" : '"',
      hasHeader: header,
      comment,
      skippedLines: comment ? 0 : before.length,
      textColumns: [header ? 'code' : '0'],
      // A day above 12 is in the third row.
      ...(dialect.rows > 2
        ? { textDates: [{ column: header ? 'date' : '2', format: '%d/%m/%Y' }] }
        : {}),
      ...(dialect.end === '\r' ? { irregular: true } : {})
    }
  };
}

/** `œ` does not exist in every encoding of a table. */
function bytesOf(dialect: IDialect): Uint8Array {
  return encoded(write(dialect), dialect.encoding);
}

describe('a table', () => {
  it.each(CASES)('with %s is told as it was written', async (_, dialect) => {
    const facts = { ...expected(dialect), compression: null };
    expect(await found('x.csv', bytesOf(dialect))).toEqual(facts);
  });

  it.each(CASES)('with %s, in a gzip', async (_, dialect) => {
    const facts = { ...expected(dialect), compression: 'gzip' };
    const packed = gzipSync(bytesOf(dialect));
    expect(await found('x.csv.gz', packed)).toEqual(facts);
  });

  it.each(CASES)(
    'with %s is seen whatever it is called',
    async (_, dialect) => {
      const facts = { ...expected(dialect), compression: null };
      for (const name of ['x', 'x.txt', 'x.xls', 'x.parquet', 'x.dat']) {
        expect(await found(name, bytesOf(dialect))).toEqual(facts);
      }
    }
  );
});
