// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { STAYS } from '../dialogs/stays';
import type { Access } from './access';
import { durationText } from './texts';

/** Seconds. */
const HOUR = 3600;

/**
 * The time before the end that has come: the shortest of those that are longer
 * than what is left.
 *
 * @param left - Seconds.
 *
 * @param hours - The times, in any order.
 *
 * @returns Hours; 0 at the end; `null` before all of them.
 */
export function timeReached(
  left: number,
  hours: readonly number[]
): number | null {
  const reached = hours.filter(each => left <= each * HOUR);
  return left <= 0 ? 0 : reached.length ? Math.min(...reached) : null;
}

/**
 * Warns people before their access to the store ends, once at each of the times
 * that they have set, and when it has ended. The notices go when the access
 * is renewed.
 */
export class EndNotices {
  /**
   * @param renew - Lets the person renew the access.
   */
  constructor(access: Access, renew: () => void, trans: TranslationBundle) {
    this._access = access;
    this._renew = renew;
    this._trans = trans;
    access.stateChanged.connect(this._look, this);
  }

  private _look(): void {
    const { hours, isAutomatic, secondsLeft, standing } = this._access;
    const hasEnded = standing === 'ended';
    const left = hasEnded ? 0 : secondsLeft;
    const reached =
      left === null || (isAutomatic && !hasEnded)
        ? null
        : timeReached(left, hours);
    if (reached === null) {
      this._forget();
    } else if (this._told === null || reached < this._told) {
      this._forget();
      this._told = reached;
      this._tell(left ?? 0);
    }
  }

  private _tell(left: number): void {
    const trans = this._trans;
    const hasEnded = left <= 0;
    const message = hasEnded
      ? trans.__(
          'Your access to S3 has expired. What is open stays open: renew it, and go on.'
        )
      : trans.__(
          'Your access to S3 ends in %1. Renew it before, and nothing is interrupted.',
          durationText(left, trans)
        );
    this._id = Notification.emit(message, hasEnded ? 'error' : 'warning', {
      autoClose: STAYS.waits,
      actions: [{ label: trans.__('Renew…'), callback: this._renew }]
    });
  }

  /** No further notice is to be shown. */
  private _forget(): void {
    this._told = null;
    if (this._id !== null) {
      Notification.dismiss(this._id);
      this._id = null;
    }
  }

  private readonly _access: Access;
  private readonly _renew: () => void;
  private readonly _trans: TranslationBundle;
  /** The last time of which people were warned (hours). */
  private _told: number | null = null;
  /** The notice on the screen. */
  private _id: string | null = null;
}
