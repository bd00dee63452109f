// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { decodeSchema } from '@uwdata/flechette/src/decode/schema.js';
import {
  readInt16,
  readInt32,
  readObject,
  readOffset
} from '@uwdata/flechette/src/util/read.js';

import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';
import {
  LONGEST_HEADER,
  readBatchHeader,
  requireFields,
  type ArrowBlock,
  type IArrowFooter
} from './messages';

/**
 * What is known of an Arrow stream so far (Arrow columnar format, "IPC Streaming
 * Format"). It has no index: each message is found from the one before it, of
 * which the header alone is read.
 */
export class ArrowStream implements IArrowFooter {
  /**
   * Read the schema, which is the first message.
   *
   * @throws `TableError` if it cannot be read; as `IFileRanges.read`.
   */
  static async open(ranges: () => IFileRanges): Promise<ArrowStream> {
    const message = await readMessage(ranges(), 0);
    if (message?.type !== SCHEMA) {
      throw new TableError('damaged', 'no schema at the beginning');
    }
    return orDamaged(() => {
      const { bytes, header, version } = message;
      requireFields(bytes, header);
      const schema = decodeSchema(bytes, header, version);
      if (schema.endianness !== 0) {
        throw new TableError('codec', 'big-endian');
      }
      return new ArrowStream(ranges, version, schema.fields, message.next);
    });
  }

  private constructor(
    private readonly _ranges: () => IFileRanges,
    readonly version: number,
    readonly fields: IArrowFooter['fields'],
    private _next: number
  ) {}

  readonly dictionaries: ArrowBlock[] = [];
  readonly batches: ArrowBlock[] = [];
  readonly dictionariesBefore: number[] = [];

  /** How much was walked through (bytes). */
  get walked(): number {
    return this._next;
  }

  /** Whether its end was reached. */
  get isDone(): boolean {
    return this._isDone;
  }

  /** How many bytes it has. */
  get size(): number {
    return this._ranges().size;
  }

  /**
   * Find the next record batch.
   *
   * @returns How many rows it has; `null` at the end.
   *
   * @throws As `open`.
   */
  async next(): Promise<number | null> {
    while (!this._isDone) {
      const message = await readMessage(this._ranges(), this._next);
      if (!message) {
        this._isDone = true;
        break;
      }
      const { block, next, type } = message;
      const rows =
        type === BATCH
          ? (await readBatchHeader(this._ranges(), block, this.version)).length
          : null;
      this._next = next;
      if (type === DICTIONARY) {
        this.dictionaries.push(block);
      } else if (rows !== null) {
        this.batches.push(block);
        this.dictionariesBefore.push(this.dictionaries.length);
        return rows;
      }
    }
    return null;
  }

  private _isDone = false;
}

/**
 * A message of a stream.
 */
interface IMessage {
  readonly block: ArrowBlock;
  readonly type: number;
  readonly version: number;
  /** Its metadata, and where the header is in it. */
  readonly bytes: Uint8Array;
  readonly header: number;
  /** Where the next message begins. */
  readonly next: number;
}

/** Read the metadata of a message; `null` at the end of the stream. */
async function readMessage(
  ranges: IFileRanges,
  offset: number
): Promise<IMessage | null> {
  const { size } = ranges;
  if (offset + 4 > size) {
    return null;
  }
  const peek = await ranges.read(offset, Math.min(offset + PEEK, size));
  const first = readInt32(peek, 0);
  const isMarked = first === CONTINUED;
  const before = isMarked ? 8 : 4;
  const length = isMarked ? (peek.length < 8 ? 0 : readInt32(peek, 4)) : first;
  if (length === 0) {
    return null;
  }
  const metadataLength = before + length;
  if (length < 0 || offset + metadataLength > size) {
    throw new TableError('damaged', `no message at ${offset}`);
  }
  if (length > LONGEST_HEADER) {
    throw new TableError('large', `a header of ${length} bytes`);
  }
  const whole =
    metadataLength <= peek.length
      ? peek.subarray(0, metadataLength)
      : await ranges.read(offset, offset + metadataLength);
  const bytes = whole.slice(before);
  return orDamaged(() => {
    const get = readObject(bytes, 0);
    const bodyLength = get(10, readLength, 0);
    const next = offset + metadataLength + bodyLength;
    if (bodyLength < 0 || next > size) {
      throw new TableError('damaged', `a message of ${bodyLength} bytes`);
    }
    return {
      block: { offset, metadataLength, bodyLength },
      type: get(6, (from, at) => from[at], 0),
      version: get(4, readInt16, 0),
      bytes,
      header: get(8, readOffset, 0),
      next
    };
  });
}

/** A length of 64 bits. */
function readLength(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Number(view.getBigInt64(at, true));
}

/** The mark of a continuation, in streams since version 0.15. */
const CONTINUED = -1;

/** What a message is, by its number in `Message.fbs`. */
const [SCHEMA, DICTIONARY, BATCH] = [1, 2, 3];

/** How many bytes are read where a message begins. */
const PEEK = 4096;
