// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat } from '../../s3/http/body';
import { decodeText, type IDecoded } from './encoding';

/**
 * A text of which the beginning and perhaps the end were read.
 */
export interface ISeenText extends Pick<IDecoded, 'encoding' | 'isReplaced'> {
  /** Its beginning, or all of it. */
  readonly text: string;
  /** Whole lines of its end; `null` if they were not read. */
  readonly end: string | null;
}

/**
 * Decode what was read of a text; `null` if the bytes are not text. The encoding
 * is that of the beginning and the end together.
 *
 * @param bytes - Its beginning.
 * @param cut - Whether it continues after these bytes.
 * @param end - Its last bytes, which do not overlap with the first ones.
 * @param encoding - The encoding, if a person says it.
 */
export function decodeSeen(
  bytes: Uint8Array,
  cut: boolean,
  end: Uint8Array | null,
  encoding?: string
): ISeenText | null {
  const parts = end && wholeLines(bytes, end);
  if (!parts) {
    const decoded = decodeText(bytes, cut, encoding);
    return decoded && { ...decoded, end: null };
  }
  const decoded = decodeText(concat(parts), false, encoding);
  const [first, last] = parts;
  return (
    decoded && {
      encoding: decoded.encoding,
      isReplaced: decoded.isReplaced,
      text: decoded.decode(first),
      end: decoded.decode(last)
    }
  );
}

/**
 * The whole lines of a beginning and of an end; `null` if one has none, or if a
 * character may have two bytes, so that a line end may be a part of one.
 */
function wholeLines(
  bytes: Uint8Array,
  end: Uint8Array
): [Uint8Array, Uint8Array] | null {
  const last = bytes.lastIndexOf(LINE_END);
  const first = end.indexOf(LINE_END);
  return last < 0 || first < 0 || bytes.includes(0)
    ? null
    : [bytes.subarray(0, last + 1), end.subarray(first + 1)];
}

const LINE_END = 10;
