// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isCodes } from '../numbers';

const CODES: [string, string[]][] = [
  ['departement', ['95', '94', '9', '1']],
  ['Département', ['75', '971']],
  ['DEP', ['75', '13']],
  ['canton', ['9501', '901', '101']],
  ['com', ['75056', '1001']],
  ['reg', ['11', '93', '1']],
  ['code_region', ['11', '24']],
  ['EPCI', ['200000172', '']],
  ['siren', ['512345678']],
  ['SIRET', ['51234567800012', 'NA']],
  ['zip', ['10001', '2139']],
  ['Postal Code', ['75001']],
  ['fips', ['1001', '36061']],
  ['Insee', ['1000', '75056']],
  ['anything', ['01001', '75056']],
  ['anything', ['1001', '2A001']],
  ['id_local', ['1234567890', '2234567890']],
  ['ean', ['3017620422003', '']]
];

const NUMBERS: [string, string[]][] = [
  ['pop', ['75056', '13001']],
  ['departements', ['8', '12']],
  ['total', ['1234567890', '123']],
  ['timestamp', ['1700000000000', '1700000000001']],
  ['date_ms', ['1700000000000']],
  ['reg', ['1,5', '2']],
  ['region', ['123456', '7']],
  ['solde', ['-1234567890', '-2234567890']],
  ['zip', ['1', '2']],
  ['n', ['']]
];

it.each(CODES)('%s with %j are codes', (name, cells) => {
  expect(isCodes(cells, name)).toBe(true);
});

it.each(NUMBERS)('%s with %j are no codes', (name, cells) => {
  expect(isCodes(cells, name)).toBe(false);
});
