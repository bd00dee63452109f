// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Code for insertion into a text: on lines of its own, with the indentation of
 * the preceding line.
 *
 * @param source - The text.
 * @param offset - The position in the text.
 * @param code - Ends in a line break.
 */
export function fitted(source: string, offset: number, code: string): string {
  const before = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset);
  const rest = source.slice(offset);
  const after = rest.slice(0, (rest + '\n').indexOf('\n'));
  const indent = /^[ \t]*/.exec(before)![0];
  const isBlank = before.trim() === '';
  const lines = code
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) =>
      line && (index > 0 || !isBlank) ? `${indent}${line}` : line
    );
  const start = isBlank ? '' : '\n';
  const end = after.trim() === '' && rest !== '' ? '' : '\n';
  return `${start}${lines.join('\n')}${end}`;
}
