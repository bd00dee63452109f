// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Any text as a string of Python, in one line.
 *
 * Printable characters of all scripts stay readable. What cannot be seen, or
 * turns the direction of the text around it, is escaped.
 */
export function pythonLiteral(text: string): string {
  return Private.doubleQuoted(text, Private.braceless);
}

/**
 * Any text as a string of R. R has no NUL in its strings, nor has a key.
 */
export function rLiteral(text: string): string {
  return Private.doubleQuoted(text, Private.braced);
}

/**
 * Any text as a string of Julia, where `$` would begin an expression.
 */
export function juliaLiteral(text: string): string {
  return Private.doubleQuoted(text, Private.braceless).replace(/\$/g, '\\$');
}

/**
 * Any text as one word of a POSIX shell, quoted only where it must be.
 */
export function shellLiteral(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replace(/'/g, "'\\''")}'`;
}

/**
 * Any text as a string of SQL.
 */
export function sqlLiteral(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

/**
 * Any text as a string of SQL inside a string of Python or R which takes
 * several lines and gives backslashes a meaning.
 */
export function sqlInside(text: string): string {
  const sql = sqlLiteral(text);
  return Private.doubleQuoted(sql, Private.braceless).slice(1, -1);
}

namespace Private {
  /** How a character is written by its number. */
  type Escape = (code: number) => string;

  const NAMED: { readonly [character: string]: string } = {
    '"': '\\"',
    '\\': '\\\\',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t'
  };

  /** The character by its number, with as many digits as Python wants. */
  export const braceless: Escape = code =>
    code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;

  /** The same for R, which takes fewer digits and then reads on. */
  export const braced: Escape = code => `\\u{${code.toString(16)}}`;

  /** What an editor does not show as it is: controls, odd spaces, marks of
   * direction, halves of surrogate pairs. */
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
