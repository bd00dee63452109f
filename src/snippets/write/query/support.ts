// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { isAllText } from '../tables';
import type { ILibrary, ISnippetQuery } from '../types';

/**
 * Whether a library reads the rows and columns of a query as they are shown. Some
 * leave numbers text, with which they cannot be compared; Polars leaves doubled
 * quotes in the names of a text's columns.
 */
export function canQuery(
  { query: manner }: Pick<ILibrary, 'query'>,
  { table }: IFacts,
  { columns, conditions, order }: ISnippetQuery
): boolean {
  const asked = [...conditions, ...(order ? [order] : [])];
  const names = [...asked.map(({ column }) => column), ...(columns ?? [])];
  const leavesNumbers =
    !!table &&
    manner !== 'pandas' &&
    (!!table.thousands || isAllText(table)) &&
    asked.some(({ type }) => type === 'number');
  const leavesQuotes =
    !!table && manner === 'polars' && names.some(name => name.includes('"'));
  return manner !== undefined && !leavesNumbers && !leavesQuotes;
}

/**
 * The remark where the code reads all rows although fewer are shown.
 */
export const UNQUERIED =
  '# All rows and columns: the filter and the order of the view are not written here.';
