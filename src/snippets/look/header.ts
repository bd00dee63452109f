// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isTyped, kindOf } from './cells';

/**
 * Whether the first row of a table names its columns.
 *
 * Names are texts. A first row that holds a number or a date is data, but for
 * years (`2019;2020;2021`) and the positions that pandas writes. Where all is
 * text there is a header, unless its words come again below.
 *
 * @param rows - All of the same width, but maybe the first.
 */
export function hasHeader(rows: string[][]): boolean {
  const [first, ...others] = rows;
  if (!first || first.every(cell => cell.trim() === '')) {
    return false;
  }
  const typed = first.filter(cell => isTyped(kindOf(cell)));
  if (typed.length) {
    return areYears(first, typed, others) || arePositions(first);
  }
  // Nothing is missing in a row of names, but for the first (an index).
  const columns = first.map((_, index) => others.map(row => row[index] ?? ''));
  const some = columns.some(isTypedColumn);
  const again = first.filter(
    (cell, index) => cell.trim() !== '' && columns[index].includes(cell)
  );
  return some || again.length === 0;
}

/**
 * Whether at least four in five of the cells that are not empty are typed.
 */
function isTypedColumn(cells: string[]): boolean {
  const kinds = cells.map(kindOf).filter(kind => kind !== 'empty');
  return kinds.length > 0 && kinds.filter(isTyped).length >= kinds.length * 0.8;
}

/**
 * Whether the numbers among the first row are years that name columns: they
 * follow each other, after a text, over columns of something else.
 */
function areYears(
  first: string[],
  typed: string[],
  others: string[][]
): boolean {
  const years = typed.map(cell => cell.trim());
  const follow = years.every(
    (year, index) =>
      /^(19|20)\d\d$/.test(year) &&
      (index === 0 || Math.abs(Number(year) - Number(years[index - 1])) === 1)
  );
  const at = first.indexOf(typed[0]);
  const below = others.map(row => (row[at] ?? '').trim());
  return (
    follow &&
    (typed.length > 1 || first.length > 1) &&
    typed.length < first.length &&
    !below.every(cell => /^(19|20)\d\d$/.test(cell))
  );
}

/**
 * `0,1,2…`, maybe after the empty name of an index.
 */
function arePositions(first: string[]): boolean {
  const cells = first[0].trim() === '' ? first.slice(1) : first;
  return (
    cells.length > 1 &&
    cells.every((cell, index) => cell.trim() === String(index))
  );
}
