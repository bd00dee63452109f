// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IStateDB } from '@jupyterlab/statedb';

const KEY = 'jupyterlab-s3-drive:open-data-warned';

/**
 * The buckets for which the open-data warning was confirmed.
 */
export class WarnedBuckets {
  /**
   * @param state - Stores them; without it they are kept until the page is
   * closed.
   */
  constructor(state: IStateDB | null) {
    this._state = state;
  }

  /**
   * @param endpoint - The store, as another one may have a bucket of the same
   * name.
   */
  async has(endpoint: string, bucket: string): Promise<boolean> {
    return (await this._load()).has(Private.name(endpoint, bucket));
  }

  async add(endpoint: string, bucket: string): Promise<void> {
    const known = await this._load();
    known.add(Private.name(endpoint, bucket));
    // Confirmed even if it cannot be stored.
    await this._state?.save(KEY, Array.from(known)).catch(() => undefined);
  }

  private async _load(): Promise<Set<string>> {
    if (!this._known) {
      const stored = await this._state?.fetch(KEY).catch(() => undefined);
      this._known ??= new Set(Array.isArray(stored) ? stored.map(String) : []);
    }
    return this._known;
  }

  private readonly _state: IStateDB | null;
  private _known: Set<string> | null = null;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function name(endpoint: string, bucket: string): string {
    return `${endpoint} ${bucket}`;
  }
}
