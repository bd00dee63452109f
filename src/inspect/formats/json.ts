// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What the beginning of a JSON text shows about its outermost value.
 */
export interface IJsonLook {
  readonly kind: 'object' | 'array';
  /** The keys of the object, or of the first object in the array. */
  readonly keys: string[];
  /** The string at the object's key `type`, which identifies GeoJSON. */
  readonly type: string | null;
  /** Where the value ends; `null` if it goes on after the beginning. */
  readonly end: number | null;
}

/**
 * Inspect the beginning of a text that may be JSON; `null` if it is not.
 *
 * One pass over the text, without recursion: structure and words are checked.
 *
 * @param text - The beginning, or all of it.
 * @param start - Where the value starts.
 */
export function lookAtJson(text: string, start = 0): IJsonLook | null {
  const reader = new Reader();
  let at = skipSpace(text, start);
  if (text[at] !== '{' && text[at] !== '[') {
    return null;
  }
  const kind = text[at] === '{' ? 'object' : 'array';
  while (at < text.length && !reader.done) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, end ?? text.length);
    if (end !== null || !token.startsWith('"')) {
      if (!reader.take(token, end === null)) {
        return null;
      }
    } else if (token.includes('\n')) {
      return null;
    }
    at = skipSpace(text, end ?? text.length);
    if (reader.done) {
      return { kind, ...reader.found, end };
    }
  }
  return { kind, ...reader.found, end: null };
}

/**
 * Follows the structure of one value.
 */
class Reader {
  /** Whether the outermost value is closed. */
  done = false;

  get found(): { keys: string[]; type: string | null } {
    return { keys: [...this._keys], type: this._type };
  }

  /**
   * Process the next token; `false` if JSON does not allow it here.
   *
   * @param cut - Whether the text ends within it.
   */
  take(token: string, cut: boolean): boolean {
    const parent = this._open[this._open.length - 1];
    switch (token[0]) {
      case '{':
      case '[':
        this._open.push(token);
        return this._value(token === '{' ? 'first key' : 'first value');
      case '}':
      case ']':
        return this._close(token, parent);
      case ':':
        return this._pass('colon', 'value');
      case ',':
        this._isFirst = this._isFirst && this._open.length > 1;
        return this._pass('comma', parent === '{' ? 'key' : 'value');
      case '"':
        return this._expects.endsWith('key')
          ? this._key(token)
          : this._string(token);
      default:
        return isWord(token, cut) && this._value('comma');
    }
  }

  private _close(token: string, parent: string | undefined): boolean {
    const matches = parent === (token === '}' ? '{' : '[');
    const complete =
      this._expects === 'comma' || this._expects.startsWith('first');
    this._open.pop();
    this._expects = 'comma';
    this.done = !this._open.length;
    return matches && complete;
  }

  private _key(token: string): boolean {
    this._lastKey = unquoted(token);
    const depth = this._open.length;
    const counts =
      (depth === 1 && this._open[0] === '{') ||
      (depth === 2 && this._open[0] === '[' && this._isFirst);
    if (counts && this._keys.size < KEYS) {
      this._keys.add(this._lastKey);
    }
    this._expects = 'colon';
    return true;
  }

  private _string(token: string): boolean {
    if (
      this._open.length === 1 &&
      this._open[0] === '{' &&
      this._lastKey === 'type'
    ) {
      this._type = unquoted(token);
    }
    return this._value('comma');
  }

  private _value(next: Expected): boolean {
    const allowed =
      this._expects === 'value' || this._expects === 'first value';
    this._expects = next;
    return allowed;
  }

  private _pass(expected: Expected, next: Expected): boolean {
    const allowed = this._expects === expected && this._open.length > 0;
    this._expects = next;
    return allowed;
  }

  private readonly _open: string[] = [];
  private readonly _keys = new Set<string>();
  private _expects: Expected = 'value';
  private _isFirst = true;
  private _lastKey = '';
  private _type: string | null = null;
}

type Expected =
  'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma';

/**
 * The largest number of keys to return.
 */
const KEYS = 1000;

const SPACE = ' \t\r\n';
const ENDS = `${SPACE},]}:"[{`;

/**
 * The index of what comes after white space.
 */
export function skipSpace(text: string, at: number): number {
  while (at < text.length && SPACE.includes(text[at])) {
    at++;
  }
  return at;
}

/**
 * The index after a token, or `null` if the text ends within it.
 */
export function tokenEnd(text: string, at: number): number | null {
  if ('{}[]:,'.includes(text[at])) {
    return at + 1;
  }
  const isString = text[at] === '"';
  for (let index = at + 1; index < text.length; index++) {
    if (!isString && ENDS.includes(text[index])) {
      return index;
    }
    if (isString && text[index] === '"') {
      return index + 1;
    }
    if (isString && text[index] === '\n') {
      return null;
    }
    index += isString && text[index] === '\\' ? 1 : 0;
  }
  return null;
}

/**
 * Whether a word is a JSON value, or the beginning of one that is cut off.
 * Python also writes `NaN` and `Infinity`.
 */
function isWord(word: string, cut: boolean): boolean {
  const names = ['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity'];
  return (
    (word.length < 400 && /^-?\d+(\.\d*)?([eE][+-]?\d*)?$/.test(word)) ||
    names.includes(word) ||
    (cut && (word === '-' || names.some(name => name.startsWith(word))))
  );
}

function unquoted(literal: string): string {
  try {
    return JSON.parse(literal);
  } catch {
    return literal.slice(1, -1);
  }
}
