// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral } from '../../literals';

/**
 * Indent lines by four spaces.
 */
export function indented(lines: readonly string[]): string[] {
  return lines.map(line => line && `    ${line}`);
}

/**
 * Indent lines by two spaces, the convention of R.
 */
export function indentedR(lines: readonly string[]): string[] {
  return lines.map(line => line && `  ${line}`);
}

/**
 * A Python call: on one line, or with one line per argument if it would be too
 * long.
 */
export function call(name: string, args: readonly string[]): string {
  const line = `${name}(${args.join(', ')})`;
  return line.length <= WIDTH || args.length < 2
    ? line
    : `${name}(\n${indented(args).join(',\n')},\n)`;
}

/**
 * The same for R, where a trailing comma is not allowed.
 *
 * @param name - The function, with what precedes it on the line.
 */
export function callR(name: string, args: readonly string[]): string {
  const line = `${name}(${args.join(', ')})`;
  return line.length <= WIDTH || args.length < 2
    ? line
    : `${name}(\n${indentedR(args).join(',\n')}\n)`;
}

/**
 * A Python argument `name="text"`.
 */
export function named(name: string, text: string): string {
  return `${name}=${pythonLiteral(text)}`;
}

/**
 * The width that a notebook cell shows without scrolling.
 */
export const WIDTH = 88;
