// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { writeSnippet } from '../snippet';
import type { ISnippetRequest } from '../types';
import { factsOf, requestOf } from './requests';

const last = (known: Partial<ISnippetRequest>) =>
  writeSnippet(requestOf({ showsRows: true, ...known }))
    .code.trimEnd()
    .split('\n')
    .pop();

describe('the last line of a snippet in a notebook', () => {
  it.each([
    ['python', 'pandas', 'df.head()'],
    ['python', 'polars', 'df.head()'],
    ['python', 'duckdb', 'df.head()'],
    ['python', 'dask', 'ddf.head()'],
    ['python', 'ibis', 'table.head().to_pandas()'],
    ['python', 'pyarrow', 'table.slice(length=5).to_pandas()'],
    ['r', 'aws.s3', 'head(df)'],
    ['r', 'duckdb', 'head(df)'],
    ['julia', 'AWSS3', 'first(df, 5)']
  ] as const)('shows the rows: %s, %s', (language, library, wanted) => {
    expect(last({ language, library })).toBe(wanted);
  });

  it('names the variable that the snippet has', () => {
    expect(last({ names: { taken: ['df'] } })).toBe('df_towns.head()');
  });

  it.each([
    ['is written', { operation: 'write' }],
    ['is listed', { operation: 'list' }],
    ['is no table', { facts: factsOf('binary') }],
    ['is several tables', { facts: factsOf('sqlite') }],
    ['goes to a shell', { language: 'shell', library: 'mc' }],
    ['is not wanted', { showsRows: false }]
  ] as const)('shows none of what %s', (_, known) => {
    expect(last(known)).not.toMatch(/head|first\(/);
  });
});
