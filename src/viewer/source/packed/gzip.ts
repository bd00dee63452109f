// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Gunzip } from 'fflate';

import { concat } from '../../../s3/http/body';
import { runningCrc32 } from '../../../s3/http/crc32';
import type { IUnpacker } from './unpacker';

/**
 * Unpacks gzip (RFC 1952), also of several members, as bgzip and `cat` write
 * them: the browser's `DecompressionStream` takes a second one for garbage.
 *
 * The library leaves the checksum out. It is checked here for a file of one
 * member, whose checksum is where the file ends.
 */
export class Gzip implements IUnpacker {
  constructor() {
    this._gunzip.onmember = () => {
      this._isAlone = false;
    };
  }

  taken = 0;

  *push(piece: Uint8Array, isLast: boolean): Generator<Uint8Array> {
    this._end = concat([this._end, piece.subarray(-TRAILER)]).slice(-TRAILER);
    for (let at = 0; at < piece.length; at += PART) {
      const part = piece.subarray(at, at + PART);
      this._gunzip.push(part);
      this.taken += part.length;
      yield* this._checked();
    }
    if (isLast) {
      // By itself: with the last bytes, the library leaves other members out.
      this._gunzip.push(new Uint8Array(), true);
      yield* this._checked();
    }
    if (isLast && this._isAlone && this._sum !== sumIn(this._end)) {
      throw new Error('gzip: the checksum is another one');
    }
  }

  /** What was unpacked, counted in the checksum. */
  private *_checked(): Generator<Uint8Array> {
    for (const bytes of this._found.splice(0)) {
      this._sum = runningCrc32(bytes, this._sum);
      yield bytes;
    }
  }

  private readonly _found: Uint8Array[] = [];
  private readonly _gunzip = new Gunzip(bytes => {
    this._found.push(bytes);
  });
  private _isAlone = true;
  private _sum = 0;
  /** The last bytes that were given. */
  private _end = new Uint8Array();
}

/** The checksum in the last bytes of a member (RFC 1952, 2.3.1). */
function sumIn(trailer: Uint8Array): number | null {
  const { buffer, byteOffset, length } = trailer;
  return length < TRAILER
    ? null
    : new DataView(buffer, byteOffset, length).getInt32(0, true);
}

/** How many bytes are at the end of a member: its checksum, and its size. */
const TRAILER = 8;

/**
 * How many bytes are unpacked at once: 1,032 times as many come out of them at
 * most.
 */
const PART = 4096;
