// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { Geometry } from './geometry';

/**
 * The class of a row in JupyterLab's renderer.
 */
const ROW = '.jp-DirListing-item';

/**
 * The class of the field for renaming an entry.
 */
const EDITOR = '.jp-DirListing-editor';

/**
 * The existing rows, by the index of their entry.
 */
export class WindowRows {
  constructor(content: HTMLElement) {
    this._content = content;
    this._sizer = document.createElement('li');
    this._sizer.className = 'jp-S3Listing-sizer';
    this._sizer.setAttribute('role', 'presentation');
    this._sizer.setAttribute('aria-hidden', 'true');
    // Stands in for every missing row. It is never hit by a pointer and holds
    // nothing.
    this._blank = document.createElement('li');
    const nowhere = this._blank.getBoundingClientRect();
    this._blank.getBoundingClientRect = () => nowhere;
    this._blank.contains = () => false;
  }

  /** The index of the entry being renamed, or -1. */
  get edited(): number {
    const row = this._content.querySelector(EDITOR)?.closest(ROW);
    return this.indices.find(i => this._rows.get(i) === row) ?? -1;
  }

  /** The indices of the rows, in no order. */
  get indices(): number[] {
    return Array.from(this._rows.keys());
  }

  get(index: number): HTMLElement | undefined {
    return this._rows.get(index);
  }

  set(index: number, row: HTMLElement): void {
    this._rows.set(index, row);
  }

  /**
   * A list with one row per entry: existing rows at their index, the blank node
   * elsewhere.
   */
  list(count: number): HTMLElement[] {
    const list = new Array<HTMLElement>(count).fill(this._blank);
    this._rows.forEach((row, index) => {
      list[index] = row;
    });
    return list;
  }

  /** Put the blank node back in place of a row in such a list. */
  clear(list: HTMLElement[], index: number): void {
    list[index] = this._blank;
  }

  /**
   * Move rows to the new indices of their entries. Rows of removed entries
   * become spare.
   *
   * @param places - The new indices, by path.
   */
  follow(before: Contents.IModel[], places: Map<string, number>): void {
    const rows = Array.from(this._rows);
    this._rows.clear();
    for (const [index, row] of rows) {
      const place = places.get(before[index]?.path);
      if (place === undefined || this._rows.has(place)) {
        this._spare.push(row);
      } else {
        this._rows.set(place, row);
      }
    }
  }

  /**
   * Release rows.
   *
   * @param keep - The indices to keep.
   *
   * @returns The released indices.
   */
  release(keep: Set<number>): number[] {
    const given = this.indices.filter(index => !keep.has(index));
    for (const index of given) {
      this._spare.push(this._rows.get(index)!);
      this._rows.delete(index);
    }
    return given;
  }

  /**
   * Take up to `count` rows for reuse. Other spare rows are removed, as is the
   * focused one: its focus would move to another entry.
   */
  takeSpare(count: number): HTMLElement[] {
    const usable = this._spare.filter(row => {
      const isFree =
        row.parentNode === this._content &&
        !row.contains(document.activeElement);
      if (!isFree) {
        row.remove();
      }
      return isFree;
    });
    this._spare = [];
    usable.slice(count).forEach(row => row.remove());
    return usable.slice(0, count);
  }

  /** Remove all rows. */
  drop(): void {
    this._rows.forEach(row => row.remove());
    this._spare.forEach(row => row.remove());
    this._rows.clear();
    this._spare = [];
  }

  /**
   * Make the area as high as all entries need.
   */
  stretch(geometry: Geometry): void {
    const height = `${geometry.height}px`;
    if (this._sizer.style.height !== height) {
      this._sizer.style.height = height;
    }
    if (this._sizer.parentNode !== this._content) {
      this._content.prepend(this._sizer);
    }
    this._content.setAttribute('aria-rowcount', String(geometry.count));
  }

  /**
   * Put the rows in place, both visually and in document order for screen
   * readers.
   */
  arrange(geometry: Geometry, scrollTop: number): void {
    const indices = this.indices.sort((a, b) => a - b);
    for (const index of indices) {
      const row = this._rows.get(index)!;
      row.style.top = `${geometry.top(index, scrollTop)}px`;
      row.setAttribute('role', 'row');
      row.setAttribute('aria-rowindex', String(index + 1));
      for (const cell of Array.from(row.children)) {
        cell.setAttribute('role', 'gridcell');
      }
    }
    this._reorder(indices.map(index => this._rows.get(index)!));
  }

  /**
   * The height of a row, 0 if none is drawn. Skips the row being edited, which
   * may be higher.
   */
  measure(): number {
    for (const row of this._rows.values()) {
      if (!row.querySelector(EDITOR)) {
        return row.getBoundingClientRect().height;
      }
    }
    return 0;
  }

  /**
   * Put rows in document order. The focused row is not moved: moving it would
   * remove the focus.
   */
  private _reorder(rows: HTMLElement[]): void {
    const fixed = rows.findIndex(row => row.contains(document.activeElement));
    for (let i = fixed - 1; i >= 0; i--) {
      if (rows[i].nextSibling !== rows[i + 1]) {
        this._content.insertBefore(rows[i], rows[i + 1]);
      }
    }
    for (let i = Math.max(0, fixed + 1); i < rows.length; i++) {
      const previous = i === 0 ? this._sizer : rows[i - 1];
      if (previous.nextSibling !== rows[i]) {
        this._content.insertBefore(rows[i], previous.nextSibling);
      }
    }
  }

  private readonly _content: HTMLElement;
  private readonly _sizer: HTMLElement;
  private readonly _blank: HTMLElement;
  private readonly _rows = new Map<number, HTMLElement>();
  private _spare: HTMLElement[] = [];
}
