// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

/**
 * A list younger than this (seconds) is not asked for again by itself.
 */
const YOUNG = 30;

/**
 * Each thousand entries cost a request: the larger the folder, the longer its
 * list is good for (seconds a thousand entries).
 */
const PER_REQUEST = 6;

/**
 * How often the settable interval is looked at (seconds, at most).
 */
const TICK = 30;

/**
 * What is refreshed.
 */
export interface IRefreshed {
  /** When it was listed; `null`: not, or not to be refreshed. */
  readonly listedAt: Date | null;
  readonly loadedCount: number;
  readonly isShown: boolean;
  /** Whether it is being listed. */
  readonly isBusy: boolean;
  /** `isAsked`: whether the person wants it; so unless told. */
  relist(isAsked?: boolean): Promise<void>;
}

/**
 * How old a list must be before it is asked for again by itself.
 *
 * @param wanted - The least, in seconds.
 */
export function politeAge(count: number, wanted: number): number {
  return Math.max(wanted, (count / 1000) * PER_REQUEST);
}

/**
 * Lists a place again when the person comes back to it, and at an interval:
 * each time only when it is on the screen, and old enough for its size.
 */
export class Refreshing implements IDisposable {
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

  /** Whether coming back lists the place again. */
  onReturn = true;

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    window.removeEventListener('focus', this._onFocus);
    this._poll.dispose();
  }

  /** Every so many seconds; 0: never. */
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
