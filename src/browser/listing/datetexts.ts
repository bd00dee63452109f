// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';

/**
 * The number of texts that are cached.
 */
const LIMIT = 5000;

/**
 * How long a text such as "5 minutes ago" is reused.
 */
const FRESH_MS = 60_000;

/**
 * Formats dates as JupyterLab does ("2 hr. ago"), each at most once a minute:
 * formatting a date takes as long as the rest of the row.
 */
export class Dates {
  /**
   * The age of a date as text.
   *
   * @param date - A string that `Date` can parse.
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
