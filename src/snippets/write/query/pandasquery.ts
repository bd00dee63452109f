// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral } from '../../../literals';
import type { IParts, ISnippetCondition, ISnippetQuery } from '../types';
import { pythonValue, type IPythonValue } from './values';

/**
 * The statements that choose rows and columns of a data frame of pandas.
 *
 * @param variable - The data frame, which is replaced.
 */
export function pandasQuery(
  { columns, conditions, order }: ISnippetQuery,
  variable: string
): Pick<IParts, 'imports' | 'body'> {
  const tests = conditions.map(each => test(each, variable));
  const [only, ...more] = tests.map(({ code }) => code);
  // One comparison needs no brackets of its own.
  const filter =
    only && more.length === 0
      ? only.replace(/^\(([^]*)\)$/, '$1')
      : tests.map(({ code }) => code).join(' & ');
  const asksForEmpty = conditions.some(
    ({ kind, type }) => type === 'text' && /empty|filled/.test(kind)
  );
  const key = order && pythonLiteral(order.column);
  return {
    imports: tests.flatMap(({ imports }) => imports),
    body: [
      ...(asksForEmpty
        ? ['# To pandas, NA, null and the like are empty too.']
        : []),
      ...(filter ? [`${variable} = ${variable}[${filter}]`] : []),
      ...(order
        ? [
            `${variable} = ${variable}.sort_values(${[
              key,
              ...(order.isDescending ? ['ascending=False'] : []),
              'kind="stable"'
            ].join(', ')})`
          ]
        : []),
      ...(columns
        ? [
            `${variable} = ${variable}[[${columns.map(pythonLiteral).join(', ')}]]`
          ]
        : [])
    ]
  };
}

/** A condition that can be joined with others by `&`. */
function test(
  { column, kind, to, type, value }: ISnippetCondition,
  variable: string
): IPythonValue {
  const cells = `${variable}[${pythonLiteral(column)}]`;
  const write = (text: string) =>
    type === 'boolean'
      ? { code: /^true$/i.test(text) ? 'True' : 'False', imports: [] }
      : pythonValue(type, text, timestamp);
  const compare = (sign: string, text: string): IPythonValue => {
    const { code, imports } = write(text);
    return { code: `(${cells} ${sign} ${code})`, imports };
  };
  switch (kind) {
    case 'equals':
      return compare('==', value);
    case 'contains':
      return plain(
        `${cells}.str.contains(${pythonLiteral(value)}, regex=False, na=False)`
      );
    case 'range': {
      if (value === '' || to === '') {
        return value === '' ? compare('<=', to) : compare('>=', value);
      }
      const [first, last] = [value, to].map(write);
      return {
        code: `${cells}.between(${first.code}, ${last.code})`,
        imports: [...first.imports, ...last.imports]
      };
    }
    case 'empty':
      return plain(
        type === 'text'
          ? `(${cells}.isna() | (${cells} == ""))`
          : `${cells}.isna()`
      );
    case 'filled':
      return plain(
        type === 'text'
          ? `${cells}.notna() & (${cells} != "")`
          : `${cells}.notna()`
      );
  }
}

function timestamp(literal: string, isUtc: boolean): string {
  return `pd.Timestamp(${literal}${isUtc ? ', tz="UTC"' : ''})`;
}

function plain(code: string): IPythonValue {
  return { code, imports: [] };
}
