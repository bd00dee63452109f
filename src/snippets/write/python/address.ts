// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { pythonLiteral } from '../../../literals';
import type { IParts } from '../types';
import type { Names } from '../variables';
import { pandasReader, reading } from './pandascalls';
import { readingOf } from './readings';

/**
 * The lines that read a file with pandas from a URL that needs no credentials;
 * `null` if pandas cannot read it from a URL.
 *
 * @param key - The key of the file, whose extension may contradict its
 * contents.
 */
export function readPublicUrlInPython(
  facts: IFacts,
  key: string,
  url: string,
  names: Names
): IParts | null {
  const how = readingOf(facts, key);
  const table = facts.doubt ? null : pandasReader(facts);
  if (!table || how.unpack || facts.member) {
    return null;
  }
  const variable = names.free(how.wish);
  const line = `${variable} = ${reading('pd', table, pythonLiteral(url))}`;
  return {
    imports: how.imports,
    setup: [],
    body: [...how.remarks, line],
    variable
  };
}
