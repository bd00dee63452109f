// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Decompress } from 'fzstd';

import { concat } from '../../../s3/http/body';
import { TableError } from '../tableerror';
import type { IUnpacker } from './unpacker';

/**
 * Unpacks Zstandard (RFC 8878), of any number of frames. The library gets blocks
 * one by one, as it unpacks all that it has; and only of frames whose window fits
 * into memory, as it makes the one that a frame asks for.
 */
export class Zstd implements IUnpacker {
  taken = 0;

  *push(piece: Uint8Array, isLast: boolean): Generator<Uint8Array> {
    this._left = this._left.length > 0 ? concat([this._left, piece]) : piece;
    while (this._takeNext()) {
      for (const block of this._found.splice(0)) {
        yield block;
      }
    }
    if (isLast && (this._frame || this._left.length > 0 || this._skipped > 0)) {
      throw new Error('zstd: cut off');
    }
  }

  /**
   * Take a header, a block, or what is between frames.
   *
   * @returns Whether it was there.
   */
  private _takeNext(): boolean {
    if (this._skipped > 0) {
      const bytes = this._left.length > 0 ? this._take(this._skipped) : null;
      this._skipped -= bytes?.length ?? 0;
      return bytes !== null;
    }
    return this._frame ? this._takeBlock(this._frame) : this._takeHeader();
  }

  private _takeHeader(): boolean {
    const bytes = this._left;
    if (bytes.length < SHORTEST_HEADER) {
      return false;
    }
    const magic = uintAt(bytes, 0, 4);
    if (magic >>> 4 === SKIPPABLE) {
      this._skipped = 8 + uintAt(bytes, 4, 4);
      return true;
    }
    if (magic !== MAGIC) {
      throw new Error('zstd: no frame');
    }
    const { hasChecksum, length, window } = headerOf(bytes);
    if (window > LARGEST_WINDOW) {
      throw new TableError('large', `a window of ${window} bytes`);
    }
    if (bytes.length < length) {
      return false;
    }
    const stream = new Decompress(block => this._found.push(block));
    stream.push(this._take(length));
    this._frame = { fed: length, hasChecksum, stream };
    return true;
  }

  private _takeBlock(frame: Private.IFrame): boolean {
    if (this._left.length < BLOCK_HEADER) {
      return false;
    }
    const header = uintAt(this._left, 0, BLOCK_HEADER);
    const [isLast, type, size] = [header & 1, (header >> 1) & 3, header >> 3];
    if (size > LARGEST_BLOCK) {
      throw new Error(`zstd: a block of ${size} bytes`);
    }
    const length = BLOCK_HEADER + (type === RUN ? 1 : size);
    if (this._left.length < length) {
      return false;
    }
    frame.stream.push(this._take(length));
    frame.fed += length;
    if (isLast) {
      // The library waits for as many bytes before it begins.
      const missing = LIBRARY_START - frame.fed;
      if (missing > 0) {
        frame.stream.push(new Uint8Array(missing));
      }
      this._frame = null;
      this._skipped = frame.hasChecksum ? CHECKSUM : 0;
    }
    return true;
  }

  /** The next bytes, up to a number of them. */
  private _take(count: number): Uint8Array {
    const taken = this._left.subarray(0, count);
    this._left = this._left.subarray(taken.length);
    this.taken += taken.length;
    return taken;
  }

  private readonly _found: Uint8Array[] = [];
  /** What was given and not taken yet. */
  private _left = new Uint8Array();
  /** How many of the next bytes are of no frame. */
  private _skipped = 0;
  private _frame: Private.IFrame | null = null;
}

/** What the header of a frame says (RFC 8878, 3.1.1.1). */
function headerOf(bytes: Uint8Array) {
  const flags = bytes[4];
  const isSingle = (flags & 0x20) !== 0;
  const idSize = [0, 1, 2, 4][flags & 3];
  const sizeFlag = flags >> 6;
  const sizeSize = sizeFlag > 0 ? 2 ** sizeFlag : isSingle ? 1 : 0;
  const afterWindow = isSingle ? 5 : 6;
  const base = 2 ** (10 + (bytes[5] >> 3));
  const size = uintAt(bytes, afterWindow + idSize, sizeSize);
  return {
    hasChecksum: (flags & 4) !== 0,
    length: afterWindow + idSize + sizeSize,
    window: isSingle ? size : base + (base / 8) * (bytes[5] & 7)
  };
}

/** A number, least byte first; bytes that are missing are 0. */
function uintAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = size - 1; index >= 0; index--) {
    value = value * 256 + (bytes[at + index] ?? 0);
  }
  return value;
}

const MAGIC = 0xfd2fb528;

/** The magic of a skippable frame, without its last digit (RFC 8878, 3.1.2). */
const SKIPPABLE = 0x184d2a5;

/** As many bytes give the length of a header, or that of a skippable frame. */
const SHORTEST_HEADER = 8;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;

/** The type of a block of one byte, which is repeated. */
const RUN = 1;

/** The largest block, unpacked (RFC 8878, 3.1.1.2.4). */
const LARGEST_BLOCK = 2 ** 17;

/** The largest window (bytes): all levels but `--ultra` and `--long` have less. */
const LARGEST_WINDOW = 2 ** 24;

/** How many bytes `Decompress` waits for. */
const LIBRARY_START = 18;

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** A frame that was begun. */
  export interface IFrame {
    /** How many bytes of it the library has. */
    fed: number;
    readonly hasChecksum: boolean;
    readonly stream: Decompress;
  }
}
