// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { sqlLiteral, sqlName } from '../../../literals';
import type { ISnippetCondition, ISnippetQuery } from '../types';
import { sqlValue } from './values';

/**
 * The lines of a query in SQL.
 *
 * @param source - The expression of the table.
 * @param isText - Whether it is read from a text, where DuckDB trims names.
 */
export function sqlQuery(
  { columns, conditions, order }: ISnippetQuery,
  source: string,
  isText: boolean
): string[] {
  const nameOf = (column: string) => sqlName(isText ? column.trim() : column);
  const tests = conditions.map(each => test(each, nameOf(each.column)));
  return [
    ...(columns ? [`SELECT ${columns.map(nameOf).join(', ')}`] : []),
    `FROM ${source}`,
    ...tests.map((each, at) => `${at === 0 ? 'WHERE' : 'AND'} ${each}`),
    ...(order
      ? [
          `ORDER BY ${nameOf(order.column)} ${order.isDescending ? 'DESC' : 'ASC'} NULLS LAST`
        ]
      : [])
  ];
}

/**
 * The facts of a text of which columns that are compared as texts stay texts:
 * DuckDB would read dates.
 */
export function withTexts<F extends IFacts>(
  facts: F,
  { conditions, order }: ISnippetQuery
): F {
  const { table } = facts;
  const wanted = [...conditions, ...(order ? [order] : [])]
    .filter(({ type }) => type === 'text')
    .map(({ column }) => column);
  return table && wanted.length > 0
    ? {
        ...facts,
        table: {
          ...table,
          textColumns: [...new Set([...table.textColumns, ...wanted])]
        }
      }
    : facts;
}

function test(
  { kind, to, type, value }: ISnippetCondition,
  name: string
): string {
  switch (kind) {
    case 'equals':
      return `${name} = ${sqlValue(type, value)}`;
    case 'contains':
      return `contains(${name}, ${sqlLiteral(value)})`;
    case 'range': {
      const bounds = [
        ...(value === '' ? [] : [`${name} >= ${sqlValue(type, value)}`]),
        ...(to === '' ? [] : [`${name} <= ${sqlValue(type, to)}`])
      ];
      return bounds.join(' AND ');
    }
    case 'empty':
      return type === 'text'
        ? `(${name} IS NULL OR ${name} = '')`
        : `${name} IS NULL`;
    case 'filled':
      return type === 'text'
        ? `(${name} IS NOT NULL AND ${name} <> '')`
        : `${name} IS NOT NULL`;
  }
}
