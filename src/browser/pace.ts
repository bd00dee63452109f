// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A list that grows is shown again when it is larger by this factor: showing
 * costs in proportion to its length, so that the whole stays linear.
 */
const GROWTH = 1.5;

/**
 * At least so many milliseconds lie between two times.
 */
const REST_MS = 250;

/**
 * Single changes are shown after so many milliseconds.
 */
const SOON_MS = 50;

/**
 * Of all time at most this part is spent on showing single changes.
 */
const SHARE = 0.2;

/**
 * Decides when a list is shown again.
 */
export class Pace {
  /**
   * @param show - Shows the list as it is.
   * @param now - The time in milliseconds.
   */
  constructor(show: () => void, now: () => number = () => performance.now()) {
    this._show = show;
    this._now = now;
  }

  /** The list is shown by other means, with so many entries. */
  shown(count: number): void {
    this._clear();
    this._count = count;
    this._at = this._now();
  }

  /** The list has grown to so many entries. */
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
   * Show it now, if something has changed.
   *
   * @param always - Also if nothing has.
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

  /** Show nothing any more. */
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
