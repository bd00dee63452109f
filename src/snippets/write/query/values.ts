// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, sqlLiteral } from '../../../literals';
import type { ISnippetCondition } from '../types';

/**
 * A value in Python, and the import that it needs.
 */
export interface IPythonValue {
  readonly code: string;
  readonly imports: readonly string[];
}

/**
 * A number with a decimal point as Python and SQL write it; `null` if it is none.
 */
export function numberLiteral(text: string): string | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!match || !(match[2] || match[3])) {
    return null;
  }
  const [, sign, whole, rest, power] = match;
  // Python allows no zero before another digit.
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return [
    sign === '-' ? '-' : '',
    digits,
    rest ? `.${rest}` : '',
    power ? `e${power}` : ''
  ].join('');
}

/**
 * A value as Python compares it with those of a column.
 *
 * @param instant - Writes a point in time.
 */
export function pythonValue(
  type: ISnippetCondition['type'],
  text: string,
  instant: (literal: string, isUtc: boolean) => string
): IPythonValue {
  const literal = pythonLiteral(text);
  const number = numberLiteral(text);
  switch (type) {
    case 'number':
      return plain(number ?? `float(${literal})`);
    case 'decimal':
      return {
        code: `decimal.Decimal(${literal})`,
        imports: ['import decimal']
      };
    case 'day':
      return {
        code: `datetime.date.fromisoformat(${literal})`,
        imports: ['import datetime']
      };
    case 'instant':
    case 'utc':
      return plain(instant(literal, type === 'utc'));
    default:
      return plain(literal);
  }
}

/**
 * A value as SQL compares it with those of a column.
 */
export function sqlValue(
  type: ISnippetCondition['type'],
  text: string
): string {
  switch (type) {
    case 'number':
    case 'decimal':
      return numberLiteral(text) ?? `${sqlLiteral(text)}::DOUBLE`;
    case 'day':
      return `DATE ${sqlLiteral(text)}`;
    case 'instant':
      return `TIMESTAMP ${sqlLiteral(text)}`;
    case 'utc':
      return `TIMESTAMPTZ ${sqlLiteral(`${text}+00`)}`;
    default:
      return sqlLiteral(text);
  }
}

function plain(code: string): IPythonValue {
  return { code, imports: [] };
}
