// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral } from '../../../literals';
import type { IParts, ISnippetCondition, ISnippetQuery } from '../types';
import { pythonValue, type IPythonValue } from './values';

/**
 * The calls on a lazy frame of Polars that choose rows and columns, in the order
 * in which they are chained.
 */
export function polarsQuery({
  columns,
  conditions,
  order
}: ISnippetQuery): Pick<IParts, 'imports'> & {
  readonly calls: readonly string[];
} {
  const tests = conditions.map(test);
  return {
    imports: tests.flatMap(({ imports }) => imports),
    calls: [
      ...tests.map(({ code }) => `filter(${code})`),
      ...(order
        ? [
            `sort(${[
              named(order.column),
              ...(order.isDescending ? ['descending=True'] : []),
              'nulls_last=True',
              'maintain_order=True'
            ].join(', ')})`
          ]
        : []),
      ...(columns ? [`select(${columns.map(named).join(', ')})`] : [])
    ]
  };
}

function test({
  column,
  kind,
  to,
  type,
  value
}: ISnippetCondition): IPythonValue {
  const cells = `pl.col(${named(column)})`;
  // Columns in another zone are not compared with UTC.
  const compared =
    type === 'utc'
      ? `${cells}.dt.convert_time_zone("UTC")`
      : type === 'boolean'
        ? `${cells}.cast(pl.String)`
        : cells;
  const compare = (sign: string, text: string): IPythonValue => {
    const { code, imports } = pythonValue(type, text, instant);
    return { code: `${compared} ${sign} ${code}`, imports };
  };
  switch (kind) {
    case 'equals':
      return compare('==', value);
    case 'contains':
      return plain(
        `${cells}.str.contains(${pythonLiteral(value)}, literal=True)`
      );
    case 'range': {
      if (value === '' || to === '') {
        return value === '' ? compare('<=', to) : compare('>=', value);
      }
      const [first, last] = [value, to].map(text =>
        pythonValue(type, text, instant)
      );
      const bounds = `${bound(first, type)}, ${bound(last, type)}`;
      return {
        code: `${compared}.is_between(${bounds})`,
        imports: [...first.imports, ...last.imports]
      };
    }
    case 'empty':
      return plain(
        type === 'text'
          ? `${cells}.is_null() | (${cells} == "")`
          : `${cells}.is_null()`
      );
    case 'filled':
      return plain(
        type === 'text'
          ? `${cells}.is_not_null() & (${cells} != "")`
          : `${cells}.is_not_null()`
      );
  }
}

/** A bound of a range, in which a text would be the name of a column. */
function bound(
  { code }: IPythonValue,
  type: ISnippetCondition['type']
): string {
  return type === 'text' ? `pl.lit(${code})` : code;
}

function instant(literal: string, isUtc: boolean): string {
  const zone = isUtc ? ', time_zone="UTC"' : '';
  return `pl.lit(${literal}).str.to_datetime(time_unit="ns"${zone})`;
}

/**
 * The name of a column. Polars takes `*` for all columns, and what is between `^`
 * and `$` for a pattern: such a name is written as the pattern of itself.
 */
function named(column: string): string {
  const isPattern = column === '*' || /^\^[^]*\$$/.test(column);
  return pythonLiteral(
    isPattern
      ? `^${column.replace(/[\\^$.*+?()[\]{}|#&~-]/g, '\\$&')}$`
      : column
  );
}

function plain(code: string): IPythonValue {
  return { code, imports: [] };
}
