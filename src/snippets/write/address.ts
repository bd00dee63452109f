// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../facts';
import { readAddress as readWithPandas } from './python/address';
import { readAddress as readWithR } from './r/copies';
import { Names } from './variables';

/**
 * The lines that read a file from an address that asks for no credentials, such
 * as a link; `null` where the language has nothing for it.
 *
 * @param key - Of the file: its name may promise something else.
 */
export function readAddress(
  language: 'python' | 'r',
  facts: IFacts,
  key: string,
  url: string
): string[] | null {
  if (language === 'r') {
    return readWithR(facts, key, url);
  }
  const parts = readWithPandas(facts, key, url, new Names(key, []));
  return parts && [...parts.imports, '', ...parts.body];
}
