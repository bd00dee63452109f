// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { found } from '../../__tests__/samples';

const NOTED: [string, number, number, string[]][] = [
  [
    'after a blank line',
    2,
    3,
    [
      'annee;valeur',
      '2019;1,5',
      '2020;2,5',
      '2021;3,5',
      '',
      'Source : Insee',
      'Lecture : en 2019'
    ]
  ],
  ['without a blank line', 1, 2, ['a;b', '1;2', '3;4', 'Source : Insee']],
  [
    'with separators of a sheet',
    1,
    2,
    ['a;b;c', '1;2;3', '4;5;6', 'Source : Insee;;']
  ],
  [
    'after a blank row of a sheet',
    1,
    3,
    ['a;b;c', '1;2;3', '4;5;6', ';;', 'Données de 2020;;']
  ],
  [
    'with commas',
    1,
    2,
    ['a,b,c', '1,2,3', '4,5,6', '', 'Champ : France, sans Mayotte']
  ],
  ['with a mark', 1, 2, ['ville;n', 'Lyon*;2', 'Pau;4', '* sans les communes']],
  [
    'with blank lines between and after',
    4,
    2,
    ['a;b', '1;2', '3;4', '', 'Source : Insee', '', 'Note : x', '']
  ],
  [
    'in prose, after a blank line',
    1,
    2,
    ['a;b', '1;2', '3;4', '', 'Figures are provisional.']
  ],
  [
    'below units',
    1,
    2,
    ['date;t;r', ';°C;mm', '2020-01-01;1;2', '2020-01-02;3;4', 'Source: office']
  ]
];

const PLAIN: [string, string[]][] = [
  ['nothing', ['a;b', '1;2', '3;4']],
  ['blank lines', ['a;b', '1;2', '3;4', '', '']],
  ['a last row that lacks cells', ['a;b;c', '1;2;3', '4;5;6', '7;8']],
  [
    'a last row that lacks all but one',
    ['ville;b;c', 'Lyon;2;3', 'Le Mans;5;6', 'La Rochelle;;']
  ],
  ['a category', ['mot;n', 'Champ : x;2', 'Note : y;4', 'Source : z;5']],
  ['a total', ['ville;n', 'Lyon;2', 'Pau;4', 'Total des deux;6']],
  [
    'a total after a blank line',
    ['ville;n', 'Lyon;2', 'Pau;4', '', 'Total des deux;6']
  ],
  ['texts', ['nom;lieu', 'Anne;Le Mans', 'Paul;Nice', 'Jean Luc;La Baule']],
  ['a short name before a colon', ['cle;texte', 'ab: x;un', 'cd: y;deux mots']],
  ['a mark before a name', ['nom;lieu', 'Anne;Nice', '*Paul;Le Mans']],
  ['one column', ['mot', 'oui', 'Source : non']]
];

const content = (lines: string[]) => `${lines.join('\n')}\n`;

describe('notes below a table', () => {
  it.each(NOTED)('%s are told: %d lines', async (_, lines, rows, text) => {
    const { table } = await found('x.csv', content(text));
    expect(table).toMatchObject({ hasHeader: true, footer: { lines, rows } });
  });

  it.each(PLAIN)('are not told by %s', async (_, text) => {
    const { table } = await found('x.csv', content(text));
    expect(table).not.toHaveProperty('footer');
  });

  it('are not told where the end was not seen', async () => {
    const text = content(['a;b', '1;2', '3;4', 'Source : Insee', 'x;y']);
    const { table } = await found('x.csv', text, text.length - 2);
    expect(table).not.toHaveProperty('footer');
  });
});
