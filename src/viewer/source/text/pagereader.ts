// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFileRanges } from '../ranges';
import { TableError } from '../tableerror';
import { alignedStart } from './align';
import type { ITextCoding } from './decoder';
import { PageCache, type CellCutter } from './pages';
import { findRows, type IRowMarks } from './rowends';

/**
 * How many bytes are read at a time: some thousand rows.
 */
export const PAGE_SIZE = 2 ** 18;

/**
 * The extent of a page that was read.
 */
export interface IPageExtent {
  /** How many bytes it has; 0 if no row ends before its limit. */
  readonly length: number;
  readonly rows: number;
}

/**
 * Reads pages of rows, and keeps those that were used last.
 */
export class PageReader {
  constructor(
    private readonly _ranges: IFileRanges,
    private readonly _coding: ITextCoding,
    private readonly _marks: IRowMarks
  ) {}

  /** The pages that are in memory. */
  readonly pages = new PageCache(BUDGET);

  /** The size of the file in bytes; see `IFileRanges.size`. */
  get size(): number {
    return this._ranges.size;
  }

  /** Whether a byte is reached only by reading all before it. */
  get isForward(): boolean {
    return this._ranges.approach !== undefined;
  }

  /** Forget all, and keep nothing from now on. */
  close(): void {
    this._isClosed = true;
    this.pages.clear();
    this._ranges.close?.();
  }

  /** Whether a byte can be read at once, or by a time (ms since the epoch). */
  async approach(byte: number, until: number): Promise<boolean> {
    return (await this._ranges.approach?.(byte, until)) ?? true;
  }

  /**
   * Read a page of rows.
   *
   * @param byte - Where its first row begins.
   * @param limit - Where the next page begins, if that is known.
   * @param isKnown - Whether its rows are in an index: it ends at the limit.
   *
   * @throws As `IFileRanges.read`; `TableError` for a row that has no end.
   */
  async read(
    byte: number,
    limit = Infinity,
    isKnown = false
  ): Promise<IPageExtent> {
    const { width } = this._coding;
    for (let size = isKnown ? limit - byte : PAGE_SIZE; ; size *= 4) {
      const bytes = await this._bytes(byte, Math.min(byte + size, limit));
      const end = byte + bytes.length;
      const isEnd = isKnown || (!this._ranges.isOpen && end === this.size);
      const { starts, ends, next } = findRows(
        this._coding.units(bytes),
        0,
        this._marks,
        isEnd,
        size >= LONGEST_ROW
      );
      const length = isEnd ? bytes.length : next * width;
      if (length > 0 || isEnd || end === limit) {
        const inBytes = (at: number) => at * width;
        this._keep(byte, {
          bytes: bytes.slice(0, length),
          starts: Uint32Array.from(starts, inBytes),
          ends: Uint32Array.from(ends, inBytes)
        });
        return { length, rows: starts.length };
      }
      if (size > LONGEST_ROW) {
        throw new TableError('large', `a row of more than ${size} bytes`);
      }
      if (this._ranges.isOpen && bytes.length < size) {
        // It says why it ends.
        await this._ranges.read(end, end + 1);
      }
    }
  }

  private _bytes(byte: number, end: number): Promise<Uint8Array> {
    const { isOpen, size } = this._ranges;
    return this._ranges.read(byte, isOpen ? end : Math.min(end, size));
  }

  /**
   * The first byte of the first row that begins after a position.
   *
   * @param limit - Where to stop.
   * @param columns - How many cells a row has.
   */
  async aligned(
    from: number,
    limit: number,
    cutter: CellCutter,
    columns: number
  ): Promise<number> {
    const { skipped, width } = this._coding;
    const first = from - ((from - skipped) % width);
    const end = Math.min(first + PAGE_SIZE, limit);
    const bytes = await this._ranges.read(first, end);
    const at = alignedStart(
      this._coding.units(bytes),
      this._marks,
      (start, stop) =>
        cutter.cut(bytes.subarray(start * width, stop * width)).length ===
        columns
    );
    return first + at * width;
  }

  /**
   * The mean length of the last rows (bytes), which the look has read already;
   * `null` for a file of few pages.
   *
   * @param columns - How many cells a row has.
   */
  async lastMean(cutter: CellCutter, columns: number): Promise<number | null> {
    const { size } = this;
    if (size < 4 * PAGE_SIZE || this.isForward) {
      return null;
    }
    const from = size - PAGE_SIZE;
    const begin = await this.aligned(from, size, cutter, columns);
    const { rows } = await this.read(begin);
    return rows > 0 ? (size - begin) / rows : null;
  }

  private _keep(byte: number, page: Parameters<PageCache['set']>[1]): void {
    if (!this._isClosed) {
      this.pages.set(byte, page);
    }
  }

  private _isClosed = false;
}

/** How many bytes of pages are in memory. */
const BUDGET = 2 ** 24;

/** A row of more bytes ends with its line, whatever its quotes say. */
const LONGEST_ROW = 2 ** 22;
