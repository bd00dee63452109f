// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DataType, Field } from '@uwdata/flechette';
import { Type } from '@uwdata/flechette/src/constants.js';
import { decodeBlocks } from '@uwdata/flechette/src/decode/block.js';
import { decodeDictionaryBatch } from '@uwdata/flechette/src/decode/dictionary-batch.js';
import { decodeRecordBatch } from '@uwdata/flechette/src/decode/record-batch.js';
import { decodeSchema } from '@uwdata/flechette/src/decode/schema.js';
import {
  readInt16,
  readInt32,
  readObject,
  readOffset
} from '@uwdata/flechette/src/util/read.js';

import { hasSignature } from '../../../inspect/formats/signatures';
import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';

/**
 * Where a message is in a file.
 */
export type ArrowBlock = ReturnType<typeof decodeBlocks>[number];

/**
 * The header of a record batch.
 */
export type BatchHeader = ReturnType<typeof decodeRecordBatch>;

/**
 * The header of a dictionary.
 */
export type DictionaryHeader = ReturnType<typeof decodeDictionaryBatch>;

/**
 * What the footer of an Arrow file says, or the messages of a stream so far.
 */
export interface IArrowFooter {
  readonly version: number;
  readonly fields: readonly Field[];
  readonly dictionaries: readonly ArrowBlock[];
  readonly batches: readonly ArrowBlock[];
  /**
   * How many of the dictionaries come before each batch, as later ones may replace
   * them; left out where all count for all.
   */
  readonly dictionariesBefore?: readonly number[];
}

/**
 * Read the footer of a file (Arrow columnar format, "IPC File Format").
 *
 * @throws `TableError` if there is none; as `IFileRanges.read`.
 */
export async function readArrowFooter(
  ranges: IFileRanges
): Promise<IArrowFooter> {
  const { size } = ranges;
  const ending =
    size < SMALLEST ? null : await ranges.read(size - ENDING, size);
  const isWhole = ending !== null && hasSignature(ending, 'ARROW1', 4);
  const length = isWhole ? readInt32(ending, 0) : -1;
  if (length <= 0 || length > size - SMALLEST) {
    throw new TableError('damaged', 'no footer at the end of the file');
  }
  if (length > LONGEST_HEADER) {
    throw new TableError('large', `a footer of ${length} bytes`);
  }
  const end = size - ENDING;
  const footer = await ranges.read(end - length, end);
  return orDamaged(() => {
    const get = readObject(footer, 0);
    const version = get(4, readInt16, 0);
    requireFields(footer, get(6, readOffset, null));
    requireVector(footer, get(8, readOffset, null), BLOCK);
    requireVector(footer, get(10, readOffset, null), BLOCK);
    const schema = get(6, (bytes, at) => decodeSchema(bytes, at, version));
    if (schema.endianness !== 0) {
      throw new TableError('codec', 'big-endian');
    }
    const dictionaries = get(8, decodeBlocks, []);
    const batches = get(10, decodeBlocks, []);
    return { version, fields: schema.fields, dictionaries, batches };
  });
}

/**
 * Read the header of a record batch.
 */
export function readBatchHeader(
  ranges: IFileRanges,
  block: ArrowBlock,
  version: number
): Promise<BatchHeader> {
  return readHeader(ranges, block, (bytes, at) => {
    requireBatch(bytes, at);
    return decodeRecordBatch(bytes, at, version);
  });
}

/**
 * Read the header of a dictionary.
 */
export function readDictionaryHeader(
  ranges: IFileRanges,
  block: ArrowBlock,
  version: number
): Promise<DictionaryHeader> {
  return readHeader(ranges, block, (bytes, at) => {
    requireBatch(bytes, readObject(bytes, at)(6, readOffset, 0));
    return decodeDictionaryBatch(bytes, at, version);
  });
}

