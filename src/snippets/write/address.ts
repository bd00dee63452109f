// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../inspect/facts';
import { readPublicUrlInPython as readWithPandas } from './python/address';
import { readPublicUrlInR as readWithR } from './r/copies';
import { Names } from './variables';

/**
 * The lines that read a file from a URL that needs no credentials, such as a
 * link; `null` if the language cannot read it.
 *
 * @param key - The key of the file, whose extension may contradict its
 * contents.
 */
export function readPublicUrl(
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
