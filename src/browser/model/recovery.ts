// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

import { isOutage } from '../../s3/uploads/outages';

/**
 * How long to wait (ms) before an unreachable location is listed again;
 * increases with each attempt.
 */
const LOOK_AGAIN = { interval: 5000, max: 30_000 };

/**
 * A list that can recover.
 */
export interface IRecovered {
  /** The error of the last listing, or `null`. */
  readonly problem: unknown;
  readonly isShown: boolean;
  /** Whether it is being listed. */
  readonly isBusy: boolean;
  /** `isAsked`: whether the person asked for it. */
  relist(isAsked?: boolean): Promise<void>;
}

/**
 * Recovers from outages of store, server or network: lists an unreachable
 * location again when the browser is back online, and at intervals while it is
 * visible. Makes no requests while nothing is wrong.
 */
export class Recovery implements IDisposable {
  constructor(place: IRecovered, wait = LOOK_AGAIN) {
    this._place = place;
    this._poll = new Poll({
      auto: false,
      name: 'jupyterlab-s3-drive:browser#recovery',
      factory: () => this._look(),
      frequency: { ...wait, backoff: 1.5 },
      standby: () => !place.isShown || 'when-hidden'
    });
    window.addEventListener('online', this._onOnline);
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    window.removeEventListener('online', this._onOnline);
    this._poll.dispose();
  }

  /** The location was listed, or could not be. */
  update(): void {
    const isOut = isOutage(this._place.problem);
    if (isOut !== this._isOut && !this.isDisposed) {
      this._isOut = isOut;
      void (isOut ? this._poll.start() : this._poll.stop());
    }
  }

  /** Try once. Throws while the outage lasts, so that the poll backs off. */
  private async _look(): Promise<void> {
    const { isBusy, problem } = this._place;
    if (!isBusy && isOutage(problem)) {
      await this._place.relist(false);
    }
    if (isOutage(this._place.problem)) {
      throw this._place.problem;
    }
  }

  private readonly _onOnline = () => {
    void this._look().catch(() => undefined);
  };
  private readonly _place: IRecovered;
  private readonly _poll: Poll;
  private _isOut = false;
}
