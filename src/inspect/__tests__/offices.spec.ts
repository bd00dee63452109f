// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../facts';
import { found } from './samples';

const PLAIN: ITableFacts = {
  separator: ';',
  decimal: '.',
  thousands: null,
  quote: '"',
  hasHeader: true,
  comment: null,
  skippedLines: 0,
  textColumns: []
};

/** Tables in the forms that French public offices publish. */
const CASES: [string, string[], Partial<ITableFacts>][] = [
  [
    'a first line about the file, then rows without names (FINESS)',
    [
      'finess;etalab;93;2024-01-12',
      'structureet;010000024;010780054;CH DE FLEYRIAT;;;RTE;01440 VIRIAT',
      'structureet;010000032;010780062;CH DE BELLEY;;;RUE;01300 BELLEY',
      'structureet;750000040;750780070;CH DE PARIS;;;RUE;75001 PARIS'
    ],
    { hasHeader: false, skippedLines: 1, textColumns: ['1', '2'] }
  ],
  [
    'bars and decimal commas (DVF)',
    [
      'Reference|Date mutation|Valeur fonciere|Commune|Code departement',
      '|05/01/2024|346,50|BOURG|01',
      '|12/01/2024|258000,00|LYON|69'
    ],
    { separator: '|', decimal: ',', textColumns: ['Code departement'] }
  ],
  [
    'a pair of coordinates in one column (portals)',
    [
      'Geo Point;Nom;Code INSEE;Pop',
      '48.85, 2.35;Paris;75056;2145906',
      '45.7, 4.8;Lyon;69123;',
      '43.3, 5.4;Marseille;13055;870321'
    ],
    { textColumns: ['Code INSEE'] }
  ],
  [
    'codes of communes with Corsica, and secret values (Insee)',
    [
      'CODGEO;LIBGEO;P20_POP;MED20',
      "01001;L'Abergement-Clémenciat;806;24520",
      '2A004;Ajaccio;71361;s',
      '75056;Paris;2145906;29730'
    ],
    { textColumns: ['CODGEO'] }
  ],
  [
    'everything in quotes (Melodi)',
    [
      '"GEO";"TIME_PERIOD";"OBS_VALUE"',
      '"01001";"2021";"806.25"',
      '"01002";"2021";"262"'
    ],
    { textColumns: ['GEO'] }
  ],
  [
    'months, hours and spaces between thousands',
    [
      'mois;jour;valeur',
      '2024-01;01/02/2024 10:30;1 234,5',
      '2024-02;02/02/2024 11:00;987'
    ],
    { decimal: ',', thousands: ' ' }
  ],
  [
    'addresses with commas',
    ['adresse;cp', '"12, rue de la Paix";75002', '"3, av. Foch";06000'],
    { textColumns: ['cp'] }
  ],
  [
    'signs before numbers, years before totals',
    ['Année;Total;Écart', '2019;1,5;-0,2', '2020;1,7;+0,2'],
    { decimal: ',' }
  ],
  [
    'JSON within a column',
    ['id,data', '1,"{""a"": 1, ""b"": [1, 2]}"', '2,"{""a"": 3}"'],
    { separator: ',' }
  ],
  [
    'rows, but not the header, that end in a separator',
    ['code;nom;taux', '01001;Ambérieu;1,5;', '01002;Bourg;2;'],
    { decimal: ',', textColumns: ['code'], openRows: true, irregular: true }
  ],
  [
    'secret values (Insee)',
    ['dep;taux;sexe', '01;12,5;H', '02;s;F', '03;ns;H', '04;NA;F'],
    { decimal: ',', textColumns: ['dep'], missing: ['s', 'ns', 'NA'] }
  ],
  [
    'a word for missing numbers that means something elsewhere',
    ['dep;taux;nom', '01;12,5;s', '02;s;x'],
    { decimal: ',', textColumns: ['dep'] }
  ],
  [
    'identifiers without a zero so far (Sirene)',
    ['siren;SIRET;Code postal;n', '512345678;51234567800012;75001;12345'],
    { textColumns: ['siren', 'SIRET', 'Code postal'] }
  ],
  [
    'telephones, long identifiers, and codes that look like powers of ten',
    [
      'tel;id;iris;zone',
      '+33612345678;12345678901234567;01E12;010010000',
      '+33612345679;22345678901234567;01E13;2A0040101'
    ],
    { textColumns: ['tel', 'id', 'iris', 'zone'] }
  ],
  [
    'rows that lack cells at their end, and a note below',
    ['a;b;c', '01;1,5', '02;2;x', '03;3;y', '', 'Source : Insee'],
    { decimal: ',', textColumns: ['a'], irregular: true }
  ],
  [
    'one column of numbers with decimal commas',
    ['taux', '1,5', '2', '3,25'],
    { separator: ';', decimal: ',' }
  ],
  ['one column of prose', ['mot', 'oui, non', 'si'], { separator: ';' }],
  [
    'apostrophes that quote nothing',
    ['n;nom', "59;'s-Gravenhage", "59;'t Harde", "59;d'or", "59;'tHooft"],
    {}
  ],
  [
    'quotes that quote nothing (GeoNames)',
    ['id\tnom', '01\t"Le Lac', '02\tla Tour', '03\tle 5" de long'],
    { separator: '\t', quote: null, textColumns: ['id'] }
  ],
  [
    'quotes after a backslash (Spark)',
    ['id,nom', '01,"il dit \\"oui\\", non"', '02,y'],
    { separator: ',', escape: '\\', textColumns: ['id'] }
  ],
  [
    'one column of codes',
    ['code', '01001', '2A004'],
    { separator: ',', textColumns: ['code'] }
  ]
];

it.each(CASES)('%s', async (_, lines, table) => {
  const expected: Partial<IFacts> = {
    format: 'csv',
    doubt: null,
    table: { ...PLAIN, ...table }
  };
  const content = `${lines.join('\r\n')}\r\n`;
  expect(await found('x.csv', content)).toMatchObject(expected);
});
