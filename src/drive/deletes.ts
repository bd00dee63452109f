// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { BatchDelete } from '../s3/batches';
import type { IRequestOptions } from '../s3/connection';
import { clearEmptied, foldersOf } from '../s3/emptied';
import { listPage } from '../s3/listing';
import { deleteObject, deleteObjects } from '../s3/objects';
import type { IS3Location } from '../s3/path';
import type { Checkpoints } from './checkpoints';
import type { FolderKeeper } from './keeper';
import { onlyKindOf } from './places';
import type { IRoom } from './types';

/**
 * How to delete.
 */
export interface IDeleteOptions extends IRequestOptions {
  /** Is told how many objects are gone. */
  onProgress?: (done: number) => void;
}

/**
 * Deletes objects and folders: by exact keys, never by a bare prefix, which
 * would take `data.csv.bak` along with `data.csv`.
 */
export class Deleter {
  constructor(room: IRoom, keeper: FolderKeeper, checkpoints: Checkpoints) {
    this._room = room;
    this._keeper = keeper;
    this._checkpoints = checkpoints;
  }

  /**
   * Delete an object with its checkpoint, or a folder with all below it.
   *
   * @param place - Without a trailing slash.
   *
   * @returns Whether it was a folder.
   *
   * @throws `S3Error` 404 when there is nothing; `DriveError` 409 when the name
   * is both. Of a folder that could not be deleted whole, the marker and the
   * objects that could not be deleted stay.
   */
  async delete(
    place: IS3Location,
    options: IDeleteOptions = {}
  ): Promise<boolean> {
    const { bucket, key } = place;
    const { folder } = await onlyKindOf(this._room, place);
    if (folder) {
      await this._keeper.run(bucket, `${key}/`, () =>
        this._deleteBelow(bucket, `${key}/`, options)
      );
    } else {
      await this._keeper.run(bucket, key, async () => {
        await deleteObject(this._room.connection, bucket, key, options);
        await this._checkpoints.delete(place);
      });
    }
    return folder;
  }

  private async _deleteBelow(
    bucket: string,
    prefix: string,
    options: IDeleteOptions
  ): Promise<void> {
    const { connection } = this._room;
    const { onProgress, priority = 'background', signal } = options;
    const requests = { priority, signal };
    const batches = new BatchDelete(connection, bucket, requests, onProgress);
    const folders = new Set<string>();
    let hasMarker = false;
    let token: string | undefined;
    do {
      await batches.ready();
      const page = await listPage(connection, bucket, prefix, {
        ...requests,
        token
      }).catch(async error => {
        await batches.end();
        throw error;
      });
      const keys = page.objects.map(object => object.key);
      foldersOf(prefix, keys).forEach(folder => folders.add(folder));
      // The marker goes last, so that what is left of a folder is seen.
      hasMarker ||= keys.includes(prefix);
      batches.add(keys.filter(key => key !== prefix));
      token = page.nextToken ?? undefined;
    } while (token);
    await batches.end();
    if (hasMarker) {
      await deleteObjects(connection, bucket, [prefix], requests);
    }
    await clearEmptied(connection, bucket, prefix, folders, requests);
  }

  private _room: IRoom;
  private _keeper: FolderKeeper;
  private _checkpoints: Checkpoints;
}
