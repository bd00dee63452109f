// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Any text as a Python string literal in one line.
 *
 * Printable characters of all scripts stay readable. Invisible characters, and
 * those that change the direction of the surrounding text, are escaped.
 */
export function pythonLiteral(text: string): string {
  return Private.doubleQuoted(text, Private.braceless);
}

/**
 * Any text as an R string literal. Neither R strings nor keys contain NUL.
 */
export function rLiteral(text: string): string {
  return Private.doubleQuoted(text, Private.braced);
}

/**
 * Any text as a Julia string literal, in which `$` would begin an expression.
 */
export function juliaLiteral(text: string): string {
  return Private.doubleQuoted(text, Private.braceless).replace(/\$/g, '\\$');
}

/**
 * Any text as one word for a POSIX shell, quoted only if necessary.
 */
export function shellLiteral(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replace(/'/g, "'\\''")}'`;
}

/**
 * Any text as an SQL string literal.
 */
export function sqlLiteral(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

/**
 * Any text as the name of a column or table in SQL.
 */
export function sqlName(text: string): string {
  return `"${text.replace(/"/g, '""')}"`;
}

namespace Private {
  /** Writes a character by its code point. */
  type Escape = (code: number) => string;

  const NAMED: { readonly [character: string]: string } = {
    '"': '\\"',
    '\\': '\\\\',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t'
  };

  /** A code point with as many digits as Python requires. */
  export const braceless: Escape = code =>
    code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;

  /**
   * A code point for R, in braces because R accepts fewer digits and would read
   * on.
   */
  export const braced: Escape = code => `\\u{${code.toString(16)}}`;

  /**
   * Characters that an editor does not show as they are: controls, unusual
   * spaces, direction marks, halves of surrogate pairs.
   */
  const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]|(?! )\p{Zs}/u;

  export function doubleQuoted(text: string, escape: Escape): string {
    let quoted = '';
    for (const character of text) {
      quoted +=
        NAMED[character] ??
        (UNSEEN.test(character)
          ? escape(character.codePointAt(0) as number)
          : character);
    }
    return `"${quoted}"`;
  }
}
