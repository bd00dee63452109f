// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { detect } from '../detect';

/**
 * What is found in a file that is held whole, or of which only the beginning
 * and the end are.
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
 * Text in an encoding that `TextEncoder` does not know.
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
      return oneByte(text, encoding === 'mac_roman' ? 'macintosh' : encoding);
  }
}

/**
 * The inverse of `TextDecoder`, for one byte a character.
 */
function oneByte(text: string, encoding: string): Uint8Array {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const chars =
    encoding === 'cp1252'
      ? [...Buffer.from(all).toString('latin1')].map(
          (char, byte) => CP1252[byte - 128] ?? char
        )
      : [...new TextDecoder(encoding).decode(all)];
  return Uint8Array.from(text, char => {
    const byte = chars.indexOf(char);
    if (byte < 0) {
      throw new Error(`${char} is not in ${encoding}`);
    }
    return byte;
  });
}

/** Its bytes from 128 on that latin-1 has not; Node's decoder knows none. */
const CP1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
