// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { decodeDocument } from '../../drive/documents/text';
import { S3Error } from '../../s3/errors';
import type { IS3Connection } from '../../s3/http/types';
import type { IS3Location } from '../../s3/location';
import { isUnpacked } from '../../s3/metadata/encoding';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import { getObject } from '../../s3/objects/get';

/**
 * What a file begins with.
 */
export interface IFirstBytes {
  /** `null` for an empty file. */
  readonly info: IObjectInfo | null;
  readonly bytes: Uint8Array;
}

/**
 * How many bytes of a file of unknown kind are read.
 */
export const FIRST_BYTES = 4096;

/**
 * Read the first 4 KiB of a file, by one request.
 *
 * @throws `S3Error`; `Aborted` by the signal.
 */
export async function readFirstBytes(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  signal?: AbortSignal
): Promise<IFirstBytes> {
  const range = { first: 0, last: FIRST_BYTES - 1 };
  try {
    const opened = await getObject(connection, bucket, key, { range, signal });
    return { info: opened.info, bytes: await opened.body() };
  } catch (error) {
    if (error instanceof S3Error && error.status === 416) {
      return { info: null, bytes: new Uint8Array() };
    }
    throw error;
  }
}

/**
 * Whether an editor cannot show a file. `false` where that is not known, so that
 * the editor says what is wrong, and for what is delivered unpacked.
 */
export async function isBinary(
  connection: IS3Connection,
  location: IS3Location
): Promise<boolean> {
  try {
    const { bytes, info } = await readFirstBytes(connection, location);
    return (
      firstText(bytes) === null &&
      !isUnpacked(info?.contentEncoding, location.key)
    );
  } catch {
    return false;
  }
}

/**
 * The first bytes as text; `null` if they are none. A NUL is in no text but
 * UTF-16, which has a mark.
 */
export function firstText(bytes: Uint8Array): string | null {
  const isMarked = /^(255,254|254,255)$/.test(bytes.subarray(0, 2).join());
  return !isMarked && bytes.includes(0)
    ? null
    : (decodeDocument(withoutPart(bytes))?.text ?? null);
}

/** The bytes without the beginning of a character of UTF-8 at their end. */
function withoutPart(bytes: Uint8Array): Uint8Array {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && (bytes[start] & 0xc0) === 0x80) {
    start--;
  }
  const lead = bytes[start];
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start >= 0 && bytes.length - start < length
    ? bytes.subarray(0, start)
    : bytes;
}

/**
 * Bytes as `hexdump -C` writes them: where they are, sixteen of them, and their
 * letters.
 */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const part = Array.from(bytes.subarray(at, at + WIDTH));
    const codes = part.map(byte => byte.toString(16).padStart(2, '0'));
    const halves = [codes.slice(0, WIDTH / 2), codes.slice(WIDTH / 2)];
    const middle = halves.map(half => half.join(' ').padEnd(HALF)).join('  ');
    const letters = part.map(byte =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
    );
    const place = at.toString(16).padStart(8, '0');
    lines.push(`${place}  ${middle}  |${letters.join('')}|`);
  }
  return lines.join('\n');
}

/** How many bytes a line has, and how many letters half of them take. */
const WIDTH = 16;
const HALF = 23;
