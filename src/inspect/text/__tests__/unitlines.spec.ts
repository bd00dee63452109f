// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { found } from '../../__tests__/samples';

const DESCRIBED: [string, number, string[]][] = [
  [
    'units',
    1,
    ['date;t2m;rr', ';degC;mm', '2020-01-01;1,5;0,2', '2020-01-02;2,5;0,4']
  ],
  [
    'units in brackets',
    1,
    ['date;t;r', ';[°C];[mm]', '2020-01-01;1,5;2', '2020-01-02;2,5;4']
  ],
  [
    'units below names',
    1,
    ['ville;pop;surface', 'unité;hab;km2', 'Lyon;12;5', 'Pau;13;6']
  ],
  [
    'units of many rows',
    1,
    ['t;v', 's;m/s', ...Array.from({ length: 900 }, (_, at) => `${at};${at},5`)]
  ],
  [
    'a series of Insee (BDM)',
    3,
    [
      '"Libellé";"Indice des prix";"Codes"',
      '"idBank";"010535379";""',
      '"Dernière mise à jour";"31/10/2023 08:45";""',
      '"Période";"";""',
      '"2023-09";"120.1";"A"',
      '"2023-08";"119.2";"A"'
    ]
  ],
  [
    'two series of whole numbers, with identifiers that are numbers',
    3,
    [
      'Libellé;Indice;Codes;Autre;Codes',
      'idBank;1763852;;1763853;',
      'Dernière mise à jour;12/01/2024 12:00;;12/01/2024 12:00;',
      'Période;;;;',
      '2023-T4;120;A;5;A',
      '2023-T3;119;A;6;P'
    ]
  ],
  [
    'a description of each column',
    1,
    ['date;a;b', ';Température;Pluie', '2020-01-01;1;2', '2020-01-02;3;4']
  ],
  [
    'units and descriptions',
    2,
    [
      'date;a;b',
      ';Température;Pluie',
      ';°C;mm',
      '2020-01-01;1;2',
      '2020-01-02;3;4'
    ]
  ],
  [
    'units under a title',
    1,
    ['Relevés', '', 'date;t;r', ';°C;mm', '2020-01-01;1;2', '2020-01-02;3;4']
  ],
  [
    'units with tabs',
    1,
    ['time\tu\tv', 's\tm/s\tm/s', '0.1\t1\t2', '0.2\t3\t4', '0.3\t5\t6']
  ],
  [
    'units with commas',
    1,
    ['time,speed', '(s),(m/s)', '0.1,1', '0.2,3', '0.3,5']
  ],
  [
    'units above codes that begin with a zero, or not',
    1,
    [
      'code;nom;pop',
      ';;hab',
      '01004;A;5',
      '30189;B;6',
      '2A004;C;7',
      '75056;D;8'
    ]
  ]
];

const PLAIN: [string, string[]][] = [
  ['no such row', ['date;t', '2020-01-01;1,5', '2020-01-02;2,5']],
  ['a missing number', ['code;valeur', 'x0;n.d.', 'x1;5', 'x2;6']],
  [
    'missing numbers',
    ['ville;a;b', 'Lyon;secret;secret', 'Pau;1;2', 'Brest;3;4']
  ],
  ['a known word for it', ['ville;a;b', 'Lyon;NA;ns', 'Pau;1;2', 'Brest;3;4']],
  ['a total', ['annee;a;b', 'Total;100;200', '2019;50;100', '2020;50;100']],
  ['texts alone', ['nom;lieu', 'Anne;Lyon', 'Paul;Nice', 'Zoé;Pau']],
  ['a first row without a name', ['ville;a', ';5', 'Pau;6', 'Brest;7']],
  ['a missing date', ['date;a', 'inconnue;5', '2020-01-01;6', '2020-01-02;7']],
  ['no header', ['1;a;5', '2;b;6', '3;c;7']],
  ['a note below', ['a;b;c', '1;2;3', '4;5;6', '', 'Source : Insee']],
  ['one row', ['a;b', '1;2']],
  ['a word among numbers further down', ['a;b', '1;2', '3;x', '4;5', '6;7']]
];

const content = (lines: string[]) => `${lines.join('\n')}\n`;

describe('lines below the header', () => {
  it.each(DESCRIBED)('%s are told: %d', async (_, count, lines) => {
    const { columns, table } = await found('x.csv', content(lines));
    expect(table).toMatchObject({ hasHeader: true, unitLines: count });
    expect(columns?.length).toBeGreaterThan(1);
  });

  it.each(PLAIN)('%s is data', async (_, lines) => {
    const { table } = await found('x.csv', content(lines));
    expect(table).not.toHaveProperty('unitLines');
  });

  it('leave columns what they are', async () => {
    const lines = ['dep;taux', ';%', '01;1,5', '2A;2,5'];
    const { table } = await found('x.csv', content(lines));
    expect(table).toMatchObject({ decimal: ',', textColumns: ['dep'] });
    expect(table).not.toHaveProperty('missing');
  });
});
