// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { encoded, found } from '../../__tests__/samples';

const ROWS = [
  ['ville', 'code', 'n'],
  ['Lyon', '69123', '5'],
  ['Le Mans', '72181', ''],
  ["L'Abergement", '01001', '7']
];

const tableBy = (separator: string) =>
  `${ROWS.map(row => row.join(separator)).join('\n')}\n`;

describe('a separator that few files have', () => {
  it.each([
    ...['||', '|||', ';;', ',,', '::', '##', '@@', '~~', '^^', '$$', '&&'],
    ...['|~|', '~|~', '|;|', '^|^', '£', '§', '¤', '¦', '¬', '¶', '•', '\\\\']
  ])('%s is found', async separator => {
    const facts = await found('x.csv', tableBy(separator));
    expect(facts.columns).toEqual(ROWS[0]);
    expect(facts.table).toMatchObject({
      separator,
      hasHeader: true,
      textColumns: ['code']
    });
    expect(facts.table).not.toHaveProperty('singleColumn');
  });

  it.each(['cp1252', 'utf-8'])('is found in %s', async encoding => {
    const facts = await found('x.csv', encoded(tableBy('£'), encoding));
    expect(facts).toMatchObject({ encoding, table: { separator: '£' } });
  });

  it.each(['£', '||', '::'])(
    '%s is found where cells have commas',
    async separator => {
      const text = [
        ['nom', 'taux'],
        ['Bourg, en Bresse', '1,5'],
        ['Nice', '2'],
        ['Le Lac, la Tour, x', '3,25']
      ]
        .map(row => row.join(separator))
        .join('\n');
      const facts = await found('x.csv', `${text}\n`);
      expect(facts.columns).toEqual(['nom', 'taux']);
      expect(facts.table).toMatchObject({ separator, decimal: ',' });
    }
  );

  const USUAL: [string, string, string][] = [
    ['a column that is blank', 'a;;b\n1;;2\n3;;4\n', ';'],
    ['columns that are blank at times', 'a|b|c\n1||2\n3||4\n', '|'],
    ['a sign beside numbers', 'a €;b €\n5 €;6 €\n7 €;8 €\n', ';'],
    ['times', 'h;m\n10::5;1\n11::6;2\n', ';'],
    ['addresses', 'a,b\ns3://x,1\ns3://y,2\n', ',']
  ];

  it.each(USUAL)('is none in %s', async (_, text, separator) => {
    const facts = await found('x.csv', text);
    expect(facts.table).toMatchObject({ separator });
  });
});

describe('a text without a separator', () => {
  it.each([
    ['names', 'nom\nLyon\nNice\n'],
    ['prices', 'price£\n5£\n6£\n'],
    ['temperatures', 't°C\n5°C\n6°C\n'],
    ['addresses', 'url\nhttps://a/b\nhttps://c/d\n'],
    ['numbers', '1\n2\n3\n']
  ])('has one column: %s', async (_, text) => {
    const facts = await found('x.csv', text);
    expect(facts.table).toMatchObject({ singleColumn: true });
  });
});

describe('rows of different lengths', () => {
  const RAGGED: [string, string[], number][] = [
    ['one row has one cell more', ['id,nom', '1,a', '2,b,c', '3,d'], 1],
    ['one row has three more', ['id;n', '1;2', '3;4;5;6;7', '8;9'], 3],
    ['many rows have one more', ['id;n', '1;2;3', '4;5', '6;7;8', '9;1'], 1],
    [
      'most rows have two more',
      ['id;nom;n', '1;a;2', '3;b;4;x;y', '5;c;6;x;y', '7;d;8;x;y'],
      2
    ]
  ];

  it.each(RAGGED)('%s', async (_, rows, extraCells) => {
    const facts = await found('x.csv', `${rows.join('\n')}\n`);
    expect(facts.table).toMatchObject({ extraCells, irregular: true });
    expect(facts.columns).toEqual(rows[0].split(/[,;]/));
  });

  it.each([
    ['as many', ['id,nom', '1,a', '2,b']],
    ['fewer', ['id,nom,x', '1,a', '2,b,c']],
    ['one more in each, the names of rows', ['a,b', 'x,1,2', 'y,3,4']],
    ['one more in each, a blank one', ['a;b', '1;2;', '3;4;']],
    ['no header', ['1,2', '3,4,5', '6,7']]
  ])('nothing is said of rows with %s', async (_, rows) => {
    const facts = await found('x.csv', `${rows.join('\n')}\n`);
    expect(facts.table).not.toHaveProperty('extraCells');
  });
});
