// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../../../inspect/facts';
import type { ITextCoding, Units } from './decoder';

/**
 * What ends rows and cells, in code units.
 */
export interface IRowMarks {
  /** A line feed; a carriage return in files of old Macs. */
  readonly newline: number;
  readonly separator: readonly number[];
  /** `null` if a quote is an ordinary character. */
  readonly quote: number | null;
  /** What comes before a quote inside quotes; `null` if quotes are doubled. */
  readonly escape: number | null;
  /** Whether spaces come before the quote that begins a cell. */
  readonly initialSpaces: boolean;
  /** What begins a comment; empty if there are none. */
  readonly comment: readonly number[];
  /** Whether a line of blanks is no row. */
  readonly blanks: boolean;
}

/**
 * Rows found in a part of a text, as positions of code units.
 */
export interface IFoundRows {
  readonly starts: number[];
  /** Where the text of each row ends, without its line end. */
  readonly ends: number[];
  /** Where the first row begins that may not be whole. */
  readonly next: number;
}

/**
 * The marks of lines, whatever is in them: JSON has no line ends in its texts.
 */
export const LINE_MARKS: IRowMarks = {
  newline: 10,
  separator: [],
  quote: null,
  escape: null,
  initialSpaces: false,
  comment: [],
  blanks: true
};

/**
 * The marks of a table.
 *
 * @param head - The first code units of the file.
 */
export function rowMarks(
  table: ITableFacts,
  coding: ITextCoding,
  head: Units
): IRowMarks {
  const { comment, escape, initialSpaces, quote, separator } = table;
  const isSpaced = separator === ' ';
  return {
    newline: head.includes(LF) || !head.includes(CR) ? LF : CR,
    separator: coding.unitsOf(separator),
    quote: quote === null || isSpaced ? null : quote.charCodeAt(0),
    escape: escape ? escape.charCodeAt(0) : null,
    initialSpaces: initialSpaces === true,
    comment: comment ? coding.unitsOf(comment) : [],
    blanks: isSpaced
  };
}

/**
 * Find the rows of a part of a text. A quote is read as `inspect` reads it (by
 * papaparse): it counts at the beginning of a cell, and ends it before a
 * separator or a line end. Empty lines and comments are no rows.
 *
 * @param from - Where the first row begins.
 * @param isEnd - Whether the text ends with this part: the rest is a row.
 * @param isForced - Whether the first row is ended by the first line end if its
 * quotes are not closed.
 * @param most - How many rows are wanted.
 */
export function findRows(
  units: Units,
  from: number,
  marks: IRowMarks,
  isEnd: boolean,
  isForced = false,
  most = Infinity
): IFoundRows {
  const starts: number[] = [];
  const ends: number[] = [];
  let start = from;
  let quote = nextQuote(units, from, marks);
  while (start < units.length && starts.length < most) {
    const line = units.indexOf(marks.newline, start);
    if (quote >= 0 && quote < start) {
      quote = nextQuote(units, start, marks);
    }
    const isPlain =
      quote < 0 ||
      (line >= 0 && quote > line) ||
      isComment(units, start, marks);
    let end = isPlain ? line : quotedRowEnd(units, start, marks);
    if (end < 0 && line >= 0 && isForced && starts.length === 0) {
      end = line;
    }
    if (end < 0 && !isEnd) {
      break;
    }
    const next = end < 0 ? units.length : end + 1;
    let last = end < 0 ? units.length : end;
    if (last > start && units[last - 1] === CR) {
      last--;
    }
    if (isRow(units, start, last, marks)) {
      starts.push(start);
      ends.push(last);
    }
    start = next;
  }
  return { starts, ends, next: start };
}

/**
 * Where the lines begin that come after some lines.
 *
 * @param count - How many lines to pass.
 */
export function afterLines(
  units: Units,
  from: number,
  count: number,
  { newline }: IRowMarks
): number {
  let at = from;
  for (let passed = 0; passed < count; passed++) {
    const end = units.indexOf(newline, at);
    if (end < 0) {
      return units.length;
    }
    at = end + 1;
  }
  return at;
}

function nextQuote(units: Units, from: number, { quote }: IRowMarks): number {
  return quote === null ? -1 : units.indexOf(quote, from);
}

/** Where the line ends that ends a row with quotes; -1 if it is not there. */
function quotedRowEnd(units: Units, start: number, marks: IRowMarks): number {
  let at = start;
  let isCellStart = true;
  while (at < units.length) {
    if (isCellStart) {
      isCellStart = false;
      const first = marks.initialSpaces ? afterSpaces(units, at) : at;
      if (units[first] === marks.quote) {
        const close = closingQuote(units, first + 1, marks);
        if (close < 0) {
          return -1;
        }
        at = close + 1;
        continue;
      }
    }
    if (units[at] === marks.newline) {
      return at;
    }
    if (isAt(units, at, marks.separator)) {
      at += marks.separator.length;
      isCellStart = true;
    } else {
      at++;
    }
  }
  return -1;
}

/** The quote that ends a cell; -1 if it is not there. */
function closingQuote(units: Units, from: number, marks: IRowMarks): number {
  const quote = marks.quote ?? 0;
  for (
    let at = units.indexOf(quote, from);
    at >= 0;
    at = units.indexOf(quote, at + 1)
  ) {
    if (marks.escape !== null) {
      if (units[at - 1] === marks.escape) {
        continue;
      }
    } else if (units[at + 1] === quote) {
      at++;
      continue;
    }
    let after = at + 1;
    while (isBlank(units[after]) && !isEnding(units, after, marks)) {
      after++;
    }
    if (after >= units.length || isEnding(units, after, marks)) {
      return at;
    }
  }
  return -1;
}

function isEnding(units: Units, at: number, marks: IRowMarks): boolean {
  return units[at] === marks.newline || isAt(units, at, marks.separator);
}

function isRow(
  units: Units,
  start: number,
  end: number,
  marks: IRowMarks
): boolean {
  if (end <= start || isComment(units, start, marks)) {
    return false;
  }
  return !marks.blanks || !units.subarray(start, end).every(isBlank);
}

function isComment(units: Units, at: number, { comment }: IRowMarks): boolean {
  return comment.length > 0 && isAt(units, at, comment);
}

function isAt(units: Units, at: number, sign: readonly number[]): boolean {
  for (let index = 0; index < sign.length; index++) {
    if (units[at + index] !== sign[index]) {
      return false;
    }
  }
  return true;
}

function afterSpaces(units: Units, from: number): number {
  let at = from;
  while (units[at] === SPACE) {
    at++;
  }
  return at;
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB || unit === CR;
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
