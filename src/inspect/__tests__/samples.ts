// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../facts';
import { detect } from '../detect';
import { fromCp850 } from '../text/decoders';

/**
 * The facts about a file, given completely or as its beginning and end.
 */
export function found(
  name: string,
  content: string | Uint8Array,
  part = 65536
): Promise<IFacts> {
  const bytes =
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const whole = new Uint8Array(bytes);
  return detect({
    name,
    size: whole.length,
    head: whole.slice(0, part),
    tail: whole.slice(-part)
  });
}

/**
 * Text in an encoding that `TextEncoder` does not support.
 */
export function encoded(text: string, encoding: string): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return new Uint8Array(Buffer.from(text, 'utf8'));
    case 'utf-8-sig':
      return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf8'));
    case 'utf-16':
      return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
    case 'utf-16-le':
      return new Uint8Array(Buffer.from(text, 'utf16le'));
    case 'utf-16-be':
      return new Uint8Array(Buffer.from(text, 'utf16le').swap16());
    default:
      return oneByte(text, LABELS[encoding] ?? encoding);
  }
}

/** The labels of encodings that `TextDecoder` names otherwise than Python. */
const LABELS: { readonly [python: string]: string } = {
  mac_roman: 'macintosh',
  cp1250: 'windows-1250',
  cp1254: 'windows-1254',
  iso8859_2: 'iso-8859-2'
};

/**
 * The inverse of `TextDecoder`, for single-byte encodings.
 */
function oneByte(text: string, encoding: string): Uint8Array {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const chars =
    encoding === 'cp1252'
      ? [...Buffer.from(all).toString('latin1')].map(
          (char, byte) => CP1252[byte - 128] ?? char
        )
      : encoding === 'cp850'
        ? [...fromCp850(all)]
        : [...new TextDecoder(encoding).decode(all)];
  return Uint8Array.from(text, char => {
    const byte = chars.indexOf(char);
    if (byte < 0) {
      throw new Error(`${char} is not in ${encoding}`);
    }
    return byte;
  });
}

/**
 * The characters of bytes 128 and above that differ from latin-1, which Node's
 * decoder does not support.
 */
const CP1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
