// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { shownEnd } from '../nameend';

/** As in a font whose characters are all as wide. */
const widthOf = (text: string) => Array.from(text).length;

it.each([
  ['a name that fits', 'data.csv', 8, ''],
  ['a number before the extension', 'part-00042.parquet', 18, ''],
  ['the same with less room', 'objet-long-00042.csv', 18, '00042.csv'],
  ['less room than for the wanted end', 'objet-long-00042.csv', 12, '042.csv'],
  ['no room for both ends', 'objet-long-00042.csv', 6, ''],
  ['no extension', 'a-very-long-name-0042', 18, '0042'.padStart(5, '-')],
  ['a last part that is no extension', 'v1.a long sentence', 16, ' sentence'],
  [
    'characters of two units',
    'les-données-de-🎉🎉🎉🎉.csv',
    18,
    '-🎉🎉🎉🎉.csv'
  ],
  ['a mark on the first character', 'aaaaaaaaaae\u0301xyz.csv', 13, 'xyz.csv'],
  ['a name that is read from the right', 'تقرير سنوي طويل جدا.csv', 8, '']
])('%s', (_, name, room, end) => {
  expect(shownEnd(name, room, widthOf)).toBe(end);
});

it('is a part of the name, and leaves room for the beginning', () => {
  for (let room = 1; room < 30; room++) {
    const end = shownEnd(
      '2024-enquete-emploi-trimestre-04.parquet',
      room,
      widthOf
    );
    expect('2024-enquete-emploi-trimestre-04.parquet'.endsWith(end)).toBe(true);
    expect(widthOf(end)).toBeLessThanOrEqual(room * 0.65);
  }
});
