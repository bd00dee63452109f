// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { deleteObjects } from './deletes';

/**
 * How many batches are under way at a time, beside the listing that feeds
 * them: all within the few requests that may be in flight.
 */
const AT_ONCE = 3;

/**
 * How many keys one batch names. Stores work on the keys of a batch one after
 * the other: halves of a page are done side by side.
 */
const SIZE = 500;

/**
 * Deletes exact keys in batches, several at a time, while its owner finds the
 * next ones.
 */
export class BatchDelete {
  /**
   * @param onProgress - Is told how many keys are gone.
   */
  constructor(
    connection: IS3Connection,
    bucket: string,
    options: IRequestOptions,
    onProgress: (done: number) => void = () => undefined
  ) {
    this._connection = connection;
    this._bucket = bucket;
    this._options = options;
    this._onProgress = onProgress;
  }

  /**
   * Wait until there is place for a page more. Before one lists it: nobody
   * shall change an object between its listing and its deletion.
   *
   * @throws `S3Error` when a batch has failed; the others have ended then.
   */
  async ready(): Promise<void> {
    while (this._running.size >= AT_ONCE) {
      await Promise.race(this._running);
    }
    if (this._failures.length > 0) {
      await this.end();
    }
  }

  /** Begin to delete keys. */
  add(keys: string[]): void {
    for (let start = 0; start < keys.length; start += SIZE) {
      const run = this._delete(keys.slice(start, start + SIZE));
      this._running.add(run);
      void run.then(() => this._running.delete(run));
    }
  }

  /**
   * Wait for all of them.
   *
   * @throws `S3Error` the first failure.
   */
  async end(): Promise<void> {
    await Promise.all(this._running);
    if (this._failures.length > 0) {
      throw this._failures[0];
    }
  }

  /** Never rejects. */
  private async _delete(keys: string[]): Promise<void> {
    try {
      await deleteObjects(this._connection, this._bucket, keys, this._options);
      this._done += keys.length;
      this._onProgress(this._done);
    } catch (error) {
      this._failures.push(error);
    }
  }

  private readonly _connection: IS3Connection;
  private readonly _bucket: string;
  private readonly _options: IRequestOptions;
  private readonly _onProgress: (done: number) => void;
  private readonly _running = new Set<Promise<void>>();
  private readonly _failures: unknown[] = [];
  private _done = 0;
}
