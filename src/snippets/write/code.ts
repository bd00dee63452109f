// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral } from '../../literals';

/**
 * Lines moved to the right by four spaces.
 */
export function indented(lines: readonly string[]): string[] {
  return lines.map(line => line && `    ${line}`);
}

/**
 * Lines moved to the right by two spaces, as R is written.
 */
export function indentedR(lines: readonly string[]): string[] {
  return lines.map(line => line && `  ${line}`);
}

/**
 * A call of Python: on one line, or on one line an argument where that would
 * be too long to read.
 */
export function call(name: string, args: readonly string[]): string {
  const line = `${name}(${args.join(', ')})`;
  return line.length <= WIDTH || args.length < 2
    ? line
    : `${name}(\n${indented(args).join(',\n')},\n)`;
}

/**
 * The same for R, where no comma may end the arguments.
 *
 * @param name - With what stands before it on the line.
 */
export function callR(name: string, args: readonly string[]): string {
  const line = `${name}(${args.join(', ')})`;
  return line.length <= WIDTH || args.length < 2
    ? line
    : `${name}(\n${indentedR(args).join(',\n')}\n)`;
}

/**
 * `name="text"`, an argument of Python.
 */
export function named(name: string, text: string): string {
  return `${name}=${pythonLiteral(text)}`;
}

/**
 * As wide as a cell of a notebook shows without scrolling.
 */
const WIDTH = 88;
