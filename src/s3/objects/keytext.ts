// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/*
 * A key is UTF-8 (S3 API, "Creating object key names"), but some stores also
 * list keys that are none. Such a key must not hide its folder, nor be taken for
 * another one. So each of its bytes that is no text becomes a lone surrogate,
 * which no valid key has: U+DC00 plus the byte (as in Python's PEP 383).
 */

/**
 * Decode a key of a listing with `encoding-type=url`, where a plus is a space.
 */
export function decodeKey(text: string): string {
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+|%/gi, run =>
      run === '%' ? marked(0x25) : decodeBytes(bytesOf(run))
    );
  }
}

/**
 * The character of a numeric reference of XML; a mark and the rest of the
 * reference if there is none.
 */
export function referenced(reference: string, codePoint: number): string {
  return codePoint <= 0x10ffff
    ? String.fromCodePoint(codePoint)
    : marked(0x26) + reference.slice(1);
}

/**
 * A key for people to read: what is no text is percent-encoded.
 */
export function readableKey(key: string): string {
  return key.replace(LONE, unit => {
    const code = unit.charCodeAt(0);
    const byte = code - MARK;
    return byte >= 0 && byte <= 0xff
      ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      : '\ufffd';
  });
}

/** A surrogate that is not one of a pair. */
const LONE = /\p{Surrogate}/gu;

const MARK = 0xdc00;

function marked(byte: number): string {
  return String.fromCharCode(MARK + byte);
}

function bytesOf(run: string): Uint8Array {
  return Uint8Array.from(run.slice(1).split('%'), hex => parseInt(hex, 16));
}

/** The longest sequence of UTF-8 (bytes). */
const LONGEST = 4;

function decodeBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = (start: number, end: number): string | null => {
    try {
      return decoder.decode(bytes.subarray(start, end));
    } catch {
      return null;
    }
  };
  let decoded = '';
  for (let start = 0; start < bytes.length;) {
    let end = start + 1;
    let found = text(start, end);
    while (found === null && end < Math.min(start + LONGEST, bytes.length)) {
      end += 1;
      found = text(start, end);
    }
    decoded += found ?? marked(bytes[start]);
    start = found === null ? start + 1 : end;
  }
  return decoded;
}