async function readHeader<T>(
  ranges: IFileRanges,
  { metadataLength, offset }: ArrowBlock,
  decode: (bytes: Uint8Array, at: number) => T
): Promise<T> {
  if (metadataLength > LONGEST_HEADER) {
    throw new TableError('large', `a header of ${metadataLength} bytes`);
  }
  const isInside = offset >= 0 && offset + metadataLength <= ranges.size;
  if (metadataLength <= 8 || !isInside) {
    throw new TableError('damaged', `no message at ${offset}`);
  }
  const bytes = await ranges.read(offset, offset + metadataLength);
  return orDamaged(() => {
    // The mark of a continuation, in files since version 0.15.
    const skipped = readInt32(bytes, 0) === -1 ? 8 : 4;
    const head = bytes.subarray(skipped);
    return decode(head, readObject(head, 0)(8, readOffset, 0));
  });
}

/*
 * The library makes as many entries of a vector as the file says: those that are
 * not there too, until the memory is full.
 */

function requireBatch(bytes: Uint8Array, at: number): void {
  const get = readObject(bytes, at);
  for (const field of [6, 8, 12]) {
    requireVector(bytes, get(field, readOffset, null), 8);
  }
}

export function requireFields(bytes: Uint8Array, schema: number | null): void {
  requireParts(bytes, schema === null ? null : vectorIn(bytes, schema, 6));
}

/** The fields in a vector, and those in them. */
function requireParts(bytes: Uint8Array, fields: number | null): void {
  const count = requireVector(bytes, fields, 4);
  for (let index = 0; index < count; index++) {
    const start = fields! + readInt32(bytes, fields!) + 4 + 4 * index;
    requireVector(bytes, vectorIn(bytes, start, 16), 4);
    requireParts(bytes, vectorIn(bytes, start, 14));
  }
}

/** Where a vector is named in a table. */
function vectorIn(bytes: Uint8Array, at: number, field: number): number | null {
  return readObject(bytes, at)(field, readOffset, null);
}

/**
 * @param stride - How many bytes an entry has.
 *
 * @returns How many entries there are.
 *
 * @throws `TableError` if there are more than bytes.
 */
function requireVector(
  bytes: Uint8Array,
  at: number | null,
  stride: number
): number {
  if (at === null) {
    return 0;
  }
  const start = at + readInt32(bytes, at);
  const count = readInt32(bytes, start);
  if (start < 0 || count < 0 || start + 4 + count * stride > bytes.length) {
    throw new TableError('damaged', `a vector of ${count} entries`);
  }
  return count;
}

/**
 * How many nodes, buffers, and counts of buffers a type has in a header (Arrow
 * columnar format, "Buffer Listing for Each Layout").
 */
export interface IExtent {
  readonly nodes: number;
  readonly regions: number;
  readonly variadic: number;
}

/**
 * The extent of a type.
 *
 * @param counts - The counts of buffers of the types that are next.
 */
export function extentOf(
  type: DataType,
  version: number,
  counts: readonly number[]
): IExtent {
  const own = { nodes: 1, regions: regionsOf(type, version), variadic: 0 };
  if (type.typeId === Type.BinaryView || type.typeId === Type.Utf8View) {
    return { ...own, regions: 2 + (counts[0] ?? 0), variadic: 1 };
  }
  const children = 'children' in type ? type.children : [];
  return children.reduce<IExtent>((sum, child) => {
    const part = extentOf(child.type, version, counts.slice(sum.variadic));
    return {
      nodes: sum.nodes + part.nodes,
      regions: sum.regions + part.regions,
      variadic: sum.variadic + part.variadic
    };
  }, own);
}

function regionsOf(type: DataType, version: number): number {
  switch (type.typeId) {
    case Type.Null:
    case Type.RunEndEncoded:
      return 0;
    case Type.FixedSizeList:
    case Type.Struct:
      return 1;
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
    case Type.ListView:
    case Type.LargeListView:
      return 3;
    case Type.Union:
      // Type ids, and offsets if it is dense; before version 5, validity too.
      return (type.mode === 0 ? 1 : 2) + (version < V5 ? 1 : 0);
    default:
      return 2;
  }
}

const V5 = 4;

/** How many bytes a block takes in a footer. */
const BLOCK = 24;

/** The length of the footer, and the magic. */
const ENDING = 10;

/** Magic, footer, its length, magic. */
const SMALLEST = 8 + ENDING;

/** The longest header or footer that is read. */
export const LONGEST_HEADER = 2 ** 24;
