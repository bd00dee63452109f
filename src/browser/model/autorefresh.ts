// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

/**
 * A list younger than this (seconds) is never refreshed automatically.
 */
const YOUNG = 30;

/**
 * Each thousand entries cost one request, so lists of larger folders stay valid
 * longer (seconds per thousand entries).
 */
const PER_REQUEST = 6;

/**
 * The longest interval between two checks (seconds).
 */
const TICK = 30;

/**
 * A list that can be refreshed.
 */
export interface IRefreshed {
  /** When it was listed; `null` if it was not, or must not be refreshed. */
  readonly listedAt: Date | null;
  readonly loadedCount: number;
  readonly isShown: boolean;
  /** Whether it is being listed. */
  readonly isBusy: boolean;
  /** `isAsked`: whether the person asked for it, true by default. */
  relist(isAsked?: boolean): Promise<void>;
}

/**
 * How old a list must be before it is refreshed automatically.
 *
 * @param wanted - The minimum, in seconds.
 */
export function politeAge(count: number, wanted: number): number {
  return Math.max(wanted, (count / 1000) * PER_REQUEST);
}

/**
 * Lists a folder again when the person returns to it, and at an interval: only
 * while it is visible, and old enough for its size.
 */
export class AutoRefresh implements IDisposable {
  constructor(place: IRefreshed) {
    this._place = place;
    this._poll = new Poll({
      auto: false,
      name: 'jupyterlab-s3-drive:browser#relist',
      factory: () => this._refreshIfOlder(this._interval),
      frequency: { interval: Poll.NEVER, backoff: false },
      standby: () => !place.isShown || 'when-hidden'
    });
    window.addEventListener('focus', this._onFocus);
  }

  /** Whether returning to the panel lists the folder again. */
  onReturn = true;

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    window.removeEventListener('focus', this._onFocus);
    this._poll.dispose();
  }

  /** Set the interval in seconds; 0 for never. */
  setInterval(seconds: number): void {
    this._interval = seconds;
    if (seconds > 0) {
      const interval = Math.min(seconds, TICK) * 1000;
      this._poll.frequency = { interval, backoff: false, max: interval };
      void this._poll.schedule({ phase: 'standby' });
    } else {
      void this._poll.stop();
    }
  }

  /** The person came back to the panel. */
  returned(): void {
    if (this.onReturn) {
      void this._refreshIfOlder(YOUNG);
    }
  }

  private async _refreshIfOlder(seconds: number): Promise<void> {
    const { isBusy, isShown, listedAt, loadedCount } = this._place;
    if (
      isShown &&
      !isBusy &&
      listedAt &&
      Date.now() - listedAt.getTime() >= politeAge(loadedCount, seconds) * 1000
    ) {
      await this._place.relist(false);
    }
  }

  private readonly _onFocus = () => this.returned();
  private readonly _place: IRefreshed;
  private readonly _poll: Poll;
  private _interval = 0;
}
