// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import bitIterator from 'unbzip2-stream/lib/bit_iterator';
import bzip2 from 'unbzip2-stream/lib/bzip2';

import { TableError } from '../tableerror';
import type { IUnpacker } from './unpacker';

/**
 * Unpacks bzip2, also of several streams, as pbzip2 writes them. The library's
 * decoder is used without its stream, which needs Node.
 */
export class Bz2 implements IUnpacker {
  get taken(): number {
    return this._bits?.bytesRead ?? 0;
  }

  *push(piece: Uint8Array, isLast: boolean): Generator<Uint8Array> {
    this._waiting.push(piece);
    this._given += piece.length;
    const bits = (this._bits ??= bitIterator(() => this._waiting.shift()));
    while (this._hasBlock(bits.bytesRead, isLast)) {
      if (this._level === 0) {
        this._level = bzip2.header(bits);
        this._checksum = 0;
        continue;
      }
      const size = LEVEL * this._level;
      const found = new ByteList();
      const checksum = bzip2.decompress(
        bits,
        byte => found.push(byte),
        new Int32Array(size),
        size,
        this._checksum
      );
      this._checksum = checksum ?? 0;
      this._level = checksum === null ? 0 : this._level;
      yield found.bytes;
    }
    if (isLast && this._level > 0) {
      throw new Error('bz2: cut off');
    }
  }

  /** Whether a whole block is there: the decoder cannot wait for the rest. */
  private _hasBlock(read: number, isLast: boolean): boolean {
    const wanted = isLast ? 2 : LEVEL * this._level + MARGIN;
    return this._given - read + 1 >= wanted;
  }

  private readonly _waiting: Uint8Array[] = [];
  private _bits: ReturnType<typeof bitIterator> | null = null;
  /** How many bytes were given. */
  private _given = 0;
  /** How large blocks are, from 1 to 9; 0 before the header of a stream. */
  private _level = 0;
  private _checksum = 0;
}

/**
 * Bytes that come one by one.
 */
class ByteList {
  get bytes(): Uint8Array {
    return this._bytes.subarray(0, this._length);
  }

  push(byte: number): void {
    if (this._length === this._bytes.length) {
      if (this._length >= LARGEST_BLOCK) {
        throw new TableError('large', 'a block of bz2');
      }
      const more = new Uint8Array(2 * this._length);
      more.set(this._bytes);
      this._bytes = more;
    }
    this._bytes[this._length++] = byte;
  }

  private _bytes = new Uint8Array(2 ** 20);
  private _length = 0;
}

/** How many bytes a block of level 1 has, before runs are written out. */
const LEVEL = 100_000;

/** How much a packed block may be longer than what is in it. */
const MARGIN = 25_000;

/** The largest block, unpacked: one of runs alone has 45 MiB. */
const LARGEST_BLOCK = 2 ** 24;
