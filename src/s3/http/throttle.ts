// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Signal, type ISignal } from '@lumino/signaling';

import { sleep } from './wait';

/**
 * The shortest and the longest pause between two requests to a store that is
 * throttling (ms).
 */
const LEAST = 25;
const MOST = 1000;

/**
 * Report a request that waits for longer than this (ms).
 */
const TELL_AFTER = 2000;

/**
 * Slows down all requests of a connection together when the store throttles one
 * of them, and speeds them up again with each one that the store accepts.
 *
 * Its clock is `performance.now()`, which nobody sets back: all requests would
 * wait for as long as the clock was set back by.
 */
export class Throttle {
  /** A signal emitted with whether requests have to wait for the store. */
  get waiting(): ISignal<this, boolean> {
    return this._waiting;
  }

  /**
   * Wait until a request may begin: at once, while the store accepts them all.
   *
   * @throws `S3Error` `Aborted` when the signal fires.
   */
  async turn(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const left = this._next - performance.now();
      if (left <= 0) {
        this._next = performance.now() + this._interval;
        return;
      }
      await sleep(Math.ceil(left), signal);
    }
  }

  /**
   * Record that the store has throttled a request.
   *
   * @param began - When that request began (`performance.now()`); requests that
   * ran at the same time count once.
   * @param after - For how long (ms) the store asks for no requests.
   */
  slow(began: number, after: number): void {
    const now = performance.now();
    if (began > this._slowed) {
      this._slowed = now;
      this._interval = Math.min(MOST, Math.max(LEAST, 2 * this._interval));
    }
    this._next = Math.max(this._next, now + Math.max(this._interval, after));
  }

  /** Record that the store has accepted a request. */
  ease(): void {
    this._interval = this._interval > LEAST / 2 ? this._interval * 0.75 : 0;
  }

  /**
   * Record that a request begins to wait for the store.
   *
   * @returns A function to call when it no longer waits.
   */
  wait(): () => void {
    let isTold = false;
    const timer = setTimeout(() => {
      isTold = true;
      this._count(1);
    }, TELL_AFTER);
    return () => {
      clearTimeout(timer);
      if (isTold) {
        isTold = false;
        this._count(-1);
      }
    };
  }

  /**
   * Make a function that records whether work that the server does waits for
   * the store, each time that its state is known. It ends with `false`.
   */
  follow(): (isWaiting: boolean) => void {
    let stop: (() => void) | undefined;
    return isWaiting => {
      if (isWaiting) {
        stop ??= this.wait();
      } else {
        stop?.();
        stop = undefined;
      }
    };
  }

  private _count(change: number): void {
    const before = this._told > 0;
    this._told += change;
    if (this._told > 0 !== before) {
      this._waiting.emit(!before);
    }
  }

  private readonly _waiting = new Signal<this, boolean>(this);
  /** The pause between the beginnings of two requests (ms). */
  private _interval = 0;
  /** When the next request may begin, on the clock of `performance.now()`. */
  private _next = 0;
  private _slowed = -Infinity;
  private _told = 0;
}
