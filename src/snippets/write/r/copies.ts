// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { rLiteral } from '../../../literals';
import { callR } from '../code';
import { readerOf, type IReader } from './readers';

/** What is called: a function, which may have no name. */
export function callee({ name }: IReader): string {
  return name.startsWith('function(') ? `(${name})` : name;
}

/**
 * The statements that read a file by a copy on the disk.
 *
 * @param key - Of the file: some functions go by how a name ends.
 * @param local - The variable that gets the path of the copy.
 * @param variable - What gets the result.
 * @param fetch - Puts the file there.
 */
export function readCopy(
  how: IReader,
  key: string,
  local: string,
  variable: string,
  fetch: string
): string[] {
  const extension = /\.\w+(\.\w+)?$/.exec(key)?.[0] ?? '';
  return [
    `${local} <- tempfile(fileext = ${rLiteral(extension)})`,
    fetch,
    callR(`${variable} <- ${callee(how)}`, [local, ...how.args])
  ];
}

/**
 * The statements that read a file from an address that asks for no
 * credentials; `null` where R has no function for it.
 */
export function readAddress(
  facts: IFacts,
  key: string,
  url: string
): string[] | null {
  const how = readerOf(facts);
  const fetch = callR('download.file', [
    rLiteral(url),
    'local_file',
    'mode = "wb"'
  ]);
  return (
    how && [
      ...(how.remarks ?? []),
      ...readCopy(how, key, 'local_file', 'df', fetch)
    ]
  );
}
