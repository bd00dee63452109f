// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3Location } from '../../s3/location';
import type { IDriveContext } from '../context';
import { locationInBucket } from '../lookup/kinds';
import type { PathLocks } from '../lookup/locks';
import type { ChangeEvents } from './changeevents';
import type { Deleter, IDeleteOptions } from './deletes';
import type { Replacer } from './replace';

/**
 * Deletes entries by their paths: one operation on a path at a time, and
 * reported when it is done.
 */
export class Deletions {
  constructor(context: IDriveContext, parts: Deletions.IParts) {
    this._context = context;
    this._parts = parts;
  }

  /**
   * `Contents.IDrive.delete`. As part of a "Save As", or of a move onto an
   * existing name, it deletes nothing: see `Replacer`. Call it synchronously.
   */
  async delete(localPath: string): Promise<void> {
    const { replacer } = this._parts;
    const location = locationInBucket(this._context, localPath);
    const operation = () => this._delete(location, {});
    if (
      !replacer.isSecondStep(location) &&
      !replacer.postpone(location.path, operation)
    ) {
      await this.remove(localPath, {});
    }
  }

  /**
   * Delete at once.
   *
   * @param exact - The exact location of an entry, if its path is not enough:
   * see `exactEntry`.
   */
  async remove(
    localPath: string,
    options: IDeleteOptions,
    exact: S3Location | null = null
  ): Promise<void> {
    if (exact) {
      await this._removeExactly(localPath, exact, options);
      return;
    }
    const location = locationInBucket(this._context, localPath);
    const { path } = location;
    this._parts.replacer.forget(path);
    await this._parts.locks.run([path, `${path}/`], () =>
      this._delete(location, options)
    );
  }

  /** Leaves alone what has the same name, or the same path in the drive. */
  private async _removeExactly(
    localPath: string,
    location: S3Location,
    options: IDeleteOptions
  ): Promise<void> {
    const { deleter, events, locks, replacer } = this._parts;
    const path = location.entryPath;
    replacer.forget(path);
    await locks.run([path, `${path}/`], () =>
      deleter.deleteExactly(location, options)
    );
    events.deletedExactly(localPath, location);
  }

  private async _delete(
    location: S3Location,
    options: IDeleteOptions
  ): Promise<void> {
    const { deleter, events } = this._parts;
    events.deleted(location, await deleter.delete(location, options));
  }

  private readonly _context: IDriveContext;
  private readonly _parts: Deletions.IParts;
}

/**
 * The namespace of `Deletions` statics.
 */
export namespace Deletions {
  /** The parts of the drive that take part. */
  export interface IParts {
    readonly deleter: Deleter;
    readonly events: ChangeEvents;
    readonly locks: PathLocks;
    readonly replacer: Replacer;
  }
}
