// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IServerStatus, ISharingRules } from '../s3/server/status';

/**
 * The status of the server, the store and the credentials; asked once.
 */
export class KnownStatus {
  /**
   * @param ask - Asks the server.
   */
  constructor(ask: () => Promise<IServerStatus>) {
    this._ask = ask;
  }

  /** The administrator's rules on sharing; `null` until they are known. */
  get sharing(): ISharingRules | null {
    return this._sharing;
  }

  /**
   * The status. After an error the next call asks again.
   *
   * @param refresh - Whether to ask again in any case.
   */
  get(refresh = false): Promise<IServerStatus> {
    if (!this._status || refresh) {
      const status = this._ask();
      status.then(
        ({ sharing }) => {
          this._sharing = sharing ?? null;
        },
        () => {
          this._status = null;
        }
      );
      this._status = status;
    }
    return this._status;
  }

  private readonly _ask: () => Promise<IServerStatus>;
  private _status: Promise<IServerStatus> | null = null;
  private _sharing: ISharingRules | null = null;
}
