// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expectWork } from '../../../testing/expectwork';
import type { IFacts, ITableFacts } from '../../facts';
import { encoded, found } from '../../__tests__/samples';

/** Half of what is read of a text table. */
const HALF = 2 ** 19;

/** Rows of two columns, enough for about so many bytes. */
const rows = (bytes: number, row: (i: number) => string) =>
  Array.from({ length: Math.ceil(bytes / row(1000).length) }, (_, i) =>
    row(i)
  ).join('');

/** What comes late in a table, and what has to be known of it. */
const LATE: {
  readonly what: string;
  readonly header: string;
  readonly row: (i: number) => string;
  readonly last: string;
  readonly facts?: Partial<IFacts>;
  readonly table?: Partial<ITableFacts>;
}[] = [
  {
    what: 'accents in cp1252',
    header: 'numero;voie;n\n',
    row: i => `${i};AVENUE DE LA GARE;${i * 3}\n`,
    last: '9999;ALLÉE DES HÊTRES;5\n',
    facts: { encoding: 'cp1252' }
  },
  {
    what: 'zeros of codes',
    header: 'departement;code;pop\n',
    row: i => `${95 - (i % 80)};${(95 - (i % 80)) * 100};${i}\n`,
    last: '09;0901;5\n01;0101;6\n',
    table: { textColumns: ['departement', 'code'] }
  },
  {
    what: 'zeros of codes that no name tells',
    header: 'x;y\n',
    row: i => `${10000 + (i % 80000)};${i}\n`,
    last: '01234;5\n',
    table: { textColumns: ['x'] }
  },
  {
    what: 'a word for what is missing',
    header: 'code;valeur\n',
    row: i => `x${i};${i}\n`,
    last: 'x9001;n.d.\nx9002;5\n',
    table: { missing: ['n.d.'] }
  },
  {
    what: 'decimal commas',
    header: 'code;valeur\n',
    row: i => `x${i};${i}\n`,
    last: 'x9001;1,5\nx9002;2,5\n',
    table: { decimal: ',' }
  },
  {
    what: 'marks between thousands',
    header: 'code;valeur\n',
    row: i => `x${i};${i % 999}\n`,
    last: 'x9001;1 234\nx9002;12 345\n',
    table: { thousands: ' ' }
  },
  {
    what: 'a row that is longer',
    header: 'a,b,c\n',
    row: i => `${i},x${i},${i * 2}\n`,
    last: '1,"x",2,3\n',
    table: { extraCells: 1, irregular: true }
  },
  {
    what: 'one byte that is not UTF-8',
    header: 'a;b\n',
    row: i => `${i};${i % 9 ? 'e' : 'été'}\n`,
    last: '1;\udc00\n',
    facts: { encoding: 'utf-8', encodingErrors: 'replace' }
  }
];

const CASES = LATE.map(each => [each.what, each] as const);

/** A wrong byte in the place of a lone surrogate. */
function bytesOf(text: string, facts: Partial<IFacts> = {}): Uint8Array {
  if (facts.encodingErrors) {
    const [before, after] = text.split('\udc00');
    return new Uint8Array(
      Buffer.concat([
        Buffer.from(before),
        Buffer.from([255]),
        Buffer.from(after)
      ])
    );
  }
  return encoded(text, facts.encoding ?? 'utf-8');
}

describe('what comes after the first rows', () => {
  it.each(CASES)(
    'is seen in a text that is read whole: %s',
    async (_, late) => {
      const text = late.header + rows(200_000, late.row) + late.last;
      const facts = await found('x.csv', bytesOf(text, late.facts), 2 * HALF);
      expect(facts).toMatchObject({ ...late.facts, table: late.table ?? {} });
      expect(facts).not.toHaveProperty('isSampled');
    }
  );

  it.each(CASES)('is seen at the end of a long text: %s', async (_, late) => {
    const text = late.header + rows(3 * HALF, late.row) + late.last;
    const facts = await found('x.csv', bytesOf(text, late.facts), HALF);
    expect(facts).toMatchObject({
      ...late.facts,
      isSampled: true,
      table: late.table ?? {}
    });
  });

  it.each(CASES)('is seen after many rows: %s', async (_, late) => {
    const more = rows(100_000, late.row);
    const text =
      late.header + more + late.last + more + rows(3 * HALF, late.row);
    const facts = await found('x.csv', bytesOf(text, late.facts), HALF);
    expect(facts).toMatchObject({ ...late.facts, table: late.table ?? {} });
  });
});

describe('what is at the end', () => {
  const plain = (i: number) => `${i};${i % 7},5\n`;

  it.each([
    ['notes', '\nSource : Insee, RP 2016\nChamp : France; hors Mayotte\n'],
    ['a row that is not complete', '12'],
    ['nothing', '']
  ])('does not change the columns: %s', async (_, end) => {
    const text = `id;n\n${rows(4 * HALF, plain)}${end}`;
    const facts = await found('x.csv', text, HALF);
    expect(facts.columns).toEqual(['id', 'n']);
    expect(facts.table).toMatchObject({ decimal: ',', textColumns: [] });
    expect(facts.table).not.toHaveProperty('extraCells');
  });

  it('is left out where it begins between quotes', async () => {
    const cell = `"${'a line; with 01, "" and\n'.repeat(30_000)}"`;
    const text = `id;text\n${rows(HALF, i => `${i};"x"\n`)}1;${cell}\n2;"y"\n`;
    const facts = await found('x.csv', text, HALF / 2);
    expect(facts.table).toMatchObject({ separator: ';', textColumns: [] });
    expect(facts.table).not.toHaveProperty('extraCells');
  });

  it('line breaks between quotes are no rows, wherever they are', async () => {
    const row = (i: number) => `${i};"a\nb; ${i}\n\nc"\n`;
    for (const part of [HALF, 2 * HALF]) {
      const facts = await found('x.csv', `id;t\n${rows(900_000, row)}`, part);
      expect(facts.columns).toEqual(['id', 't']);
      expect(facts.table).toMatchObject({ quote: '"' });
      expect(facts.table).not.toHaveProperty('extraCells');
    }
  });

  it.each(['utf-16', 'utf-16-le'])('is left out in %s', async encoding => {
    const text = `id;n\n${rows(2 * HALF, plain)}`;
    const facts = await found('x.csv', encoded(text, encoding), HALF);
    expect(facts).toMatchObject({ encoding, table: { decimal: ',' } });
  });

  it('a character that is cut in two is none that is wrong', async () => {
    const text = `id;t\n${rows(4 * HALF, i => `${i};éé€\n`)}`;
    for (let part = HALF; part < HALF + 5; part++) {
      const facts = await found('x.csv', text, part);
      expect(facts.encoding).toBe('utf-8');
      expect(facts).not.toHaveProperty('encodingErrors');
    }
  });
});

it.each([
  'a;b\n',
  '"',
  '"a;',
  'a"b;',
  ';',
  ';\n',
  '1,5;\n',
  '1 111;',
  ' ;',
  'é;'
])('a MiB made of %j takes no time', async piece => {
  for (const header of ['a;b\n1;2\n3;4\n', `${'a;'.repeat(9000)}b\n`]) {
    const text = header + piece.repeat(Math.ceil(2 ** 21 / piece.length));
    // It takes some tenths of a second.
    await expectWork(3000, () => found('x.csv', text, HALF));
  }
});
