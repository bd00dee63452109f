// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { asLatin, hasSignature } from '../../../inspect/formats/signatures';
import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';

/**
 * A file in a zip.
 */
export interface IZipEntry {
  readonly name: string;
  /** Whether it is deflated; otherwise it is stored as it is. */
  readonly isDeflated: boolean;
  /** How many bytes it takes in the zip. */
  readonly packed: number;
  /** How many bytes it has, as the zip says. */
  readonly size: number;
  /** Where its header begins. */
  readonly offset: number;
}

/**
 * Read the directory of a zip: its end, and what that points to.
 *
 * @throws `TableError` if it cannot be read; as `IFileRanges.read`.
 */
export async function readZipEntries(
  ranges: IFileRanges
): Promise<Map<string, IZipEntry>> {
  const { size } = ranges;
  const first = Math.max(0, size - LONGEST_END);
  const tail = await ranges.read(first, size);
  const at = asLatin(tail, 0, tail.length).lastIndexOf(END);
  if (at < 0 || at + END_LENGTH > tail.length) {
    throw new TableError('damaged', 'no directory at the end of the zip');
  }
  const view = viewOf(tail);
  const length = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  if (start === ZIP64 || length === ZIP64) {
    throw new TableError('codec', 'zip64');
  }
  if (length > LONGEST_DIRECTORY) {
    throw new TableError('large', `a directory of ${length} bytes`);
  }
  if (start + length > first + at) {
    throw new TableError('damaged', 'a directory beyond the end of the zip');
  }
  const bytes = await ranges.read(start, start + length);
  return orDamaged(() => entriesIn(bytes));
}

function entriesIn(bytes: Uint8Array): Map<string, IZipEntry> {
  const entries = new Map<string, IZipEntry>();
  const view = viewOf(bytes);
  for (let at = 0; hasSignature(bytes, ENTRY, at);) {
    const [name, extra, comment] = [28, 30, 32].map(field =>
      view.getUint16(at + field, true)
    );
    const method = view.getUint16(at + 10, true);
    const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
    const text = UTF8.decode(bytes.subarray(at + 46, at + 46 + name));
    if (isEncrypted) {
      throw new TableError('encrypted', text);
    }
    if (method === STORED || method === DEFLATED) {
      entries.set(text, {
        name: text,
        isDeflated: method === DEFLATED,
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true)
      });
    }
    at += 46 + name + extra + comment;
  }
  return entries;
}

/**
 * The ranges of what is packed in a file of a zip.
 *
 * @throws `TableError` if the zip is damaged; as `IFileRanges.read`.
 */
export async function entryRanges(
  ranges: IFileRanges,
  { name, offset, packed }: IZipEntry
): Promise<IFileRanges> {
  const end = Math.min(offset + HEADER_LENGTH, ranges.size);
  const header = await ranges.read(Math.min(offset, end), end);
  if (header.length < HEADER_LENGTH || !hasSignature(header, HEADER, 0)) {
    throw new TableError('damaged', `no header of ${name}`);
  }
  const view = viewOf(header);
  const begin =
    offset +
    HEADER_LENGTH +
    view.getUint16(26, true) +
    view.getUint16(28, true);
  if (begin + packed > ranges.size) {
    throw new TableError('damaged', `${name} is cut off`);
  }
  return {
    size: packed,
    read: (first, last) => ranges.read(begin + first, begin + last)
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const UTF8 = new TextDecoder();

const END = 'PK\x05\x06';
const ENTRY = 'PK\x01\x02';
const HEADER = 'PK\x03\x04';
const END_LENGTH = 22;
const HEADER_LENGTH = 30;
const [STORED, DEFLATED] = [0, 8];

/** Stands for a number that is too large for its 32 bits. */
const ZIP64 = 0xffffffff;

/** The end of a directory, with the longest comment. */
const LONGEST_END = END_LENGTH + 65_535;

/** A directory of tens of thousands of files. */
const LONGEST_DIRECTORY = 4 * 2 ** 20;
