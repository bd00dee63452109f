// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../facts';
import { encoded, found } from './samples';

/** Tables in shapes that are read wrongly where one looks at one sign alone. */
const SHAPES: [string, string[], string[], Partial<ITableFacts>][] = [
  [
    'rows that end in a blank cell which the header has not',
    ['"Probleme";"Temps"', '"p1";"1440";"', '"', '"p2";"7";"', '"'],
    ['Probleme', 'Temps'],
    { separator: ';', quote: '"', openRows: true }
  ],
  [
    'rows that end in spaces which the header has not',
    ['a;b', '1;x; ', '2;y; '],
    ['a', 'b'],
    { openRows: true }
  ],
  [
    'a line break and a separator between quotes',
    ['id;texte', '1;"ligne un', 'ligne deux; fin"', '2;"autre"'],
    ['id', 'texte'],
    { quote: '"' }
  ],
  [
    'line breaks between quotes, two of them',
    ['id,t', '1,"a', 'b,c"', '2,"d', 'e,f"', '3,g'],
    ['id', 't'],
    { quote: '"', separator: ',' }
  ],
  [
    'quotes that quote nothing, one at the beginning, one at the end of cells',
    ['id;nom;n', '01;"Le Lac;5', '02;la Tour;6', '03;le 5";7', '04;x;8'],
    ['id', 'nom', 'n'],
    { quote: null, separator: ';' }
  ],
  [
    'a title over two columns, and a blank row',
    ['Depenses de deplacement 2016,', ',', 'Poste,Montant', 'Hotel,100.5'],
    ['Poste', 'Montant'],
    { skippedLines: 2 }
  ],
  [
    'a title over two columns',
    ['Depenses de deplacement,', 'Poste,Montant', 'Hotel,100.5', 'Train,2'],
    ['Poste', 'Montant'],
    { skippedLines: 1 }
  ],
  [
    'a title that is wider than the table',
    ['Created as dataset,Sample 1,Saturday 5', 'cm-1,%T', '4000.0,98.7'],
    ['cm-1', '%T'],
    { skippedLines: 1 }
  ],
  [
    'a second column without a name',
    ['nom,', 'a,1', 'b,2'],
    ['nom', ''],
    { skippedLines: 0 }
  ],
  [
    'a second column without a name, after a name of two words',
    ['nom du lieu,', 'a,1', 'b,2'],
    ['nom du lieu', ''],
    { skippedLines: 0 }
  ],
  [
    'a header with one name more than rows have cells',
    ['a,b,c', '1,2', '3,4', '5,6'],
    ['a', 'b', 'c'],
    { skippedLines: 0 }
  ]
];

it.each(SHAPES)('%s', async (_, lines, columns, table) => {
  const facts = await found('x.csv', `${lines.join('\n')}\n`);
  expect(facts.columns).toEqual(columns);
  expect(facts.table).toMatchObject({ hasHeader: true, ...table });
});

/** French texts, in words of one language after the other. */
const TEXTS = [
  'commune;région;prénom\nÉvry;Île-de-France;Zoé\n',
  'nom;n\nBesançon;1\nMâcon;2\nNîmes;3\nHaÿ;4\n',
  'rue;n\nallée des Hêtres;5\nforêt;6\nNoël;7\n',
  'Straße;n\nMünchen;1\nKöln;2\nZürich;3\n',
  'ciudad;n\nMálaga;1\nLogroño;2\nCádiz;3\n'
];

it.each(
  ['utf-8', 'cp1252', 'mac_roman', 'cp850'].flatMap(encoding =>
    TEXTS.map(text => [encoding, text] as const)
  )
)('%s is told by the letters of %j', async (encoding, text) => {
  const facts = await found('x.csv', encoded(text, encoding));
  expect(facts.encoding).toBe(encoding);
  expect(facts.columns).toEqual(text.split('\n')[0].split(';'));
});

it.each(['l’eau à 5 €;x…\n«ça»;–\n', 'œuf;Œuvre\nœil;n°\n'])(
  'signs of cp1252 are no letters of another page: %j',
  async text => {
    const facts = await found('x.csv', encoded(`a;b\n${text}`, 'cp1252'));
    expect(facts.encoding).toBe('cp1252');
  }
);
