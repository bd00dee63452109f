// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The greatest height in CSS pixels that an element is given. Firefox draws up
 * to about 17.8 million, Chromium and Safari up to about 33.5 million.
 */
export const MAX_HEIGHT = 15_000_000;

/**
 * Rows by their index: `first` up to and without `end`.
 */
export interface IRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Where rows of one height stand in a scrolled area.
 *
 * Up to `MAX_HEIGHT` a row stands at its index times its height. Beyond it the
 * area is as high as can be, and scrolling it by one pixel moves the rows by
 * more than one: then rows have to be put in place again at each scroll.
 */
export class Geometry {
  /**
   * @param count - How many rows there are.
   * @param rowHeight - The height of each, above 0.
   * @param viewHeight - The height of what is seen of the area.
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

  /** Whether the rows would be higher than the area. */
  get isScaled(): boolean {
    return this._full > this._limit;
  }

  /** How many rows a Page key moves by: those seen, but one. */
  get page(): number {
    return Math.max(1, Math.floor(this.viewHeight / this.rowHeight) - 1);
  }

  /** How far the top of the view is from the top of the first row. */
  offset(scrollTop: number): number {
    return scrollTop * this._scale;
  }

  /** The scroll position with the top of the view that far down. */
  scrollTop(offset: number): number {
    const most = Math.max(0, this._full - this.viewHeight);
    return Math.min(Math.max(0, offset), most) / this._scale;
  }

  /** Where the top of a row stands in the area. */
  top(index: number, scrollTop: number): number {
    return index * this.rowHeight - this.offset(scrollTop) + scrollTop;
  }

  /**
   * The rows that are seen, the cut ones too.
   *
   * @param margin - How many more at either end.
   */
  range(scrollTop: number, margin = 0): IRange {
    const top = this.offset(scrollTop);
    const first = Math.floor(top / this.rowHeight) - margin;
    const end = Math.ceil((top + this.viewHeight) / this.rowHeight) + margin;
    return {
      first: Math.min(Math.max(0, first), this.count),
      end: Math.min(Math.max(0, end), this.count)
    };
  }

  /**
   * The scroll position nearest to this one at which a row is seen whole.
   */
  reveal(index: number, scrollTop: number): number {
    const top = index * this.rowHeight;
    const offset = this.offset(scrollTop);
    const lowest = top + this.rowHeight - this.viewHeight;
    if (top < offset || this.rowHeight > this.viewHeight) {
      return this.scrollTop(top);
    }
    // Half a pixel is less than a scroll position can tell.
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
 * The row that a key moves to, or `null` for another key.
 *
 * @param index - The row that has the focus.
 * @param page - How many rows a Page key moves by.
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
 * What takes the place of an element that may be gone: itself, else the next
 * that is left, else the one before.
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
