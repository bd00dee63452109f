// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JSONValue } from '@lumino/coreutils';

/**
 * The numbers of a JSON text that JavaScript would write differently from the
 * text (`1.0`, `1e-05`, integers above 2^53, `NaN`).
 *
 * They are found again by the value that contains them: a value that is
 * unchanged when it is written gets its numbers as they were in the text.
 */
export class Numbers {
  /**
   * The numbers of a value that was read, in the order in which they are
   * written, if any of them is special.
   */
  of(value: JSONValue): string[] | undefined {
    return this._known.size ? this._known.get(canonical(value)) : undefined;
  }

  /** Remember the numbers of a value that was read. */
  keep(value: JSONValue, literals: string[]): void {
    this._known.set(canonical(value), literals);
  }

  private _known = new Map<string, string[]>();
}

/**
 * Read JSON as Python's `json` does, including `NaN` and `Infinity` (as
 * `null`).
 *
 * @param text - The JSON text.
 * @param units - Picks the values whose numbers are kept together: as long as
 * such a value is unchanged, `writeJSON` writes its numbers as they were.
 *
 * @throws `SyntaxError` when it is not JSON.
 */
export function readJSON(
  text: string,
  units: (document: JSONValue) => JSONValue[]
): { value: JSONValue; numbers: Numbers } {
  const numbers = new Numbers();
  if (!Private.scan(text).some(({ literal }) => Private.special(literal))) {
    return { value: JSON.parse(text) as JSONValue, numbers };
  }
  const mark = `\u2060${Math.random().toString(36).slice(2)}:`;
  const document = JSON.parse(Private.mark(text, mark)) as JSONValue;
  const found = new Map<JSONValue, string[]>();
  for (const unit of units(document)) {
    found.set(unit, Private.literals(unit, mark));
  }
  const kept: [JSONValue, string[]][] = [];
  const value = Private.unmark(document, mark, (before, after) => {
    const literals = found.get(before);
    if (literals?.some(Private.special)) {
      kept.push([after, literals]);
    }
  });
  for (const [unit, literals] of kept) {
    numbers.keep(unit, literals);
  }
  return { value, numbers };
}

/**
 * Write JSON as Python's
 * `json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)` does.
 *
 * @param numbers - The numbers kept by `readJSON`.
 */
export function writeJSON(value: JSONValue, numbers: Numbers): string {
  return Private.write(value, '\n', numbers, null);
}

/**
 * A value as compact JSON with sorted keys.
 */
