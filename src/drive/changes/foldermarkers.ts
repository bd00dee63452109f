// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf, S3Error } from '../../s3/errors';
import { hasPrefix, listAll } from '../../s3/objects/list';
import type { S3Location } from '../../s3/location';
import { versioningOf } from '../../s3/objects/versioning';
import { CHECKPOINTS } from '../lookup/checkpointkeys';
import { putMarker } from './create';
import type { IDriveContext } from '../context';

/**
 * Keeps folders whose last entry is deleted or moved: without a marker, a
 * folder would vanish with its last object (R10 in `docs/architecture.md`).
 */
export class FolderMarkers {
  constructor(context: IDriveContext) {
    this._context = context;
  }

  /**
   * Run an operation that deletes or moves an entry. If nothing else is in its
   * folder, the folder gets a marker first.
   *
   * Entries that leave a folder at the same time do not count as remaining.
   *
   * @param entry - The key of a folder ends in a slash.
   */
  run<T>(entry: S3Location, operation: () => Promise<T>): Promise<T> {
    return this.runAll([entry], operation);
  }

  /** As `run`, for several entries of one folder. */
  async runAll<T>(
    entries: readonly S3Location[],
    operation: () => Promise<T>
  ): Promise<T> {
    const paths = entries.map(({ path }) => path);
    paths.forEach(path => this._leaving.add(path));
    try {
      if (entries.length > 0) {
        await this._keep(entries[0].parent);
      }
      return await operation();
    } finally {
      paths.forEach(path => this._leaving.delete(path));
    }
  }

  private async _keep(folder: S3Location): Promise<void> {
    const { bucket, key } = folder;
    if (!key) {
      return;
    }
    try {
      const pages = listAll(this._context.connection, bucket, key, {
        delimiter: '/',
        // Enough entries for one that stays, if there is one.
        maxKeys: Math.min(1000, this._leaving.size + 10),
        oddSizes: true
      });
      for await (const { objects, prefixes } of pages) {
        const remains = (found: string) => this._remains(folder, found);
        if (
          objects.some(({ key }) => remains(key)) ||
          (await this._isFolder(folder, prefixes.filter(remains)))
        ) {
          return;
        }
      }
    } catch (error) {
      if (problemOf(error) !== 'forbidden') {
        throw error;
      }
      return;
    }
    try {
      await putMarker(this._context, folder);
    } catch (error) {
      // If the store refuses the marker, for example on a full disk, the folder
      // vanishes with its last object: nobody has asked for a marker.
      if (!(error instanceof S3Error) || error.origin !== 'store') {
        throw error;
      }
    }
  }

  /** Whether any of these prefixes is a folder, not only a name in listings. */
  private async _isFolder(
    parent: S3Location,
    prefixes: string[]
  ): Promise<boolean> {
    const { connection, vanished } = this._context;
    const { bucket } = parent;
    const there = prefixes.filter(key => !vanished.has(parent.withKey(key)));
    const isPlain = async () =>
      (await versioningOf(connection, bucket)) === 'off';
    if (!there.length || (await isPlain())) {
      return there.length > 0;
    }
    for (const prefix of there) {
      if (await hasPrefix(connection, bucket, prefix)) {
        return true;
      }
    }
    return false;
  }

  private _remains(folder: S3Location, key: string): boolean {
    return (
      key !== folder.key + CHECKPOINTS &&
      !this._leaving.has(folder.withKey(key).path)
    );
  }

  private _context: IDriveContext;
  private _leaving = new Set<string>();
}
