// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { call, indented, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ISnippetSubject } from '../types';
import type { IReading } from './reading';

/**
 * The statements that open a file with s3fs and read it.
 *
 * @param fs - The variable of the file system.
 * @param path - An expression: the literal path, or a variable.
 */
export function opened(
  subject: ISnippetSubject,
  fs: string,
  path: string,
  reading: IReading,
  variable: string
): string[] {
  if (reading.from === 'local') {
    return copied(subject, reading, variable, local =>
      fetched(subject, fs, path, reading, local)
    );
  }
  const { names } = subject;
  const open = call(`${fs}.open`, [
    path,
    reading.text === null ? '"rb"' : '"r"',
    ...(reading.unpack ? [named('compression', reading.unpack)] : []),
    ...(reading.text === null ? [] : [named('encoding', reading.text)]),
    ...(reading.errors ? [named('errors', reading.errors)] : [])
  ]);
  if (reading.from === 'open') {
    return reading.lines(open, variable, names);
  }
  const f = names.free('file_in');
  return [
    ...`with ${open} as ${f}:`.split('\n'),
    ...indented(reading.lines(f, variable, names))
  ];
}

/**
 * The statements that read a file from a temporary local copy.
 *
 * @param fetch - Writes the statements that create the copy.
 */
export function copied(
  subject: ISnippetSubject,
  reading: IReading,
  variable: string,
  fetch: (local: string) => string[]
): string[] {
  const { names, location } = subject;
  const extension = /\.\w+$/.exec(location.key)?.[0] ?? '';
  const folder = names.free('folder');
  const local = `${folder} + ${pythonLiteral(`/file${extension}`)}`;
  return [
    `with tempfile.TemporaryDirectory() as ${folder}:`,
    ...indented([...fetch(local), ...reading.lines(local, variable, names)])
  ];
}

/**
 * The additional imports.
 */
export function openingImports(reading: IReading): string[] {
  return [
    ...(reading.from === 'local' ? ['import tempfile'] : []),
    ...(reading.from === 'local' && reading.unpack ? ['import shutil'] : [])
  ];
}

/**
 * The statements that create a decompressed local copy, for readers that only
 * accept a path.
 */
function fetched(
  { names }: ISnippetSubject,
  fs: string,
  path: string,
  { unpack }: IReading,
  local: string
): string[] {
  if (!unpack) {
    return [`${fs}.get_file(${path}, ${local})`];
  }
  const f = names.free('file_in');
  const copy = names.free('copy');
  return [
    `with ${fs}.open(${path}, "rb", ${named('compression', unpack)}) as ${f}, open(${local}, "wb") as ${copy}:`,
    ...indented([`shutil.copyfileobj(${f}, ${copy})`])
  ];
}