export function canonical(value: JSONValue): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join()}]`;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Private.sortedKeys(value).map(
      key => `${JSON.stringify(key)}:${canonical(value[key] as JSONValue)}`
    );
    return `{${entries.join()}}`;
  }
  return JSON.stringify(value);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  const NUMBER = /-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN/y;

  type JSONMap = { [key: string]: JSONValue | undefined };

  /** Whether JavaScript would write a number differently. */
  export function special(literal: string): boolean {
    const value = Number(literal);
    return (
      literal !== 'null' &&
      (!Number.isFinite(value) || formatNumber(value) !== literal)
    );
  }

  /**
   * A number as Python writes it, after JavaScript has read it: JavaScript's
   * own text for what looks like an integer, otherwise Python's `repr` of a
   * float.
   */
  export function formatNumber(value: number): string {
    const text = JSON.stringify(value);
    const [mantissa, exponent] = value.toExponential().split('e');
    const power = Number(exponent);
    if (!/[.e]/.test(text) || (power >= -4 && power < 16)) {
      return text;
    }
    const digits = String(Math.abs(power)).padStart(2, '0');
    return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
  }

  /**
   * The numbers in a JSON text, with their positions. Strings are skipped
   * without a regular expression, as they may be megabytes long.
   */
  export function scan(text: string): { start: number; literal: string }[] {
    const found: { start: number; literal: string }[] = [];
    for (let i = 0; i < text.length; i++) {
      const char = text[i];
      if (char === '"') {
        i = endOfString(text, i);
      } else if (/[-\dNI]/.test(char)) {
        NUMBER.lastIndex = i;
        const match = NUMBER.exec(text);
        if (match) {
          found.push({ start: i, literal: match[0] });
          i += match[0].length - 1;
        }
      }
    }
    return found;
  }

  /** The position of the quote that ends a string. */
  function endOfString(text: string, start: number): number {
    let end = start;
    let escapes: number;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) {
        return text.length;
      }
      escapes = 0;
      while (text[end - 1 - escapes] === '\\') {
        escapes++;
      }
    } while (escapes % 2);
    return end;
  }

  /** A JSON text with a string in place of each number. */
  export function mark(text: string, mark: string): string {
    const parts: string[] = [];
    let last = 0;
    for (const { start, literal } of scan(text)) {
      parts.push(text.slice(last, start), `"${mark}${literal}"`);
      last = start + literal.length;
    }
    return parts.join('') + text.slice(last);
  }

  /** Keys in the order of Python: by code points, not by UTF-16 units. */
  export function sortedKeys(object: object): string[] {
    const keys = Object.keys(object);
    return keys.some(key => /[\ud800-\udfff]/.test(key))
      ? keys.sort((a, b) => compare(Array.from(a), Array.from(b)))
      : keys.sort();
  }

  function compare(a: string[], b: string[]): number {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) {
        return a[i].codePointAt(0)! - b[i].codePointAt(0)!;
      }
    }
    return a.length - b.length;
  }

  /**
   * The numbers in a marked value in writing order, and its nulls, which later
   * cannot be distinguished from `NaN`.
   */
  export function literals(value: JSONValue, mark: string): string[] {
    if (typeof value === 'string') {
      return value.startsWith(mark) ? [value.slice(mark.length)] : [];
    }
    if (value === null) {
      return ['null'];
    }
    if (Array.isArray(value)) {
      return value.flatMap(item => literals(item, mark));
    }
    if (typeof value === 'object') {
      return sortedKeys(value).flatMap(key =>
        literals(value[key] as JSONValue, mark)
      );
    }
    return [];
  }

  /**
   * Turn marked strings into numbers.
   *
   * @param seen - Called with each array and object, before and after.
   */
  export function unmark(
    value: JSONValue,
    mark: string,
    seen: (before: JSONValue, after: JSONValue) => void
  ): JSONValue {
    if (typeof value === 'string' && value.startsWith(mark)) {
      const number = Number(value.slice(mark.length));
      return Number.isFinite(number) ? number : null;
    }
    if (value === null || typeof value !== 'object') {
      return value;
    }
    if (Array.isArray(value)) {
      const items = value.map(item => unmark(item, mark, seen));
      seen(value, items);
      return items;
    }
    const entries = Object.entries(value as JSONMap).map(
      ([key, item]) => [key, unmark(item as JSONValue, mark, seen)] as const
    );
    // Not by assignment: a key may be `__proto__`.
    const object = Object.fromEntries(entries);
    seen(value, object);
    return object;
  }

  /**
   * Write a value.
   *
   * @param newline - A line break and the indentation of the value's parent.
   * @param literals - The numbers to write, in order, while inside a value that
   * is unchanged since it was read; consumed from the front.
   */
  export function write(
    value: JSONValue,
    newline: string,
    numbers: Numbers,
    literals: string[] | null
  ): string {
    if (typeof value === 'number' || value === null) {
      const literal = literals?.shift();
      return literal ?? (value === null ? 'null' : formatNumber(value));
    }
    if (typeof value !== 'object') {
      return JSON.stringify(value);
    }
    const inner = `${newline} `;
    const known = literals ?? numbers.of(value as JSONValue)?.slice() ?? null;
    const isArray = Array.isArray(value);
    const items = isArray
      ? value.map(item => write(item, inner, numbers, known))
      : sortedKeys(value)
          .filter(key => (value as JSONMap)[key] !== undefined)
          .map(
            key =>
              `${JSON.stringify(key)}: ${write((value as JSONMap)[key]!, inner, numbers, known)}`
          );
    const [open, close] = isArray ? '[]' : '{}';
    return items.length
      ? `${open}${inner}${items.join(`,${inner}`)}${newline}${close}`
      : open + close;
  }
}
