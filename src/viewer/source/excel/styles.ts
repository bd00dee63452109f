// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { attributeOf, type IXmlHandler } from './xml';

/**
 * What a number with a style is: a number, a day with or without a time, or a
 * length of time.
 */
export type NumberKind = 'number' | 'instant' | 'time';

/**
 * The styles of a workbook: which of them make dates of numbers (ECMA-376, Part 1,
 * 18.8.30).
 */
export class Styles implements IXmlHandler {
  opened(name: string, attributes: { readonly [name: string]: string }): void {
    this._path.push(name);
    if (name === 'numFmt') {
      const id = Number(attributeOf(attributes, 'numFmtId'));
      const code = attributeOf(attributes, 'formatCode') ?? '';
      this._formats.set(id, kindOfFormat(code));
    } else if (
      name === 'xf' &&
      this._path[this._path.length - 2] === 'cellXfs' &&
      this._kinds.length < MOST_STYLES
    ) {
      const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
      this._kinds.push(this._formats.get(id) ?? kindOfBuiltIn(id));
    }
  }

  closed(): void {
    this._path.pop();
  }

  text(): void {
    // Nothing is written between the tags.
  }

  /** @param style - The number of a style, as a cell names it. */
  kindOf(style: number): NumberKind {
    return this._kinds[style] ?? 'number';
  }

  private readonly _path: string[] = [];
  private readonly _formats = new Map<number, NumberKind>();
  private readonly _kinds: NumberKind[] = [];
}

/** The formats that have numbers instead of codes. */
function kindOfBuiltIn(id: number): NumberKind {
  const isDate = (id >= 14 && id <= 17) || id === 22;
  const isEastern = (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  const isTime = (id >= 18 && id <= 21) || (id >= 45 && id <= 47);
  return isDate || isEastern ? 'instant' : isTime ? 'time' : 'number';
}

/**
 * What a format makes of a number: without its quoted texts, colours and
 * languages, only dates and times have letters of them.
 */
export function kindOfFormat(code: string): NumberKind {
  const [plain] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '')
    .split(';');
  if (/[yd]/i.test(plain) || /^[^hs]*m[^hs]*$/i.test(plain)) {
    return 'instant';
  }
  return /[hs]/i.test(plain) ? 'time' : 'number';
}

/** How many styles a workbook has in Excel, at most. */
const MOST_STYLES = 65_490;
