// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITextCoding } from './decoder';

/**
 * A page of rows, as bytes: the rows are cut into cells when they are shown.
 */
export interface IRowPage {
  readonly bytes: Uint8Array;
  /** Where each row begins and ends, in bytes of the page. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * The pages that are in memory: those that were used last.
 */
export class PageCache {
  /**
   * @param budget - How many bytes they have together at most; one page is kept
   * whatever its size.
   */
  constructor(private readonly _budget: number) {}

  /** The page that begins at a byte of the file, without a use of it. */
  peek(byte: number): IRowPage | undefined {
    return this._pages.get(byte);
  }

  /** The page that begins at a byte of the file. */
  get(byte: number): IRowPage | undefined {
    const page = this._pages.get(byte);
    if (page) {
      this._pages.delete(byte);
      this._pages.set(byte, page);
    }
    return page;
  }

  /** Keep a page, and forget those that were not used for longest. */
  set(byte: number, page: IRowPage): void {
    const before = this._pages.get(byte);
    this._size += sizeOf(page) - (before ? sizeOf(before) : 0);
    this._pages.delete(byte);
    this._pages.set(byte, page);
    for (const [oldest, old] of this._pages) {
      if (this._size <= this._budget || oldest === byte) {
        break;
      }
      this._pages.delete(oldest);
      this._size -= sizeOf(old);
    }
  }

  /** How many bytes the pages have. */
  get size(): number {
    return this._size;
  }

  /** Forget all. */
  clear(): void {
    this._pages.clear();
    this._size = 0;
  }

  private readonly _pages = new Map<number, IRowPage>();
  private _size = 0;
}

/**
 * Cuts rows into cells, and keeps the last ones.
 */
export class CellCutter {
  /**
   * @param _split - Cuts the text of a row into its cells.
   */
  constructor(
    private readonly _split: (text: string) => string[],
    private readonly _coding: ITextCoding
  ) {}

  /** The cells of a row of a page. */
  cells(page: IRowPage, index: number): readonly string[] {
    let rows = this._rows.get(page);
    if (!rows) {
      rows = new Map();
      this._rows.set(page, rows);
    }
    const known = rows.get(index);
    if (known) {
      return known;
    }
    const cells = this.cut(
      page.bytes.subarray(page.starts[index], page.ends[index])
    );
    if (this._kept > MOST_CELLS) {
      this.clear();
    } else {
      rows.set(index, cells);
      this._kept += cells.length;
    }
    return cells;
  }

  /** The cells of the bytes of one row. */
  cut(bytes: Uint8Array): string[] {
    return this._split(this._coding.decode(bytes));
  }

  /** Forget all. */
  clear(): void {
    this._rows = new WeakMap();
    this._kept = 0;
  }

  private _rows = new WeakMap<IRowPage, Map<number, string[]>>();
  private _kept = 0;
}

function sizeOf({ bytes, starts }: IRowPage): number {
  return bytes.length + 8 * starts.length;
}

/** How many cells are kept: those of some screens. */
const MOST_CELLS = 100_000;
