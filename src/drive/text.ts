// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Bytes read as text.
 */
export interface IText {
  readonly text: string;

  /**
   * The encoding that was supposed; only `utf-8` is written back, so that
   * anything else is read-only.
   */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * Read bytes as UTF-8, strictly, keeping a byte order mark.
 *
 * @returns `null` when they are not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    // `ignoreBOM: true` keeps the mark in the text.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes
    );
  } catch {
    return null;
  }
}

/**
 * Read bytes as text of any encoding that can be told.
 *
 * @returns `null` when they are binary.
 */
export function decodeText(bytes: Uint8Array): IText | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return Private.read(bytes, 'utf-16le');
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Private.read(bytes, 'utf-16be');
  }
  const text = decodeUtf8(bytes);
  if (text !== null) {
    return { text, encoding: 'utf-8' };
  }
  return Private.isBinary(bytes) ? null : Private.read(bytes, 'windows-1252');
}

/**
 * Text as UTF-8 bytes.
 */
export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/**
 * Bytes as base64.
 */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += Private.CHUNK) {
    const chunk = bytes.subarray(start, start + Private.CHUNK);
    parts.push(String.fromCharCode(...chunk));
  }
  return btoa(parts.join(''));
}

/**
 * Base64 as bytes.
 *
 * @throws `DOMException` when it is not base64.
 */
export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * How many arguments a function call is given at most.
   */
  export const CHUNK = 0x2000;

  /**
   * Whether bytes are no text: a NUL, or many other control characters.
   */
  export function isBinary(bytes: Uint8Array): boolean {
    let controls = 0;
    for (const byte of bytes) {
      if (byte === 0) {
        return true;
      }
      // All but tab, line ends, form feed, backspace and escape.
      if (byte < 0x20 && !(byte >= 8 && byte <= 13) && byte !== 0x1b) {
        controls++;
      }
    }
    return controls > bytes.length / 10;
  }

  /**
   * Decode in one of the encodings that cannot be written back.
   */
  export function read(bytes: Uint8Array, encoding: IText['encoding']): IText {
    return { text: new TextDecoder(encoding).decode(bytes), encoding };
  }
}
