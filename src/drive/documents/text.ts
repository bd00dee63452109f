// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Bytes decoded as text.
 */
export interface IText {
  readonly text: string;

  /**
   * The encoding that was assumed; only `utf-8` is written back, anything else
   * is read-only.
   */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * Decode bytes as UTF-8, strictly, keeping a byte order mark.
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
 * Decode bytes in any encoding that can be detected.
 *
 * @returns `null` when they are binary.
 */
export function decodeDocument(bytes: Uint8Array): IText | null {
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
 * A namespace for private helpers.
 */
namespace Private {
  /** Whether bytes are binary: a NUL, or many other control characters. */
  export function isBinary(bytes: Uint8Array): boolean {
    let controls = 0;
    for (const byte of bytes) {
      if (byte === 0) {
        return true;
      }
      // All except backspace, tab and line ends (8 to 13), and escape.
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
