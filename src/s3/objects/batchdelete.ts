// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { deleteObjects } from './delete';
import type { IS3Object } from './list';

/**
 * How many batches run at a time, beside the listing that feeds them: all
 * within the limit of requests in flight.
 */
const AT_ONCE = 3;

/**
 * How many keys are in one batch. Stores process the keys of a batch one after
 * the other: halves of a page are deleted in parallel.
 */
const SIZE = 500;

/**
 * Deletes exact keys in batches, several at a time, while its owner lists the
 * next ones.
 */
export class BatchDelete {
  /**
   * @param onProgress - Called with the number of deleted keys.
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
   * Wait until another page may be added. Call it before listing that page: the
   * time between the listing of an object and its deletion, in which someone
   * could change it, must be short.
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

  /** Begin to delete objects in their listed state. */
  add(objects: readonly IListed[]): void {
    for (let start = 0; start < objects.length; start += SIZE) {
      const run = this._delete(objects.slice(start, start + SIZE));
      this._running.add(run);
      void run.then(() => this._running.delete(run));
    }
  }

  /**
   * Wait for all batches.
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
  private async _delete(objects: readonly IListed[]): Promise<void> {
    const keys = objects.map(({ key }) => key);
    try {
      await deleteObjects(this._connection, this._bucket, keys, {
        ...this._options,
        etags: new Map(objects.map(({ etag, key }) => [key, etag]))
      });
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

type IListed = Pick<IS3Object, 'key' | 'etag'>;
