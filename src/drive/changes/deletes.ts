// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { BatchDelete } from '../../s3/objects/batchdelete';
import type { IRequestOptions } from '../../s3/http/types';
import { clearEmptied, foldersOf } from '../../s3/objects/emptyfolders';
import { S3Error } from '../../s3/errors';
import { listedExactly } from '../../s3/objects/listed';
import { hasPrefix, listPage } from '../../s3/objects/list';
import { deleteObject, deleteObjects } from '../../s3/objects/delete';
import { head } from '../../s3/objects/head';
import { unaddressable } from '../../s3/keys';
import type { IS3Location, S3Location } from '../../s3/location';
import { versioningOf } from '../../s3/objects/versioning';
import type { Checkpoints } from '../documents/checkpoints';
import type { FolderMarkers } from './foldermarkers';
import { isVanished } from '../lookup/emptyfolders';
import { onlyKindOf } from '../lookup/kinds';
import { OddObjects } from './oddobjects';
import type { IDriveContext } from '../context';

/**
 * Options for deleting.
 */
export interface IDeleteOptions extends IRequestOptions {
  /** Called with the number of objects deleted so far. */
  onProgress?: (done: number) => void;
}

/**
 * Deletes objects and folders: by exact keys, never by a bare prefix, which
 * would delete `data.csv.bak` along with `data.csv`.
 */
export class Deleter {
  constructor(
    context: IDriveContext,
    keeper: FolderMarkers,
    checkpoints: Checkpoints
  ) {
    this._context = context;
    this._keeper = keeper;
    this._checkpoints = checkpoints;
  }

  /**
   * Delete an object with its checkpoint, or a folder with everything below it.
   *
   * @param location - Without a trailing slash.
   *
   * @returns Whether it was a folder.
   *
   * @throws `S3Error` 404 when there is nothing; `DriveError` 409 when the name
   * is both an object and a folder. When a folder cannot be deleted completely,
   * its marker and the objects that could not be deleted remain.
   */
  async delete(
    location: S3Location,
    options: IDeleteOptions = {}
  ): Promise<boolean> {
    let folder: boolean;
    try {
      ({ folder } = await onlyKindOf(this._context, location));
    } catch (error) {
      if (!isVanished(error)) {
        throw error;
      }
      await this._deleteName(location.asFolder(), error);
      return true;
    }
    if (folder) {
      const below = location.asFolder();
      await this._keeper.run(below, () => this._deleteBelow(below, options));
    } else {
      const { bucket, key } = location;
      await this._keeper.run(location, async () => {
        await deleteObject(this._context.connection, bucket, key, options);
        await this._checkpoints.drop(location);
      });
    }
    return folder;
  }

  /**
   * Delete exactly what was listed under this key: an object beside a folder of
   * the same name, that folder, or a key that cannot be addressed.
   *
   * @param location - With a trailing slash for a folder.
   *
   * @throws `S3Error` 404 when the store does not have this key, 412 when the
   * object was changed meanwhile; `DriveError` that says what remains of a
   * folder.
   */
  async deleteExactly(
    location: S3Location,
    options: IDeleteOptions = {}
  ): Promise<void> {
    const { bucket, key } = location;
    const { connection } = this._context;
    if (unaddressable(key)) {
      const pages = listedExactly(connection, location, options);
      const first = await pages.next();
      if (first.done) {
        throw notThere(location);
      }
      await this._keeper.run(location, async () => {
        const { onProgress, priority = 'background', signal } = options;
        const odd = new OddObjects(connection, bucket, { priority, signal });
        await odd.add(first.value);
        for await (const objects of pages) {
          await odd.add(objects);
        }
        await odd.end(this._context.trans);
        onProgress?.(odd.deleted);
      });
    } else if (location.isFolder) {
      if (!(await hasPrefix(connection, bucket, key))) {
        throw notThere(location);
      }
      await this._keeper.run(location, () =>
        this._deleteBelow(location, options)
      );
    } else {
      const { etag: ifMatch } = await head(connection, bucket, key);
      await this._keeper.run(location, async () => {
        const how = { ...options, ifMatch };
        await deleteObject(connection, bucket, key, how);
        await this._checkpoints.drop(location);
      });
    }
  }

  /**
   * Delete a folder that is only a name in listings, and say so. The name is
   * deleted from the store unless the bucket keeps versions: there a delete
   * would leave a delete marker.
   */
  private async _deleteName(
    { bucket, key }: IS3Location,
    { message }: Error
  ): Promise<void> {
    const { connection, notify } = this._context;
    if ((await versioningOf(connection, bucket)) === 'off') {
      await deleteObjects(connection, bucket, [key]);
    }
    notify({ level: 'info', message });
  }

  private async _deleteBelow(
    { bucket, key: prefix }: IS3Location,
    options: IDeleteOptions
  ): Promise<void> {
    const { connection, trans } = this._context;
    const { onProgress, priority = 'background', signal } = options;
    const requests = { priority, signal };
    const batches = new BatchDelete(connection, bucket, requests, onProgress);
    const folders = new Set<string>();
    const odd = new OddObjects(connection, bucket, requests);
    let hasMarker = false;
    let token: string | undefined;
    do {
      await batches.ready();
      const page = await listPage(connection, bucket, prefix, {
        ...requests,
        token,
        oddSizes: true
      }).catch(async error => {
        await batches.end();
        throw error;
      });
      // A store that collapses slashes also lists neighbours of the folder.
      const objects = page.objects.filter(({ key }) => key.startsWith(prefix));
      const plain = objects.filter(({ key }) => !unaddressable(key));
      const keys = plain.map(({ key }) => key);
      foldersOf(prefix, keys).forEach(folder => folders.add(folder));
      // The marker is deleted last, so that a folder with remaining objects
      // stays visible.
      hasMarker ||= keys.includes(prefix);
      batches.add(plain.filter(({ key }) => key !== prefix));
      await odd
        .add(objects.filter(({ key }) => unaddressable(key)))
        .catch(async error => {
          await batches.end();
          throw error;
        });
      token = page.nextToken ?? undefined;
    } while (token);
    await batches.end();
    await odd.end(trans);
    if (hasMarker) {
      await deleteObjects(connection, bucket, [prefix], requests);
    }
    await clearEmptied(connection, bucket, prefix, folders, requests);
  }

  private _context: IDriveContext;
  private _keeper: FolderMarkers;
  private _checkpoints: Checkpoints;
}

/** The error for a key that the store does not list. */
function notThere({ bucket, key }: IS3Location): S3Error {
  return new S3Error({
    message: `The store does not list ${JSON.stringify(key)}.`,
    code: 'NoSuchKey',
    status: 404,
    origin: 'store',
    bucket,
    key
  });
}
