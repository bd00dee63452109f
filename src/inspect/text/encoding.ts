// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { analyse } from 'chardet';

import { asLatin, hasSignature } from '../formats/signatures';
import { fromCp850, labelOf } from './decoders';
import { hasControls, pageByLetters } from './letters';

/**
 * Decoded bytes.
 */
export interface IDecoded {
  readonly text: string;
  /** The encoding, as Python names it. */
  readonly encoding: string;
  /** Whether bytes that it does not allow were replaced (U+FFFD). */
  readonly isReplaced: boolean;
  /** Decodes other bytes of the same text. */
  decode(bytes: Uint8Array): string;
}

/**
 * Decode the beginning of a text; `null` if it is not text.
 *
 * A text with one byte for each character is cp1252 unless there is evidence
 * against it: cp1252 also reads Latin-1, and the `œ` or `€` that may follow. A
 * character that is cut off at the end is left out.
 *
 * @param bytes - The first bytes.
 * @param cut - Whether more follow: only then a character may be cut off.
 * @param told - The encoding, as Python names it, if a person says it.
 */
export function decodeText(
  bytes: Uint8Array,
  cut: boolean,
  told?: string
): IDecoded | null {
  const [encoding, label, skip] = toldAs(told, bytes) ??
    marked(bytes) ??
    zeroPattern(bytes) ??
    utf8(bytes, cut) ??
    eightBit(bytes) ?? [null, '', 0];
  if (!encoding) {
    return null;
  }
  const decode = (some: Uint8Array) =>
    encoding === 'cp850'
      ? fromCp850(some)
      : new TextDecoder(label).decode(some, { stream: true });
  const text = decode(bytes.subarray(skip));
  const isReplaced = label === 'utf-8' && !isUtf8(bytes, cut);
  const isReadable =
    told !== undefined ||
    isText(isReplaced ? text.replace(/\ufffd/g, '') : text);
  return isReadable ? { text, encoding, isReplaced, decode } : null;
}

/**
 * Python's name of an encoding, its label for `TextDecoder`, and the bytes to
 * leave out.
 */
type Found = [string | null, string, number];

/**
 * Decode as a person says. A mark at the beginning is left out, and decides the
 * byte order of UTF-16.
 */
function toldAs(told: string | undefined, bytes: Uint8Array): Found | null {
  if (told === undefined) {
    return null;
  }
  const mark = marked(bytes);
  return mark && familyOf(mark[0]) === familyOf(told)
    ? mark
    : [told, labelOf(told), 0];
}

function familyOf(encoding: string | null): string {
  return encoding?.slice(0, 'utf-8'.length) ?? '';
}

/**
 * Decode by a byte order mark.
 */
function marked(bytes: Uint8Array): Found | null {
  if (hasSignature(bytes, '\xef\xbb\xbf')) {
    return ['utf-8-sig', 'utf-8', 3];
  }
  if (hasSignature(bytes, '\xff\xfe')) {
    return ['utf-16', 'utf-16le', 2];
  }
  return hasSignature(bytes, '\xfe\xff') ? ['utf-16', 'utf-16be', 2] : null;
}

/**
 * Detect UTF-16 without a byte order mark: mostly western text has a zero in
 * every other byte.
 */
function zeroPattern(bytes: Uint8Array): Found | null {
  const length = Math.min(bytes.length & ~1, 4096);
  const zeros = [0, 0];
  for (let index = 0; index < length; index++) {
    zeros[index & 1] += bytes[index] === 0 ? 1 : 0;
  }
  const pairs = length / 2;
  if (pairs >= 2 && zeros[1] > pairs * 0.6 && zeros[0] < pairs * 0.05) {
    return ['utf-16-le', 'utf-16le', 0];
  }
  if (pairs >= 2 && zeros[0] > pairs * 0.6 && zeros[1] < pairs * 0.05) {
    return ['utf-16-be', 'utf-16be', 0];
  }
  return bytes.includes(0) ? [null, '', 0] : null;
}

function utf8(bytes: Uint8Array, cut: boolean): Found | null {
  return isUtf8(bytes, cut) || isNearlyUtf8(bytes, cut)
    ? ['utf-8', 'utf-8', 0]
    : null;
}

function isUtf8(bytes: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether bytes are UTF-8 but for a few: a text in another encoding has hardly
 * a character of several bytes that is allowed in UTF-8, this one many for each
 * that is not.
 */
function isNearlyUtf8(bytes: Uint8Array, cut: boolean): boolean {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: cut });
  let good = 0;
  let bad = 0;
  for (const char of text) {
    if (char === '\ufffd') {
      bad++;
    } else if (char > '\x9f') {
      good++;
    }
  }
  return good >= bad * GOOD;
}

/** How many characters of UTF-8 there are at least for each wrong byte. */
const GOOD = 3;

/**
 * Detect an encoding with one byte for each character, or an older East Asian
 * one.
 */
