// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { skipSpace, tokenEnd } from '../../../inspect/formats/json';
import { cellKind } from '../../../inspect/text/cells';
import type { ColumnType } from '../source';

/**
 * The fields of an object in JSON, each with its source; `null` if a text is
 * none. The last one counts of those that have the same name, as in JavaScript
 * and Python.
 *
 * The source keeps what JavaScript would round: integers of more than 53 bits,
 * decimals, `1.0`.
 */
export function jsonFields(text: string): Map<string, string> | null {
  const fields = new Map<string, string>();
  let at = skipSpace(text, 0);
  if (text[at] !== '{') {
    return null;
  }
  at = skipSpace(text, at + 1);
  let isMore = text[at] !== '}';
  while (isMore) {
    const keyEnd = text[at] === '"' ? tokenEnd(text, at) : null;
    const colon = keyEnd === null ? -1 : skipSpace(text, keyEnd);
    const start = skipSpace(text, colon + 1);
    const end = text[colon] === ':' ? valueEnd(text, start) : null;
    if (keyEnd === null || end === null) {
      return null;
    }
    fields.set(jsonText(text.slice(at, keyEnd)), text.slice(start, end));
    at = skipSpace(text, end);
    isMore = text[at] === ',';
    at = isMore ? skipSpace(text, at + 1) : at;
  }
  const isWhole = text[at] === '}' && skipSpace(text, at + 1) === text.length;
  return isWhole ? fields : null;
}

/** Where a value ends; `null` if none begins there, or if it is cut off. */
function valueEnd(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at = skipSpace(text, at)) {
    const sign = text[at];
    if (sign === '{' || sign === '[') {
      depth++;
    } else if (sign === '}' || sign === ']') {
      depth--;
    } else if (depth === 0 && (sign === ',' || sign === ':')) {
      return null;
    }
    const end = tokenEnd(text, at);
    if (depth <= 0 || end === null) {
      return depth < 0 ? null : end;
    }
    at = end;
  }
  return null;
}

/**
 * How the source of a value is shown: texts without their quotes, `null` as
 * nothing, everything else as it is.
 */
export function jsonCell(source: string | undefined): string {
  return source === undefined || source === 'null'
    ? ''
    : source.startsWith('"')
      ? jsonText(source)
      : source;
}

function jsonText(source: string): string {
  try {
    return JSON.parse(source) as string;
  } catch {
    return source.slice(1, -1);
  }
}

/**
 * What the values of a column are, by their sources.
 */
export function typeOfJson(
  sources: readonly (string | undefined)[]
): ColumnType {
  const types = new Set(
    sources
      .filter(source => source !== undefined && source !== 'null')
      .map(source => typeOfValue(source!))
  );
  if (types.has('number')) {
    types.delete('integer');
  }
  return types.size === 1 ? [...types][0] : 'text';
}

function typeOfValue(source: string): ColumnType {
  if (source.startsWith('"')) {
    return cellKind(jsonText(source)) === 'date' ? 'date' : 'text';
  }
  if (source === 'true' || source === 'false') {
    return 'boolean';
  }
  return /^-?\d+$/.test(source)
    ? 'integer'
    : /^(-?[\dI]|NaN$)/.test(source)
      ? 'number'
      : 'text';
}
