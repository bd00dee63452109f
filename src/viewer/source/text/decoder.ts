// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fromCp850, labelOf } from '../../../inspect/text/decoders';

/**
 * The code units in which a text is searched for line ends and separators: bytes,
 * or pairs of them in UTF-16.
 */
export type Units = Uint8Array | Uint16Array;

/**
 * How the bytes of a text are read.
 */
export interface ITextCoding {
  /** How many bytes a code unit has. */
  readonly width: 1 | 2;
  /** How many bytes there are before the text: a byte order mark. */
  readonly skipped: number;
  decode(bytes: Uint8Array): string;
  units(bytes: Uint8Array): Units;
  /** The code units of a sign, such as a separator. */
  unitsOf(sign: string): readonly number[];
}

/**
 * How a text is read.
 *
 * @param encoding - As Python names it.
 * @param head - The first bytes of the file, which may have a byte order mark.
 */
export function textCoding(encoding: string, head: Uint8Array): ITextCoding {
  return /^utf-16/.test(encoding)
    ? ofPairs(encoding, head)
    : ofBytes(encoding, head);
}

function ofBytes(encoding: string, head: Uint8Array): ITextCoding {
  const decode = decoderOf(encoding);
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return {
    width: 1,
    skipped: isMarked ? 3 : 0,
    decode,
    units: bytes => bytes,
    unitsOf: sign => {
      if (/^[\0-\x7f]*$/.test(sign)) {
        return Array.from(sign, char => char.charCodeAt(0));
      }
      if (isUtf8(encoding)) {
        return [...new TextEncoder().encode(sign)];
      }
      return Array.from(sign, char => byteOf(char, decode));
    }
  };
}

function ofPairs(encoding: string, head: Uint8Array): ITextCoding {
  const isBig =
    encoding === 'utf-16-be' || (head[0] === 0xfe && head[1] === 0xff);
  const isMarked =
    (head[0] === 0xfe && head[1] === 0xff) ||
    (head[0] === 0xff && head[1] === 0xfe);
  const label = isBig ? 'utf-16be' : 'utf-16le';
  return {
    width: 2,
    skipped: isMarked ? 2 : 0,
    decode: bytes => new TextDecoder(label).decode(bytes),
    units: bytes => {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      return Uint16Array.from({ length: bytes.length >> 1 }, (_, at) =>
        view.getUint16(2 * at, !isBig)
      );
    },
    unitsOf: sign =>
      Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at))
  };
}

function isUtf8(encoding: string): boolean {
  return encoding === 'utf-8' || encoding === 'utf-8-sig';
}

function decoderOf(encoding: string): (bytes: Uint8Array) => string {
  if (encoding === 'cp850') {
    return fromCp850;
  }
  const label = labelOf(encoding);
  // As the look decodes it: Node reads some pages right only as streams.
  const stream = !isUtf8(encoding);
  return bytes =>
    new TextDecoder(label, { ignoreBOM: true }).decode(bytes, { stream });
}

/** The byte that stands for a character; 0 if there is none. */
function byteOf(char: string, decode: (bytes: Uint8Array) => string): number {
  for (let byte = 0x80; byte < 0x100; byte++) {
    if (decode(Uint8Array.of(byte)) === char) {
      return byte;
    }
  }
  return 0;
}
