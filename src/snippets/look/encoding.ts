// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { analyse } from 'chardet';

import { asLatin, holds } from './magic';

/**
 * Bytes as text.
 */
export interface IDecoded {
  readonly text: string;
  /** As Python names it. */
  readonly encoding: string;
}

/**
 * Decode the beginning of a text, or tell by `null` that it is none.
 *
 * A text in one byte a character is cp1252 unless there is evidence against:
 * it reads latin-1 too, and the `œ` or `€` that may follow. A character cut at
 * the end is left out.
 *
 * @param bytes - The first bytes.
 * @param cut - Whether more follow: only then a character may be cut.
 */
export function decodeText(bytes: Uint8Array, cut: boolean): IDecoded | null {
  const [encoding, label, skip] = marked(bytes) ??
    zeroPattern(bytes) ??
    utf8(bytes, cut) ??
    eightBit(bytes) ?? [null, '', 0];
  if (!encoding) {
    return null;
  }
  const text = new TextDecoder(label).decode(bytes.subarray(skip), {
    stream: true
  });
  return isText(text) ? { text, encoding } : null;
}

/**
 * Python's name of an encoding, its label for `TextDecoder`, and the bytes to
 * leave out.
 */
type Found = [string | null, string, number];

/**
 * By a byte order mark.
 */
function marked(bytes: Uint8Array): Found | null {
  if (holds(bytes, '\xef\xbb\xbf')) {
    return ['utf-8-sig', 'utf-8', 3];
  }
  if (holds(bytes, '\xff\xfe')) {
    return ['utf-16', 'utf-16le', 2];
  }
  return holds(bytes, '\xfe\xff') ? ['utf-16', 'utf-16be', 2] : null;
}

/**
 * UTF-16 without its mark: mostly western text has a zero in every other byte.
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
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return ['utf-8', 'utf-8', 0];
  } catch {
    return null;
  }
}

/**
 * One byte a character, or one of the older East Asian encodings.
 */
function eightBit(bytes: Uint8Array): Found {
  if (isMac(bytes)) {
    return ['mac_roman', 'macintosh', 0];
  }
  const first = Math.max(0, bytes.findIndex(byte => byte >= 0x80) - 1024);
  const matches = analyse(bytes.subarray(first, first + STATISTICS));
  const best = matches.find(match => match.name in OTHERS);
  // Accents stand alone among ASCII letters, other alphabets fill words.
  const enough = isDense(bytes) ? 10 : 80;
  if (best && best.confidence >= enough) {
    return [OTHERS[best.name], best.name, 0];
  }
  if (isLatin9(bytes)) {
    return ['iso8859_15', 'iso-8859-15', 0];
  }
  // Python refuses what cp1252 does not define.
  const undefinedIn1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
  return undefinedIn1252.some(byte => bytes.includes(byte))
    ? ['latin-1', 'windows-1252', 0]
    : ['cp1252', 'windows-1252', 0];
}

/**
 * How many bytes the statistics of letters are made of.
 */
const STATISTICS = 16384;

/**
 * What chardet finds, as Python names it. `ISO-8859-9` and the like differ
 * from cp1252 in a few letters, which no statistics can tell.
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
  'windows-1250': 'cp1250',
  'windows-1251': 'cp1251',
  'windows-1253': 'cp1253'
};

/**
 * Whether most bytes that are not ASCII stand side by side.
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
 * Whether `€`, `œ` and `Œ` stand where ISO 8859-15 has them: cp1252 has a sign
 * there which no letter or number stands beside.
 */
function isLatin9(bytes: Uint8Array): boolean {
  return (
    !bytes.some(byte => byte >= 0x80 && byte < 0xa0) &&
    /[a-z]\xbd|\xbd[a-z]|\xbc[a-z]|\d ?\xa4/i.test(asLatin(bytes))
  );
}

/**
 * Whether the accents stand where old Macs had them, within words.
 */
function isMac(bytes: Uint8Array): boolean {
  let mac = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte >= 0x80) {
      const after = isLetter(bytes[at + 1]);
      const inside = isLetter(bytes[at - 1]) && (after || byte === MAC_E_ACUTE);
      // É begins a word.
      const begins = byte === 0x83 && after && isLetter(bytes[at + 2]);
      high++;
      mac += begins || (inside && MAC_LETTERS.includes(byte)) ? 1 : 0;
    }
  }
  return high > 0 && mac > high * 0.6;
}

/** é, and with it è ê ë à â ç î ï ô ù û œ. */
const MAC_E_ACUTE = 0x8e;
const MAC_LETTERS = [
  ...[MAC_E_ACUTE, 0x8f, 0x90, 0x91, 0x88, 0x89, 0x8d, 0x94, 0x95],
  ...[0x99, 0x9d, 0x9e, 0xcf]
];

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122;
}

/**
 * Whether decoded bytes are something that people read: hardly any control
 * character.
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
