// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IRequestOptions, IS3Connection } from '../../s3/http/types';
import { S3Error } from '../../s3/errors';
import { deleteObjects } from '../../s3/objects/delete';
import { readableKey } from '../../s3/objects/keytext';
import type { IS3Object } from '../../s3/objects/list';
import { DriveError } from '../messages/messages';

/**
 * How many objects are kept before they are deleted, and how many of those that
 * remain are named: one request deletes as many.
 */
const MOST = 1000;

/**
 * Deletes listed objects whose keys cannot be addressed, as far as the store
 * allows. However many there are, only `MOST` are in memory.
 */
export class OddObjects {
  constructor(
    connection: IS3Connection,
    bucket: string,
    options: IRequestOptions = {}
  ) {
    this._connection = connection;
    this._bucket = bucket;
    this._options = options;
  }

  /** How many were deleted. */
  get deleted(): number {
    return this._deleted;
  }

  /**
   * Add objects; deletes some when they are many.
   *
   * @throws `S3Error` when the store does not answer for each of them.
   */
  async add(
    objects: readonly Pick<IS3Object, 'key' | 'etag'>[]
  ): Promise<void> {
    for (const { key, etag } of objects) {
      this._waiting.set(key, etag);
      if (this._waiting.size >= MOST) {
        await this._delete();
      }
    }
  }

  /**
   * Delete the rest.
   *
   * @throws As `add`; `DriveError` that says how many remain, and why.
   */
  async end(trans: TranslationBundle): Promise<void> {
    await this._delete();
    if (!this._first) {
      return;
    }
    const { code, message, status } = this._first;
    const [key] = this._remaining;
    throw new DriveError({
      message: trans._n(
        'The store did not delete "%2", whose key cannot be part of a URL (%3). Everything else was deleted: delete this object with another S3 client.',
        'The store did not delete %1 objects whose keys cannot be part of a URL, as "%2" (%3). Everything else was deleted: delete these objects with another S3 client.',
        this._count,
        readableKey(key),
        code
      ),
      bucket: this._bucket,
      code,
      keys: this._remaining,
      status,
      key,
      details: message,
      origin: 'store',
      problem: 'other'
    });
  }

  private async _delete(): Promise<void> {
    const etags = new Map(this._waiting);
    this._waiting.clear();
    let refused = 0;
    try {
      await deleteObjects(this._connection, this._bucket, [...etags.keys()], {
        ...this._options,
        etags,
        areListed: true
      });
    } catch (error) {
      if (!(error instanceof S3Error) || !error.keys?.length) {
        throw error;
      }
      this._first ??= error;
      refused = error.keys.length;
      const room = MOST - this._remaining.length;
      this._remaining.push(...error.keys.slice(0, room));
    }
    this._count += refused;
    this._deleted += etags.size - refused;
  }

  private readonly _connection: IS3Connection;
  private readonly _bucket: string;
  private readonly _options: IRequestOptions;
  private readonly _waiting = new Map<string, string>();
  /** The first of those that remain. */
  private readonly _remaining: string[] = [];
  private _first: S3Error | null = null;
  private _count = 0;
  private _deleted = 0;
}
