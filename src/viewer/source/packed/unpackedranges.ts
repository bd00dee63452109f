// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { abortedError } from '../../../s3/http/failures';
import type { IFileRanges } from '../ranges';
import { orDamaged } from '../tableerror';
import type { IUnpacker } from './unpacker';

/**
 * Ranges of what is in a packed file. It is unpacked from its beginning on; what
 * was unpacked last is kept, and for what is before that it begins anew.
 */
export class UnpackedRanges implements IFileRanges {
  /**
   * @param _packed - The ranges of the file as it is stored.
   * @param _start - Makes an unpacker for its first byte.
   */
  constructor(
    private readonly _packed: IFileRanges,
    private readonly _start: () => IUnpacker
  ) {
    this._unpacker = _start();
  }

  /** An estimate beyond what was unpacked, until the end is reached. */
  get size(): number {
    if (this._size !== null) {
      return this._size;
    }
    const factor = this._longest / Math.max(1, this._longestFrom);
    const estimate = Math.ceil(factor * this._packed.size);
    return Math.max(estimate, this._longest + MARGIN);
  }

  get isOpen(): boolean {
    return this._size === null;
  }

  close(): void {
    this._isClosed = true;
    this._parts = [];
    this._output = null;
  }

  async approach(first: number, until: number): Promise<boolean> {
    this._rewindFor(first);
    while (this._at < first && !this._isOver && Date.now() < until) {
      await this._step(first);
    }
    return this._at >= first || this._isOver;
  }

  async read(first: number, end: number): Promise<Uint8Array> {
    this._rewindFor(first);
    while (this._at < end && !this._isOver) {
      await this._step(first);
    }
    if (this._isClosed) {
      throw abortedError();
    }
    if (this._failure && this._at <= first) {
      throw this._failure.reason;
    }
    return this._slice(first, Math.min(end, this._at));
  }

  /** Whether nothing more can be unpacked. */
  private get _isOver(): boolean {
    return this._isDone || this._failure !== null || this._isClosed;
  }

  private _rewindFor(first: number): void {
    const kept = this._parts[0]?.first ?? this._at;
    if (first < kept) {
      this._unpacker = this._start();
      this._output = null;
      this._parts = [];
      this._failure = null;
      this._isDone = false;
      this._at = 0;
      this._taken = 0;
    }
  }

  /**
   * Unpack a part, or read what is unpacked next.
   *
   * @param from - From here on what is unpacked is wanted.
   */
  private async _step(from: number): Promise<void> {
    let reading = false;
    try {
      const next = orDamaged(() => this._output?.next());
      if (next && !next.done) {
        this._keep(next.value, from);
        await this._breathe();
      } else if (this._taken === this._packed.size) {
        this._isDone = true;
        this._size = this._at;
      } else {
        reading = true;
        await this._readOn();
      }
    } catch (reason) {
      // What cannot be read may be tried again; what cannot be unpacked is over.
      if (reading) {
        throw reason;
      }
      this._failure = { reason };
    }
  }

  private async _readOn(): Promise<void> {
    const { size } = this._packed;
    const end = Math.min(this._taken + PACKED_PART, size);
    const bytes = await this._packed.read(this._taken, end);
    this._taken = end;
    this._output = this._unpacker.push(bytes, end === size);
  }

  /** Keep what was unpacked, and forget what is long before it. */
  private _keep(bytes: Uint8Array, from: number): void {
    if (this._isClosed || bytes.length === 0) {
      return;
    }
    this._parts.push({ first: this._at, bytes });
    this._at += bytes.length;
    if (this._at > this._longest) {
      this._longest = this._at;
      this._longestFrom = this._unpacker.taken;
    }
    const needed = Math.min(from, this._at - KEPT);
    while (this._parts.length > 1 && this._parts[1].first <= needed) {
      this._parts.shift();
    }
  }

  private _slice(first: number, end: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, end - first));
    for (const part of this._parts) {
      const from = Math.max(first, part.first);
      const to = Math.min(end, part.first + part.bytes.length);
      if (from < to) {
        const piece = part.bytes.subarray(from - part.first, to - part.first);
        bytes.set(piece, from - first);
      }
    }
    return bytes;
  }

  /** Let the page answer, while much is unpacked. */
  private async _breathe(): Promise<void> {
    const now = Date.now();
    if (now - this._breathed > BREATH_MS) {
      await new Promise(resolve => setTimeout(resolve));
      this._breathed = Date.now();
    }
  }

  private _unpacker: IUnpacker;
  /** What is being unpacked. */
  private _output: Generator<Uint8Array> | null = null;
  /** What was unpacked last, without gaps. */
  private _parts: { readonly first: number; readonly bytes: Uint8Array }[] = [];
  /** How much was unpacked since it was begun, and of how many packed bytes. */
  private _at = 0;
  private _taken = 0;
  /** How much was unpacked at most, and of how many packed bytes. */
  private _longest = 0;
  private _longestFrom = 0;
  /** The size of what is unpacked; `null` before its end is reached. */
  private _size: number | null = null;
  private _failure: { readonly reason: unknown } | null = null;
  private _isDone = false;
  private _isClosed = false;
  private _breathed = 0;
}

/** How many bytes of the file are read at a time. */
const PACKED_PART = 2 ** 17;

/** How many unpacked bytes are kept: many screens above the one that is shown. */
const KEPT = 2 ** 23;

/** By how much the size is more than what was unpacked, before its end. */
const MARGIN = 2 ** 20;

/** How long the page waits at most (ms): less than a frame. */
const BREATH_MS = 12;
