// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { found } from '../../__tests__/samples';
import { dayFirstFormat } from '../cells';

const FORMATS: [string, string[]][] = [
  ['%d/%m/%Y', ['03/04/2024', '13/04/2024']],
  ['%d/%m/%Y', [' 31/12/1999 ', '29/02/2024']],
  ['%d.%m.%Y', ['13.04.2024']],
  ['%d-%m-%Y', ['13-04-2024']],
  ['%d/%m/%Y %H:%M', ['13/04/2024 08:30', '01/01/2024 00:00']],
  ['%d/%m/%Y %H:%M:%S', ['13/04/2024 23:59:59']]
];

const OTHERS: string[][] = [
  [],
  ['03/04/2024', '12/12/2024'],
  ['04/13/2024', '13/04/2024'],
  ['13/04/2024', 'inconnu'],
  ['13/04/2024', '14-04-2024'],
  ['13/04/2024', '13/04/2024 08:30'],
  ['13/04/2024 24:00'],
  ['31/04/2024'],
  ['29/02/2023'],
  ['13/4/2024'],
  ['13/04/24'],
  ['2024-04-13']
];

it.each(FORMATS)('%s is the format of %j', (format, cells) => {
  expect(dayFirstFormat(cells)).toBe(format);
});

it.each(OTHERS.map(each => [each]))('%j tells no format', cells => {
  expect(dayFirstFormat(cells)).toBeNull();
});

const dates = async (text: string) =>
  (await found('x.csv', text)).table?.textDates;

it('tells the columns of a table, of each format its own', async () => {
  const text =
    'id;né le;vu le;mort\n1;13/04/1950;13/04/2024 08:30;01/02/2003\n2;;14/04/2024 09:00;NA\n';
  expect(await dates(text)).toEqual([
    { column: 'né le', format: '%d/%m/%Y' },
    { column: 'vu le', format: '%d/%m/%Y %H:%M' }
  ]);
});

it('counts columns without a header', async () => {
  expect(await dates('1;13/04/1950\n2;01/02/1950\n')).toEqual([
    { column: '1', format: '%d/%m/%Y' }
  ]);
});

it('leaves out what has no name of its own', async () => {
  expect(await dates('n,,d,d\n1,13/04/1950,13/04/1950,13/04/1950\n')).toBe(
    undefined
  );
});

it('looks at all rows that are read', async () => {
  const rows = (last: string) =>
    `n;d\n${'1;13/04/1950\n'.repeat(3000)}2;${last}\n`;
  expect(await dates(rows('01/02/2024'))).toHaveLength(1);
  expect(await dates(rows('02/28/2024'))).toBe(undefined);
});
