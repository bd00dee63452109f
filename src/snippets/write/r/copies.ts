// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { rLiteral } from '../../../literals';
import { callR } from '../code';
import { readerOf, type IReader } from './readers';

/** The function to call, in parentheses if it is anonymous. */
export function callee({ name }: IReader): string {
  return name.startsWith('function(') ? `(${name})` : name;
}

/**
 * The statements that read a file from a local copy.
 *
 * @param key - The key of the file: some functions depend on its extension.
 * @param local - The variable for the path of the copy.
 * @param variable - The variable of the result.
 * @param fetch - Writes the statements that create the copy.
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
 * The statements that read a file from a URL that needs no credentials; `null`
 * if R has no function for it.
 */
export function readPublicUrlInR(
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
