// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { asLatin, hasSignature } from './signatures';

/**
 * The contents of a zip, as far as its first and last bytes show them.
 */
export interface IZip {
  /** The names of its files; folders and macOS' own files are left out. */
  readonly names: string[];
  /** Whether it contains only one file. */
  readonly isAlone: boolean;
  /** Whether the directory at its end was found. */
  readonly complete: boolean;
  /** Whether its first file is encrypted. */
  readonly encrypted: boolean;
}

/**
 * The beginning of a file in a zip.
 */
export interface IZipMember {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly deflated: boolean;
}

const LOCAL = 'PK\x03\x04';
const CENTRAL = 'PK\x01\x02';
const END = 'PK\x05\x06';
const END_LENGTH = 22;

/**
 * The largest number of names that are read.
 */
const NAMES = 5000;

/**
 * Read the directory of a zip; if it begins too far before the end, read the
 * headers at the beginning.
 *
 * @param head - Its first bytes.
 * @param tail - Its last bytes; may be the same ones.
 * @param size - The size of the whole zip.
 */
export function readZip(
  head: Uint8Array,
  tail: Uint8Array,
  size: number
): IZip {
  const end = asLatin(tail, 0, tail.length).lastIndexOf(END);
  const names = end < 0 ? [] : directoryNames(tail, end, size);
  const first = memberHeader(head, 0);
  const all = names.length ? names : headerNames(head);
  return {
    names: all.filter(isFile),
    isAlone: all.length === 1,
    complete: end >= 0 && tail.length >= end + END_LENGTH,
    encrypted: first ? (first.flags & 1) === 1 : false
  };
}

/**
 * The first bytes of the file with a name, if it is within the first bytes of
 * the zip.
 */
export function memberOf(head: Uint8Array, name: string): IZipMember | null {
  for (let at = 0, count = 0; count < NAMES; count++) {
    const header = memberHeader(head, at);
    if (!header) {
      return null;
    }
    if (header.name === name) {
      // A length of 0 may mean that the length is only given after the data.
      const end = header.packed ? header.data + header.packed : head.length;
      const bytes = head.subarray(header.data, Math.min(end, head.length));
      return { name, bytes, deflated: header.method === 8 };
    }
    at = header.data + header.packed;
  }
  return null;
}

/**
 * The names in the central directory.
 */
function directoryNames(tail: Uint8Array, end: number, size: number): string[] {
  const view = viewOf(tail);
  if (tail.length < end + END_LENGTH) {
    return [];
  }
  const offset = view.getUint32(end + 16, true);
  const names: string[] = [];
  // A zip64 does not give the offset here: its directory is searched for.
  let at =
    offset === 0xffffffff
      ? asLatin(tail, 0, tail.length).indexOf(CENTRAL)
      : offset - (size - tail.length);
  while (at >= 0 && hasSignature(tail, CENTRAL, at) && names.length < NAMES) {
    if (tail.length < at + 46) {
      break;
    }
    const length = view.getUint16(at + 28, true);
    names.push(decode(tail.subarray(at + 46, at + 46 + length)));
    at +=
      46 +
      length +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
  }
  return names;
}

/**
 * The names in the headers of the files, from the beginning.
 */
function headerNames(head: Uint8Array): string[] {
  const names: string[] = [];
  let header = memberHeader(head, 0);
  while (header && names.length < NAMES) {
    names.push(header.name);
    header = memberHeader(head, header.data + header.packed);
  }
  return names;
}

function memberHeader(head: Uint8Array, at: number) {
  if (!hasSignature(head, LOCAL, at) || head.length < at + 30) {
    return null;
  }
  const view = viewOf(head);
  const length = view.getUint16(at + 26, true);
  return {
    flags: view.getUint16(at + 6, true),
    method: view.getUint16(at + 8, true),
    packed: view.getUint32(at + 18, true),
    name: decode(head.subarray(at + 30, at + 30 + length)),
    data: at + 30 + length + view.getUint16(at + 28, true)
  };
}

function isFile(name: string): boolean {
  return (
    !name.endsWith('/') &&
    !name.startsWith('__MACOSX/') &&
    !name.endsWith('.DS_Store')
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