function eightBit(bytes: Uint8Array): Found {
  const page = pageByLetters(bytes);
  if (page) {
    return [page.python, page.decoder, 0];
  }
  const [mac, dos] = [MAC, DOS].map(page => shareOf(bytes, page));
  if (Math.max(mac, dos) > 0.6) {
    return mac >= dos ? ['mac_roman', 'macintosh', 0] : ['cp850', '', 0];
  }
  const first = Math.max(0, bytes.findIndex(byte => byte >= 0x80) - 1024);
  const matches = analyse(bytes.subarray(first, first + STATISTICS));
  // Accents occur alone among ASCII letters; other alphabets fill whole words.
  const enough = isDense(bytes) ? 10 : 80;
  const best = matches.find(
    ({ confidence, name }) =>
      name in OTHERS &&
      confidence >= enough &&
      !hasControls(new TextDecoder(name).decode(bytes))
  );
  if (best) {
    return [OTHERS[best.name], best.name, 0];
  }
  if (isLatin9(bytes)) {
    return ['iso8859_15', 'iso-8859-15', 0];
  }
  // Python rejects bytes that cp1252 does not define.
  const undefinedIn1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
  return undefinedIn1252.some(byte => bytes.includes(byte))
    ? ['latin-1', 'windows-1252', 0]
    : ['cp1252', 'windows-1252', 0];
}

/**
 * How many bytes are used for the letter statistics.
 */
const STATISTICS = 16384;

/**
 * The encodings that chardet detects, with Python's names. `ISO-8859-9` and the
 * like differ from cp1252 in a few letters, which statistics cannot
 * distinguish.
 */
const OTHERS: { [name: string]: string } = {
  Big5: 'big5',
  'EUC-JP': 'euc_jp',
  'EUC-KR': 'euc_kr',
  GB18030: 'gb18030',
  Shift_JIS: 'cp932',
  'ISO-8859-5': 'iso8859_5',
  'ISO-8859-7': 'iso8859_7',
  'KOI8-R': 'koi8_r',
  'windows-1251': 'cp1251',
  'windows-1253': 'cp1253'
};

/**
 * Whether most bytes that are not ASCII are next to each other.
 */
function isDense(bytes: Uint8Array): boolean {
  let high = 0;
  let pairs = 0;
  for (let at = 1; at < bytes.length; at++) {
    high += bytes[at] >= 0x80 ? 1 : 0;
    pairs += bytes[at] >= 0x80 && bytes[at - 1] >= 0x80 ? 1 : 0;
  }
  return pairs > high * 0.5 && high > 4;
}

/**
 * Whether `€`, `œ` and `Œ` are at their positions in ISO 8859-15: at these
 * positions cp1252 has signs that never occur next to a letter or number.
 */
function isLatin9(bytes: Uint8Array): boolean {
  return (
    !bytes.some(byte => byte >= 0x80 && byte < 0xa0) &&
    /[a-z]\xbd|\xbd[a-z]|\xbc[a-z]|\d ?\xa4/i.test(asLatin(bytes))
  );
}

/**
 * Where an encoding has the accents of western languages.
 */
interface IPage {
  /** é, which also ends words. */
  readonly acute: number;
  /** Letters within words, é among them. */
  readonly letters: readonly number[];
  /** Letters that begin words. */
  readonly capitals: readonly number[];
}

/**
 * é, and with it è ê ë à â ç î ï ô ù û œ ä ö ü ß á ñ ó; É. í and ú are left out:
 * there cp1252 has an apostrophe and œ.
 */
const MAC: IPage = {
  acute: 0x8e,
  letters: [
    ...[0x8e, 0x8f, 0x90, 0x91, 0x88, 0x89, 0x8d, 0x94, 0x95],
    ...[0x99, 0x9d, 0x9e, 0xcf, 0x8a, 0x9a, 0x9f, 0xa7, 0x87, 0x96, 0x97]
  ],
  capitals: [0x83]
};

/** é, and with it è ê ë à â ä ç î ï ô ö ù û ü ñ á í ó ú; É Î. */
const DOS: IPage = {
  acute: 0x82,
  letters: [
    ...[0x82, 0x8a, 0x88, 0x89, 0x85, 0x83, 0x84, 0x87, 0x8c, 0x8b],
    ...[0x93, 0x94, 0x97, 0x96, 0x81, 0xa4, 0xa0, 0xa1, 0xa2, 0xa3]
  ],
  capitals: [0x90, 0xd7]
};

/**
 * The share of the bytes that are not ASCII which are letters at their positions
 * in an encoding, next to other letters.
 */
function shareOf(bytes: Uint8Array, page: IPage): number {
  let found = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte < 0x80) {
      continue;
    }
    const after = isLetter(bytes[at + 1]);
    const inside = isLetter(bytes[at - 1]) && (after || byte === page.acute);
    const begins =
      page.capitals.includes(byte) && after && !isLetter(bytes[at - 1]);
    high++;
    found += begins || (inside && page.letters.includes(byte)) ? 1 : 0;
  }
  return high && found / high;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122;
}

/**
 * Whether decoded bytes are readable text: hardly any control characters.
 */
function isText(text: string): boolean {
  let odd = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const control = code < 32 && (code < 9 || code > 13) && code !== 27;
    odd += control || code === 0xfffd || code === 0x7f ? 1 : 0;
  }
  return odd <= text.length * 0.01;
}
