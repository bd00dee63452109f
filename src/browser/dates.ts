// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';

/**
 * How many texts are remembered.
 */
const LIMIT = 5000;

/**
 * How long "5 minutes ago" is true enough.
 */
const FRESH_MS = 60_000;

/**
 * Writes dates as JupyterLab does ("2 hr. ago"), each once a minute: writing
 * one takes as long as all the rest of a row.
 */
export class Dates {
  /**
   * How long ago a date is.
   *
   * @param date - As `Date` reads it.
   */
  ago(date: string, style: Time.HumanStyle): string {
    const now = Date.now();
    if (now - this._since > FRESH_MS || this._texts.size > LIMIT) {
      this._texts.clear();
      this._since = now;
    }
    const key = `${style} ${date}`;
    let text = this._texts.get(key);
    if (text === undefined) {
      text = Time.formatHuman(new Date(date), style);
      this._texts.set(key, text);
    }
    return text;
  }

  private readonly _texts = new Map<string, string>();
  private _since = 0;
}
