// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { probeWritable } from '../../s3/objects/probewritable';
import type { S3Location } from '../../s3/location';
import type { IDriveContext } from '../context';

/**
 * Whether folders are writable: found out without writing, and remembered.
 */
export class Writable {
  /**
   * @param changed - Called with the local path of a folder when something new
   * is known about it.
   */
  constructor(context: IDriveContext, changed: (localDir: string) => void) {
    this._context = context;
    this._changed = changed;
  }

  /**
   * Whether a folder is writable, if known (its key is `''` or ends in a
   * slash).
   */
  get(folder: S3Location): boolean | undefined {
    return this._known.get(folder.path);
  }

  /** Remember what an operation in a folder has shown. */
  set(folder: S3Location, writable: boolean): void {
    if (this._known.get(folder.path) !== writable) {
      this._known.set(folder.path, writable);
      this._changed(folder.entryPath);
    }
  }

  /** Forget that folders are writable, after a request there was refused. */
  doubt(location: S3Location): void {
    for (const { path } of [location.asFolder(), location.parent]) {
      if (this._known.get(path)) {
        this._known.delete(path);
      }
    }
  }

  /**
   * Ask the store again.
   *
   * @throws `S3Error` when its answer leaves the question open.
   */
  async probe(folder: S3Location): Promise<boolean> {
    const { bucket, key } = folder;
    const writable = await probeWritable(this._context.connection, bucket, key);
    this.set(folder, writable);
    return writable;
  }

  /**
   * Whether the folder of an object is writable; asks the store if that is not
   * known.
   *
   * @returns `true` when the store leaves the question open: the save will
   * answer it.
   */
  async ensure(object: S3Location): Promise<boolean> {
    const folder = object.parent;
    try {
      return this.get(folder) ?? (await this.probe(folder));
    } catch {
      return true;
    }
  }

  private _context: IDriveContext;
  private _changed: (localDir: string) => void;
  private _known = new Map<string, boolean>();
}
