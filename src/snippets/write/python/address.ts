// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { pythonLiteral } from '../../../literals';
import type { IParts } from '../types';
import type { Names } from '../variables';
import { pandasReader, reading } from './pandascalls';
import { readingOf } from './readings';

/**
 * How pandas reads a file from an address that asks for no credentials;
 * `null` where pandas reads no address of this kind.
 *
 * @param key - Of the file: its name may promise something else.
 */
export function readAddress(
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
