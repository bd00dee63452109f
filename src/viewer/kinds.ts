// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isNamedTable, promiseOf } from '../inspect/formats/filenames';

/**
 * Whether a file of this name is opened as a table (`opened`), or only on demand
 * because it may be one (`offered`); `null` if it is not a table.
 */
export function tableRole(name: string): 'opened' | 'offered' | null {
  if (isNamedTable(name)) {
    return 'opened';
  }
  const { compression, format, variant } = promiseOf(name);
  const isText = format === 'text' && variant === null;
  return isText && compression === null ? 'offered' : null;
}
