// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readRows } from './rows';
import type { IFit, IShape } from './separators';

/**
 * The separator that few files have, if lines are cut by one: several characters
 * (`||`, `|~|`, `::`), or a sign that is not ASCII (`£`, `§`). `null` if there is
 * none.
 *
 * Strong evidence is asked for: it is in each line equally often, and in the first
 * one between words without spaces; a usual separator that fits all lines is only
 * a part of it.
 *
 * @param lines - Those of the table, without comments.
 * @param usual - The usual separator that fits best.
 */
export function rareSeparator(
  lines: readonly string[],
  usual: IFit | null
): IShape | null {
  const filled = lines.filter(line => line.trim() !== '').slice(0, LINES);
  if (filled.length < 2 || filled.some(line => line.includes('"'))) {
    return null;
  }
  const found = candidatesIn(filled[0])
    .filter(
      each =>
        !usual || usual.regular < 1 || isPartOf(usual.separator, each, filled)
    )
    .map(separator => shapeOf(filled, separator))
    .filter(each => each !== null);
  // The longest one: `||` is also in `|~||~|`.
  return (
    found.sort((a, b) => b.separator.length - a.separator.length)[0] ?? null
  );
}

/** How many lines are looked at. */
const LINES = 200;

/** What may be such a separator in a line. */
function candidatesIn(line: string): string[] {
  return [...new Set(line.match(CANDIDATES) ?? [])];
}

/**
 * A mark that is doubled or tripled, a mark on both sides of another
 * one (`|~|`), or a sign that is in hardly any text.
 */
const CANDIDATES =
  /([|~^;:,#@$&*+=!<>\\/¦])\1{1,2}|([|~^;:#@])[|~^;:#@]\2|[£¤¦§¬¶·•]/g;

/** Whether one separator is in lines only as a part of another one. */
function isPartOf(part: string, whole: string, lines: string[]): boolean {
  return (
    whole.includes(part) &&
    whole !== part &&
    lines.every(line => !line.split(whole).join('').includes(part))
  );
}

/** How a separator cuts lines; `null` where it does not cut all of them alike. */
function shapeOf(lines: string[], separator: string): IShape | null {
  const dialect = { separator, quote: '"' } as const;
  const rows = readRows(lines.join('\n'), dialect);
  const width = rows[0].length;
  // A blank column between two others is no separator of two commas.
  const least = /^[,;]+$/.test(separator) ? 3 : 2;
  const isCut =
    width >= least &&
    rows[0].every(cell => cell !== '' && cell === cell.trim()) &&
    rows.every(row => row.length === width);
  return isCut ? { ...dialect, width } : null;
}
