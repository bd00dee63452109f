// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { VDomModel } from '@jupyterlab/ui-components';
import { Poll } from '@lumino/polling';

import type { IServerStatus } from '../s3/server/status';

/**
 * The state of the access: `soon` means that it ends within the longest of the
 * times before which people are warned; `unknown`, that it ends, and nobody knows
 * when.
 */
export type AccessState = 'good' | 'soon' | 'ended' | 'unknown' | 'none';

/** How often what is shown is brought up to date (ms). */
const TICK = 60_000;

/** How often the server is asked (ms), where nothing happens before. */
const ASK_AGAIN = 300_000;

/** Seconds. */
const HOUR = 3600;

/**
 * How long the access to the store lasts.
 *
 * The server says how many seconds are left, and they are counted down here:
 * the clocks of the server and of the browser may differ.
 */
export class Access extends VDomModel {
  /**
   * @param ask - Asks the server for its status.
   */
  constructor(ask: () => Promise<IServerStatus>) {
    super();
    this._ask = ask;
    this._poll = new Poll({
      auto: false,
      name: 'jupyterlab-s3-drive:connections#access',
      factory: () => this._tick(),
      frequency: { interval: TICK, backoff: true, max: ASK_AGAIN },
      standby: 'when-hidden'
    });
  }

  /** The last status; `null` before the server has answered. */
  get status(): IServerStatus | null {
    return this._status;
  }

  /** The times before the end at which people are warned (hours). */
  get hours(): readonly number[] {
    return this._hours;
  }
  set hours(hours: readonly number[]) {
    this._hours = hours;
    this.stateChanged.emit();
  }

  /** What is left (s); `null` if it is not known or has no end. */
  get secondsLeft(): number | null {
    return this._endsAt === null
      ? null
      : Math.max(0, Math.floor((this._endsAt - Date.now()) / 1000));
  }

  get standing(): AccessState {
    const { state } = this._status?.credentials ?? {};
    const left = this.secondsLeft;
    if (state === undefined || state === 'missing') {
      return 'none';
    }
    if (state === 'expired' || left === 0) {
      return 'ended';
    }
    if (left === null) {
      return state === 'unknown' ? 'unknown' : 'good';
    }
    return !this.isAutomatic && left <= Math.max(0, ...this._hours) * HOUR
      ? 'soon'
      : 'good';
  }

  /** Whether the keys are renewed before they end, without anybody. */
  get isAutomatic(): boolean {
    // A server of an older version says nothing of it.
    return this._status?.renewal?.isAutomatic ?? false;
  }

  /** Ask the server, now and from time to time. */
  start(): void {
    void this._poll.start();
  }

  dispose(): void {
    this._poll.dispose();
    super.dispose();
  }

  /** Ask the server. */
  async refresh(): Promise<void> {
    this.take(await this._ask());
  }

  /** The server has sent its status. */
  take(status: IServerStatus): void {
    const left = status.credentials.secondsLeft ?? null;
    this._status = status;
    this._askedAt = Date.now();
    this._endsAt = left === null ? null : this._askedAt + left * 1000;
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  /** Ask where it is time to, or where the end has come since. */
  private async _tick(): Promise<void> {
    const state = this._status?.credentials.state;
    const hasJustEnded = this.secondsLeft === 0 && state !== 'expired';
    const passed = Date.now() - this._askedAt;
    // A clock that was set back would count from a wrong time, for as long.
    if (hasJustEnded || passed < 0 || passed >= ASK_AGAIN) {
      await this.refresh();
    } else {
      this.stateChanged.emit();
    }
  }

  private readonly _ask: () => Promise<IServerStatus>;
  private readonly _poll: Poll;
  private _status: IServerStatus | null = null;
  private _hours: readonly number[] = [24, 1];
  private _askedAt = -Infinity;
  /** By the clock of the browser (ms). */
  private _endsAt: number | null = null;
}
