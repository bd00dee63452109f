// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  compareNumbers,
  numberDisplay,
  PLAIN_MARKS,
  plainNumber
} from '../numbers';

const FRENCH = { decimal: ',', thousands: ' ' } as const;

describe('a number of a file', () => {
  it.each([
    ['1,5', FRENCH, '1.5'],
    ['12 345,60', FRENCH, '12345.60'],
    [' -3 ', PLAIN_MARKS, '-3'],
    ['1e6', PLAIN_MARKS, '1e6'],
    ['1,5', PLAIN_MARKS, null],
    ['NaN', PLAIN_MARKS, null],
    ['', PLAIN_MARKS, null],
    ['12 rue', FRENCH, null]
  ])('%j is read with its marks', (cell, marks, wanted) => {
    expect(plainNumber(cell, marks)).toBe(wanted);
  });

  it.each([
    ['9223372036854775807', '9223372036854775806'],
    ['0.1000000000000000001', '0.1'],
    ['-1', '-9223372036854775807'],
    ['12345678901234567890.5', '12345678901234567890.25'],
    ['1e300', '9223372036854775807'],
    ['10', '9']
  ])('%s is greater than %s', (one, other) => {
    expect(compareNumbers(one, other)).toBeGreaterThan(0);
    expect(compareNumbers(other, one)).toBeLessThan(0);
    expect(compareNumbers(one, one)).toBe(0);
  });

  it.each([
    ['fr_FR', PLAIN_MARKS, '1234567.8900', '1\u202f234\u202f567,8900'],
    ['fr_FR', FRENCH, '12 345,6', '12\u202f345,6'],
    ['en', FRENCH, '12 345,6', '12,345.6'],
    ['fr_FR', PLAIN_MARKS, '2024', '2024'],
    ['en', PLAIN_MARKS, '-9223372036854775807', '-9,223,372,036,854,775,807'],
    ['fr_FR', PLAIN_MARKS, '1e-7', '1e-7'],
    ['fr_FR', PLAIN_MARKS, 'NaN', 'NaN'],
    ['fr_FR', PLAIN_MARKS, '', '']
  ])('is shown in %s with all its digits', (language, marks, cell, wanted) => {
    expect(numberDisplay(language, marks)(cell)).toBe(wanted);
  });
});
