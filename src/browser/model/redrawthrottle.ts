// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A growing list is shown again when it is larger by this factor. Showing costs
 * in proportion to the length, so the total cost stays linear.
 */
const GROWTH = 1.5;

/**
 * The minimum time between two updates of a growing list (ms).
 */
const REST_MS = 250;

/**
 * The delay before single changes are shown (ms).
 */
const SOON_MS = 50;

/**
 * The maximum share of time spent on showing single changes.
 */
const SHARE = 0.2;

/**
 * Decides when a changing list is shown again.
 */
export class RedrawThrottle {
  /**
   * @param show - Shows the current list.
   * @param now - The current time in milliseconds.
   */
  constructor(show: () => void, now: () => number = () => performance.now()) {
    this._show = show;
    this._now = now;
  }

  /** The list was shown by other means, with this number of entries. */
  shown(count: number): void {
    this._clear();
    this._count = count;
    this._at = this._now();
  }

  /** The list has grown to this number of entries. */
  grown(count: number): void {
    if (
      count >= this._count * GROWTH &&
      this._now() - this._at >= Math.max(REST_MS, this._cost / SHARE)
    ) {
      this._count = count;
      this.flush(true);
    }
  }

  /** Something in the list has changed. */
  changed(): void {
    const delay = Math.max(SOON_MS, this._cost / SHARE);
    this._timer ??= window.setTimeout(() => this.flush(), delay);
  }

  /**
   * Show the list now, if it has changed.
   *
   * @param always - Also if it has not changed.
   */
  flush(always = false): void {
    if (always || this._timer !== null) {
      this._clear();
      const start = this._now();
      this._show();
      this._at = this._now();
      this._cost = this._at - start;
    }
  }

  /** Stop showing. */
  dispose(): void {
    this._clear();
  }

  private _clear(): void {
    if (this._timer !== null) {
      window.clearTimeout(this._timer);
      this._timer = null;
    }
  }

  private readonly _show: () => void;
  private readonly _now: () => number;
  private _count = 0;
  private _at = 0;
  private _cost = 0;
  private _timer: number | null = null;
}
