// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A text without the spaces at the beginning of its cells.
 */
export interface IUnspaced {
  readonly text: string;
  /** How many cells have quotes after such spaces. */
  readonly quoted: number;
}

/**
 * Leave out the spaces that follow separators, as readers do that skip initial
 * spaces: only then is a quote after them a quote. What is between quotes stays
 * as it is.
 */
export function unspaced(text: string, separator: string): IUnspaced {
  const parts: string[] = [];
  let quoted = 0;
  let kept = 0;
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (text[at] === ' ') {
      at++;
    }
    parts.push(text.slice(kept, start));
    kept = at;
    if (text[at] === '"') {
      quoted += at > start ? 1 : 0;
      at = endOfQuotes(text, at);
    }
    at = endOfCell(text, at, separator);
  }
  return { text: parts.join('') + text.slice(kept), quoted };
}

/**
 * Whether spaces follow all separators: each cell but the first of a row, if it
 * is not empty, begins with one.
 */
export function areSpaced(rows: readonly string[][]): boolean {
  const cells = rows.flatMap(row =>
    row.slice(1).filter(cell => cell.trim() !== '')
  );
  return (
    rows.length > 1 &&
    cells.length > 0 &&
    cells.every(cell => cell.startsWith(' '))
  );
}

/** Where a cell ends that begins with a quote: a doubled one is none. */
function endOfQuotes(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && text[at + 1] === '"') {
    at = text.indexOf('"', at + 2);
  }
  return at < 0 ? text.length : at + 1;
}

/** Where the next cell begins. */
function endOfCell(text: string, start: number, separator: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === separator || text[at] === '\n' || text[at] === '\r') {
      return at + 1;
    }
  }
  return text.length;
}
