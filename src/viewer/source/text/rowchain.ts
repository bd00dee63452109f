// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ArrayExt } from '@lumino/algorithm';

/**
 * Where a page of rows begins.
 */
export interface IPageStart {
  /** The position of its first byte in the file. */
  readonly byte: number;
  /** The number of its first row, from 0. */
  readonly row: number;
}

/**
 * The sparse index of rows that follow each other: where each page of them
 * begins. A page begins where the one before it ends.
 */
export class RowChain {
  /**
   * @param first - Where its first page begins.
   */
  constructor(first: IPageStart) {
    this._next = first;
  }

  /** Where the rows begin that are not in it yet. */
  get next(): IPageStart {
    return this._next;
  }

  /** Where its first page begins. */
  get first(): IPageStart {
    return this._starts[0] ?? this._next;
  }

  /** Whether a row is in one of its pages. */
  has(row: number): boolean {
    return row >= this.first.row && row < this._next.row;
  }

  /**
   * The page of a row that it has, and where the page ends.
   */
  page(row: number): { readonly start: IPageStart; readonly end: IPageStart } {
    const after = ArrayExt.upperBound(
      this._starts,
      row,
      (start, wanted) => start.row - wanted
    );
    return {
      start: this._starts[after - 1],
      end: this._starts[after] ?? this._next
    };
  }

  /** Add the page that begins at `next`. */
  append(end: IPageStart): void {
    this._starts.push(this._next);
    this._next = end;
  }

  /** Add the page before the first one. */
  prepend(start: IPageStart): void {
    this._starts.unshift(start);
  }

  /** Number its rows anew. */
  shift(rows: number): void {
    const shifted = ({ byte, row }: IPageStart) => ({ byte, row: row + rows });
    this._starts = this._starts.map(shifted);
    this._next = shifted(this._next);
  }

  /** Add the pages of a chain that begins where this one ends. */
  join(other: RowChain): void {
    this._starts.push(...other._starts);
    this._next = other._next;
  }

  private _starts: IPageStart[] = [];
  private _next: IPageStart;
}
