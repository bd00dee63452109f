// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../../facts';
import { found } from '../../__tests__/samples';
import { unspaced } from '../spaces';

type Case = [string, string[], string[] | null, Partial<ITableFacts>?];

/** Tables that are read right only by who skips spaces after separators. */
const SPACED: Case[] = [
  [
    'commas between quotes after spaces',
    [
      'date, ville, effectif, lieu',
      '2011-01-01, Lyon, 0,',
      '2011-01-02, Nice, "6,000,000",Centre'
    ],
    ['date', 'ville', 'effectif', 'lieu'],
    { thousands: ',' }
  ],
  [
    'quotes after spaces around everything',
    ['"a", "b", "c"', '"1", "x, y", "2"', '"3", "z", "4"'],
    ['a', 'b', 'c']
  ],
  [
    'quotes after spaces, without a separator between them',
    ['id, nom', '1, "Anne"', '2, "Paul"'],
    ['id', 'nom']
  ],
  [
    'quotes after spaces in one row alone',
    ['id,nom,n', '1,Anne,5', '2, "Paul, le petit",6'],
    ['id', 'nom', 'n']
  ],
  [
    'a line break between such quotes',
    ['id; texte; n', '1; "un', 'deux; trois"; 5', '2; "quatre"; 6'],
    ['id', 'texte', 'n'],
    { separator: ';' }
  ],
  [
    'doubled quotes',
    ['id, mot', '1, "il dit ""oui"", non"', '2, "si"'],
    ['id', 'mot']
  ],
  ['several spaces', ['id,   nom', '1,   "a, b"', '22,  "c"'], ['id', 'nom']],
  [
    'spaces after every separator',
    ['nom, n, mot', 'Anne, 5, x', 'Paul, NA, y'],
    ['nom', 'n', 'mot']
  ],
  [
    'spaces after every separator but before blank cells',
    ['nom, n, mot', 'Anne, , x', 'Paul, 4,'],
    ['nom', 'n', 'mot']
  ],
  [
    'codes, whose column is named without the space',
    ['n, dep', '1, "01"', '2, "2A"'],
    ['n', 'dep'],
    { textColumns: ['dep'] }
  ],
  [
    'decimal commas',
    ['ville; taux', '"Lyon"; "1,5"', '"Nice"; "2,5"'],
    ['ville', 'taux'],
    { separator: ';', decimal: ',' }
  ],
  [
    'a title above',
    ['Relevé des communes', 'id, nom,n', '1, "a, b",5', '2, "c, d",6'],
    ['id', 'nom', 'n'],
    { skippedLines: 1 }
  ],
  ['no header', ['1, "a, b", 5', '2, "c", 6', '3, "d", 7'], null]
];

/** Tables in which a space is a character like others. */
const UNSPACED: Case[] = [
  [
    'spaces and quotes between quotes',
    ['id,mot', '1,"il dit, ""oui"", non"', '2,"si, ""non"""'],
    ['id', 'mot']
  ],
  [
    'a space and a quote that quote nothing',
    ['id;mot;n', '1; "Le Lac;5', '2;la Tour;6', '3;x;7'],
    ['id', 'mot', 'n'],
    { separator: ';' }
  ],
  ['spaces in some rows', ['nom,n', 'Anne, 5', 'Paul,6'], ['nom', 'n']],
  [
    'a pair of coordinates',
    ['point;n', '48.85, 2.35;1', '45.7, 4.8;2'],
    ['point', 'n'],
    { separator: ';' }
  ],
  [
    'one column of prose with quotes',
    ['mot', 'oui, "non"', 'si, "peut-être"'],
    ['mot']
  ],
  ['blanks as separators', ['a  b', '1  2', '3  4'], ['a', 'b']],
  [
    'sound quotes, spaces between them',
    ['"a","b"', '"1"," x"', '"2"," y, z"'],
    ['a', 'b']
  ]
];

const content = (lines: string[]) => `${lines.join('\n')}\n`;

describe('spaces after separators', () => {
  it.each(SPACED)('are skipped: %s', async (...[, lines, columns, more]) => {
    const facts = await found('x.csv', content(lines));
    expect(facts.columns).toEqual(columns);
    expect(facts.table).toMatchObject({
      separator: ',',
      quote: '"',
      initialSpaces: true,
      ...more
    });
    expect(facts.table?.irregular).toBeUndefined();
  });

  it.each(UNSPACED)('are kept: %s', async (...[, lines, columns, more]) => {
    const facts = await found('x.csv', content(lines));
    expect(facts.columns).toEqual(columns);
    expect(facts.table).toMatchObject({ ...more });
    expect(facts.table?.initialSpaces).toBeUndefined();
  });
});

it.each([
  ['a, b\n 1, "x, y"', 'a,b\n1,"x, y"', 1],
  ['"a, ""b"", c", d', '"a, ""b"", c",d', 0],
  ['a,  "x', 'a,"x', 1],
  ['a b, c d ', 'a b,c d ', 0],
  [' "a" , "b"', '"a" ,"b"', 2],
  ['', '', 0],
  [',   ', ',', 0]
])('%j without its spaces is %j', (text, cut, quoted) => {
  expect(unspaced(text, ',')).toEqual({ text: cut, quoted });
});
