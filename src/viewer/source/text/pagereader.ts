// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFileRanges } from '../ranges';
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

  /** The size of the file in bytes. */
  get size(): number {
    return this._ranges.size;
  }

  /** Forget all, and keep nothing from now on. */
  close(): void {
    this._isClosed = true;
    this.pages.clear();
  }

  /**
   * Read a page of rows.
   *
   * @param byte - Where its first row begins.
   * @param limit - Where the next page begins, if that is known.
   * @param isKnown - Whether its rows are in an index: it ends at the limit.
   */
  async read(
    byte: number,
    limit = this.size,
    isKnown = false
  ): Promise<IPageExtent> {
    const { width } = this._coding;
    for (let size = isKnown ? limit - byte : PAGE_SIZE; ; size *= 4) {
      const end = Math.min(byte + size, limit);
      const bytes = await this._ranges.read(byte, end);
      const isEnd = end === this.size || isKnown;
      const { starts, ends, next } = findRows(
        this._coding.units(bytes),
        0,
        this._marks,
        isEnd,
        size >= LONGEST_ROW
      );
      const length = isEnd ? bytes.length : next * width;
      if (length > 0 || end === limit) {
        const inBytes = (at: number) => at * width;
        this._keep(byte, {
          bytes: bytes.slice(0, length),
          starts: Uint32Array.from(starts, inBytes),
          ends: Uint32Array.from(ends, inBytes)
        });
        return { length, rows: starts.length };
      }
    }
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
    if (size < 4 * PAGE_SIZE) {
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
