// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { librariesFor, queryingLibraries, writeSnippet } from '../snippet';
import type { ISnippetQuery, ISnippetRequest } from '../types';
import { factsOf, requestOf, TABLE } from './requests';

const QUERY: ISnippetQuery = {
  conditions: [
    { column: 'prix', type: 'number', kind: 'range', value: '1.5', to: '' },
    { column: '*', type: 'text', kind: 'contains', value: '")#', to: '' }
  ],
  order: { column: 'prix', type: 'number', isDescending: true },
  columns: ['prix']
};

const bodyOf = (known: Partial<ISnippetRequest>) =>
  writeSnippet(requestOf({ language: 'python', query: QUERY, ...known })).body;

describe('code that reads some rows and columns', () => {
  it('chooses them after the table was read, with pandas', () => {
    expect(bodyOf({ library: 'pandas' })).toContain(
      [
        'df = df[(df["prix"] >= 1.5) & df["*"].str.contains("\\")#", regex=False, na=False)]',
        'df = df.sort_values("prix", ascending=False, kind="stable")',
        'df = df[["prix"]]'
      ].join('\n')
    );
  });

  it('lets Polars read no more, and takes no name for a pattern', () => {
    expect(bodyOf({ library: 'polars' })).toContain(
      [
        '    .filter(pl.col("prix") >= 1.5)',
        '    .filter(pl.col("^\\\\*$").str.contains("\\")#", literal=True))',
        '    .sort("prix", descending=True, nulls_last=True, maintain_order=True)',
        '    .select("prix")',
        '    .collect()'
      ].join('\n')
    );
  });

  it('is SQL with DuckDB', () => {
    const body = bodyOf({ library: 'duckdb' });
    expect(body).toContain('WHERE \\"prix\\" >= 1.5');
    expect(body).toContain(`AND contains(\\"*\\", '\\")#')`);
    expect(body).toContain('ORDER BY \\"prix\\" DESC NULLS LAST');
  });

  it('reads everything with other libraries, and says so', () => {
    const plain = bodyOf({ library: 'pyarrow', query: null });
    expect(bodyOf({ library: 'pyarrow' })).toBe(
      '# All rows and columns: the filter and the order of the view are not written here.\n' +
        plain
    );
  });

  it('is offered where numbers are read as numbers', () => {
    const facts = factsOf('csv', { table: { ...TABLE, thousands: ' ' } });
    const question = requestOf({ facts });
    const offered = librariesFor(question, 'python');
    const of = (query: ISnippetQuery | null) =>
      queryingLibraries({ facts, query }, offered);
    expect(of(null)).toEqual(offered);
    expect(of(QUERY)).toEqual(['pandas', 'storage-options']);
    const texts = { ...QUERY, conditions: [QUERY.conditions[1]], order: null };
    expect(of(texts)).toContain('polars');
  });
});
