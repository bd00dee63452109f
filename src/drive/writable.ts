// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { probeWritable } from '../s3/access';
import { parentPrefix, toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { asFolder } from './places';
import type { IRoom } from './types';

/**
 * Where one may write: found out without writing, and remembered a folder.
 */
export class Writable {
  /**
   * @param changed - Called with the local path of a folder when something
   * new is known of it.
   */
  constructor(room: IRoom, changed: (localDir: string) => void) {
    this._room = room;
    this._changed = changed;
  }

  /** What is known of a folder (its key `''` or ending in a slash). */
  get(folder: IS3Location): boolean | undefined {
    return this._known.get(toPath(folder.bucket, folder.key));
  }

  /** Remember what an operation in a folder has shown. */
  set(folder: IS3Location, writable: boolean): void {
    const path = toPath(folder.bucket, folder.key);
    if (this._known.get(path) !== writable) {
      this._known.set(path, writable);
      this._changed(path.replace(/\/$/, ''));
    }
  }

  /**
   * A request for something was refused: what said that one may write there
   * no longer counts.
   */
  doubt({ bucket, key }: IS3Location): void {
    for (const prefix of [asFolder({ bucket, key }).key, parentPrefix(key)]) {
      const path = toPath(bucket, prefix);
      if (this._known.get(path)) {
        this._known.delete(path);
      }
    }
  }

  /**
   * Ask the store anew.
   *
   * @throws `S3Error` when the answer tells neither.
   */
  async probe(folder: IS3Location): Promise<boolean> {
    const { bucket, key } = folder;
    const writable = await probeWritable(this._room.connection, bucket, key);
    this.set(folder, writable);
    return writable;
  }

  /**
   * What is known of the folder of an object, asking the store if nothing is.
   *
   * @returns `true` where the store does not tell: the save will.
   */
  async ensure(object: IS3Location): Promise<boolean> {
    const folder = { ...object, key: parentPrefix(object.key) };
    try {
      return this.get(folder) ?? (await this.probe(folder));
    } catch {
      return true;
    }
  }

  private _room: IRoom;
  private _changed: (localDir: string) => void;
  private _known = new Map<string, boolean>();
}
