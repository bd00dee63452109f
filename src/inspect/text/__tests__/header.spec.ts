// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { hasHeader } from '../header';

const rowsOf = (lines: string[]) => lines.map(line => line.split(';'));

const NAMED: [string, string[]][] = [
  ['texts over numbers', ['nom;n', 'Lyon;1', 'Nice;2']],
  ['texts over texts', ['nom;lieu', 'Anne;Lyon', 'Paul;Nice']],
  ['a single column', ['taux', '1,5', '2']],
  ['nothing but names', ['a;b;c']],
  ['an index without a name', [';a;b', '0;1;2', '1;3;4']],
  ['positions', [';0;1;2', '0;5;6;7', '1;8;9;1']],
  ['positions alone', ['0;1;2', '5;6;7', '8;9;1']],
  ['positions from 1 on', ['nom;1;2;3', 'x;0,5;0,6;0,7', 'y;1;2;4']],
  ['years', ['zone;2019;2020;2021', 'A;1;2;3', 'B;4;5;6']],
  ['years that go down', ['zone;2021;2020', 'A;1;2', 'B;4;5']],
  [
    'years with gaps, as of a census',
    ['zone;1968;1975;1982;1990', 'A;100;110;120;130', 'B;200;210;220;230']
  ],
  ['one year', ['zone;2021', 'A;12', 'B;15']],
  ['months', ['zone;2020-01;2020-02', 'A;10;11', 'B;20;21']],
  [
    'days in the American way',
    ['Pays;Lat;1/22/20;1/23/20', 'A;1.5;0;1', 'B;2.5;3;4']
  ],
  ['hours', ['jour;00:00;01:00', '2024-01-01;12;13', '2024-01-02;14;15']],
  ['yes and no', ['commune;oui;non', 'A;60,3;39,7', 'B;45,1;54,9']],
  [
    'codes of departments',
    ['libelle;01;02;03;2A', 'Hommes;10;20;30;40', 'Femmes;11;21;31;41']
  ],
  ['ages', ['sexe;0-4;5-9;10-14', 'H;1;2;3', 'F;4;5;6']],
  [
    'a word that comes again below, once',
    ['nature;lieu', 'commune;lieu dit', 'ville;Lyon', 'village;lieu']
  ],
  [
    'a word that comes again below, over numbers',
    ['type;valeur', 'type;1', 'autre;2', 'type;3']
  ],
  [
    'missing values below',
    ['dep;taux', '01;NA', '02;1,5', '03;', '04;2,5', '05;s']
  ]
];

const UNNAMED: [string, string[]][] = [
  ['numbers', ['1;2', '3;4', '5;6']],
  ['a text and a number, row by row', ['Lyon;12', 'Nice;13', 'Pau;14']],
  ['texts that come again', ['Lyon;Nord', 'Lille;Nord', 'Nice;Sud']],
  [
    'categories among texts',
    [
      'Anne;Nord;oui bien',
      ...Array.from({ length: 40 }, (_, n) =>
        [`P${n}`, n % 2 ? 'Nord' : 'Sud', n % 3 ? 'oui bien' : 'plutôt'].join(
          ';'
        )
      )
    ]
  ],
  ['dates', ['2024-01-01;1', '2024-01-02;2', '2024-01-03;3']],
  ['codes', ['01001;A', '01002;B', '2A004;C']],
  ['a number that is missing', ['A;;3', 'B;2;4', 'C;3;5']],
  ['years in rows', ['2019;A;1', '2020;B;2', '2021;C;3']],
  ['years beside each other', ['A;2019;2020', 'B;2018;2021', 'C;2017;2020']],
  ['answers', ['a1;oui;1', 'a2;non;2', 'a3;oui;3']],
  ['blanks', [';;', '1;2;3']]
];

it.each(NAMED)('takes %s for names', (_, lines) => {
  expect(hasHeader(rowsOf(lines))).toBe(true);
});

it.each(UNNAMED)('takes %s for data', (_, lines) => {
  expect(hasHeader(rowsOf(lines))).toBe(false);
});
