// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { cellKind, isTyped } from './cells';
import { readRows } from './rows';
import type { IShape } from './separators';

/**
 * What is below a table.
 */
export interface IFooter {
  /** How many lines there are from the first note on, blank ones too. */
  readonly lines: number;
  /** How many rows come before it, without the header and empty lines. */
  readonly rows: number;
}

/**
 * Find the notes below a table; `null` if there are none, or if it has one column.
 *
 * They are recognised by their first word, or by a blank line before prose in a single
 * cell. A last row that merely lacks cells is data.
 *
 * @param lines - The last lines of the text, and some of the table before them.
 */
export function findFooter(
  lines: readonly string[],
  dialect: IShape
): IFooter | null {
  const isEnded = lines[lines.length - 1] === '';
  const text = (isEnded ? lines.slice(0, -1) : lines).join('\n');
  return dialect.width > 1
    ? footerOf(readRows(text, dialect, true), dialect.width)
    : null;
}

/**
 * @param rows - With the first, which is no note, and with empty lines.
 * @param width - How many cells a row has.
 */
function footerOf(rows: readonly string[][], width: number): IFooter | null {
  let end = rows.length;
  while (end > 1 && (isBlank(rows[end - 1]) || isNote(rows[end - 1], width))) {
    end--;
  }
  const first = rows.findIndex((row, at) => at >= end && !isBlank(row));
  if (first < 2 || (first === end && !isLabelled(rows[first][0]))) {
    return null;
  }
  const before = rows.slice(1, first).filter(row => row.join() !== '');
  return before.length
    ? { lines: rows.length - first, rows: before.length }
    : null;
}

function isBlank(row: string[]): boolean {
  return row.join('').trim() === '';
}

/** Whether a row may be a note: prose, and nothing typed beside it. */
function isNote([first, ...others]: string[], width: number): boolean {
  if (others.some(cell => isTyped(cellKind(cell)))) {
    return false;
  }
  const isShort =
    others.length + 1 < width || others.every(cell => cell.trim() === '');
  const isProse = /\S\s+\S/.test(first) && cellKind(first) === 'text';
  return (
    WORDS.test(first.trim()) || (isShort && (isProse || isLabelled(first)))
  );
}

function isLabelled(cell: string): boolean {
  return WORDS.test(cell.trim()) || MARKS.test(cell.trim());
}

/** What begins a note, in French and in English. */
const WORDS =
  /^(sources?|notes?|lecture|champ|remarques?|l[eé]gende|legend|nb|p\.?s\.?) ?[:=]/i;

/** What begins a note, or a cell of a row that is full. */
const MARKS = /^[a-z]{1,3} ?[:=]|^\*|^\(\*?\d?\)|^©/i;
