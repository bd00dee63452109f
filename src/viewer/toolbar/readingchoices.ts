// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * The separators that are offered: those of the look that are common.
 */
export const SEPARATORS: readonly string[] = [',', ';', '\t', '|', ' '];

/**
 * The encodings that are offered, as Python names them, those of most files
 * first.
 */
export const ENCODINGS: readonly string[] = [
  'utf-8',
  'cp1252',
  'iso8859_15',
  'utf-16',
  'cp850',
  'mac_roman',
  'cp1250',
  'cp1251',
  'cp1253',
  'cp1254',
  'cp932',
  'euc_kr',
  'gb18030',
  'big5'
];

/**
 * What is offered, with what is chosen now.
 */
export function withCurrent(
  offered: readonly string[],
  current: string
): readonly string[] {
  return offered.includes(current) ? offered : [current, ...offered];
}

/**
 * What a separator is called.
 */
export function separatorName(
  separator: string,
  trans: TranslationBundle
): string {
  switch (separator) {
    case ',':
      return trans.__('Comma');
    case ';':
      return trans.__('Semicolon');
    case '\t':
      return trans.__('Tab');
    case '|':
      return trans.__('Vertical bar');
    case ' ':
      return trans.__('Spaces');
    default:
      return separator;
  }
}

/**
 * What an encoding is called: by the letters that it has, and its name in code.
 */
export function encodingName(
  encoding: string,
  trans: TranslationBundle
): string {
  const letters: { readonly [encoding: string]: string | undefined } = {
    cp1252: trans.__('Western'),
    iso8859_15: trans.__('Western'),
    cp850: trans.__('Western, DOS'),
    mac_roman: trans.__('Western, old Mac'),
    cp1250: trans.__('Central European'),
    cp1251: trans.__('Cyrillic'),
    cp1253: trans.__('Greek'),
    cp1254: trans.__('Turkish'),
    cp932: trans.__('Japanese'),
    euc_kr: trans.__('Korean'),
    gb18030: trans.__('Chinese'),
    big5: trans.__('Chinese, traditional')
  };
  const known = letters[encoding];
  return known ? trans.__('%1 (%2)', known, encoding) : encoding;
}
