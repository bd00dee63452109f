// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The maximum height of the area in CSS pixels. Firefox draws elements up to
 * about 17.8 million, Chromium and Safari up to about 33.5 million.
 */
export const MAX_HEIGHT = 15_000_000;

/**
 * A range of row indices, from `first` up to but excluding `end`.
 */
export interface IRowRange {
  readonly first: number;
  readonly end: number;
}

/**
 * The positions of equally high rows in a scrolled area.
 *
 * Up to `MAX_HEIGHT`, a row is at its index times its height. Beyond it the
 * area keeps the maximum height and one scrolled pixel moves the rows by more
 * than one, so that rows must be positioned again at each scroll.
 */
export class Geometry {
  /**
   * @param count - The number of rows.
   * @param rowHeight - The height of each row, above 0.
   * @param viewHeight - The height of the visible part of the area.
   */
  constructor(
    readonly count: number,
    readonly rowHeight: number,
    readonly viewHeight: number,
    private readonly _limit = MAX_HEIGHT
  ) {}

  /** The height of the area. */
  get height(): number {
    return Math.min(this._full, this._limit);
  }

  /** Whether the rows together would be higher than the area. */
  get isScaled(): boolean {
    return this._full > this._limit;
  }

  /** The number of rows that a Page key moves by: one less than are visible. */
  get page(): number {
    return Math.max(1, Math.floor(this.viewHeight / this.rowHeight) - 1);
  }

  /** The distance from the top of the first row to the top of the view. */
  offset(scrollTop: number): number {
    return scrollTop * this._scale;
  }

  /** The scroll position at which the top of the view has this offset. */
  scrollTop(offset: number): number {
    const most = Math.max(0, this._full - this.viewHeight);
    return Math.min(Math.max(0, offset), most) / this._scale;
  }

  /** The position of the top of a row in the area. */
  top(index: number, scrollTop: number): number {
    return index * this.rowHeight - this.offset(scrollTop) + scrollTop;
  }

  /**
   * The visible rows, including partly visible ones.
   *
   * @param margin - The number of extra rows at either end.
   */
  range(scrollTop: number, margin = 0): IRowRange {
    const top = this.offset(scrollTop);
    const first = Math.floor(top / this.rowHeight) - margin;
    const end = Math.ceil((top + this.viewHeight) / this.rowHeight) + margin;
    return {
      first: Math.min(Math.max(0, first), this.count),
      end: Math.min(Math.max(0, end), this.count)
    };
  }

  /**
   * The nearest scroll position at which a row is fully visible.
   */
  reveal(index: number, scrollTop: number): number {
    const top = index * this.rowHeight;
    const offset = this.offset(scrollTop);
    const lowest = top + this.rowHeight - this.viewHeight;
    if (top < offset || this.rowHeight > this.viewHeight) {
      return this.scrollTop(top);
    }
    // Scroll positions cannot resolve half a pixel.
    return lowest > offset + 0.5 ? this.scrollTop(lowest) : scrollTop;
  }

  private get _full(): number {
    return this.count * this.rowHeight;
  }

  private get _scale(): number {
    return this.isScaled
      ? (this._full - this.viewHeight) / (this._limit - this.viewHeight)
      : 1;
  }
}

/**
 * The row that a key moves to, or `null` for other keys.
 *
 * @param index - The row with the focus.
 * @param page - The number of rows that a Page key moves by.
 */
export function rowForKey(
  key: string,
  index: number,
  count: number,
  page: number
): number | null {
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageUp':
      return Math.max(0, index - page);
    case 'PageDown':
      return Math.min(count - 1, index + page);
    default:
      return null;
  }
}

/**
 * The element that replaces one that may be gone: itself, or the next that is
 * left, or the previous one.
 *
 * @returns Its index, or -1 when none is left.
 */
export function survivor<T>(
  all: readonly T[],
  from: number,
  isLeft: (one: T) => boolean
): number {
  for (let i = Math.max(0, from); i < all.length; i++) {
    if (isLeft(all[i])) {
      return i;
    }
  }
  for (let i = Math.min(from, all.length) - 1; i >= 0; i--) {
    if (isLeft(all[i])) {
      return i;
    }
  }
  return -1;
}
