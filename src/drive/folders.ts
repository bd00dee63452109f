// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IRequestOptions } from '../s3/connection';
import { problemOf, S3Error } from '../s3/errors';
import { listBuckets } from '../s3/listing';
import { toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { folderModel } from './models';
import type { IPage } from './pages';
import { Pages } from './pages';
import type { IEntryFlags, IFound, ILocations, IRoom } from './types';
import type { Writable } from './writable';

/**
 * Lists folders, and the root.
 */
export class Folders {
  constructor(room: IRoom, writable: Writable, locations: ILocations) {
    this._room = room;
    this._writable = writable;
    this._locations = locations;
  }

  /**
   * Why the list of buckets could not be had while the root is shown
   * nevertheless: listing them is not allowed.
   */
  rootProblem: S3Error | null = null;

  /**
   * The model of a folder or bucket, with its first entries; `more` goes on.
   *
   * Folders need no marker object. The folder of the checkpoints is hidden.
   *
   * @param folder - Its key is `''` or ends in a slash.
   *
   * @throws `S3Error` 404 when nothing has that prefix (a bucket may be
   * empty).
   */
  async list(folder: IS3Location): Promise<Contents.IModel> {
    const path = Private.pathOf(folder);
    const pages = this._pages(folder);
    const page = await pages.next();
    if (folder.key && pages.isNothing) {
      throw new S3Error({
        message: `Nothing starts with ${folder.key}`,
        code: 'NoSuchKey',
        status: 404,
        origin: 'store',
        bucket: folder.bucket,
        key: folder.key
      });
    }
    this._listings.set(path, pages);
    if (!pages.hasMore) {
      // Of entries on later pages what was known holds until they come again.
      this._flags.delete(path);
    }
    const content = this._take(path, page);
    const writable = this._writable.get(folder) ?? true;
    return { ...folderModel(folder, { writable }), content, format: 'json' };
  }

  /**
   * The rest of a folder that `list` has begun, page by page, in the
   * background. What failed or was cancelled is gone on with by the next call.
   *
   * @throws `S3Error`, also when it is cancelled.
   */
  async *more(
    path: string,
    options: IRequestOptions = {}
  ): AsyncGenerator<Contents.IModel[]> {
    const pages = this._listings.get(path);
    while (pages?.hasMore) {
      const page = await pages.next({ priority: 'background', ...options });
      yield this._take(path, page);
    }
  }

  /**
   * The entries of a folder whose names begin with a text, to the letter: the
   * first thousand, by one request.
   */
  async find(
    folder: IS3Location,
    start: string,
    options: IRequestOptions = {}
  ): Promise<IFound> {
    const pages = this._pages(folder, start);
    const page = await pages.next(options);
    const entries = this._take(Private.pathOf(folder), page);
    return { entries, more: pages.hasMore };
  }

  /**
   * The root: buckets, bookmarks and recent places.
   *
   * @throws `S3Error` when the buckets cannot be listed for another reason
   * than that it is not allowed.
   */
  async root(): Promise<Contents.IModel> {
    const content: Contents.IModel[] = [];
    this._clearFlags('');
    const add = (model: Contents.IModel, kind: IEntryFlags['kind']) => {
      if (!this._flags.get('')?.has(model.path)) {
        this._flag('', model.path, { kind });
        content.push(model);
      }
    };
    try {
      this.rootProblem = null;
      for (const { name, created } of await listBuckets(
        this._room.connection
      )) {
        add(folderModel({ bucket: name, key: '' }, { created }), 'bucket');
      }
    } catch (error) {
      if (problemOf(error) !== 'forbidden' || !(error instanceof S3Error)) {
        throw error;
      }
      this.rootProblem = error;
    }
    for (const { name, location } of this._locations.bookmarks()) {
      add(folderModel(location, { name }), 'bookmark');
    }
    for (const location of this._locations.recents()) {
      const name = toPath(location.bucket, location.key).replace(/\/$/, '');
      add(folderModel(location, { name }), 'recent');
    }
    // In the root nothing can be created.
    const root = folderModel({ bucket: '', key: '' }, { writable: false });
    return { ...root, content, format: 'json' };
  }

  /** Whether a folder that was listed has more entries than were given. */
  isTruncated(path: string): boolean {
    return this._listings.get(path)?.hasMore ?? false;
  }

  /** What the last listings have told about an entry. */
  flags(path: string): IEntryFlags {
    const found: IEntryFlags = {};
    for (const flags of this._flags.values()) {
      Object.assign(found, flags.get(path));
    }
    return found;
  }

  private _pages(folder: IS3Location, start?: string): Pages {
    const writable = () => this._writable.get(folder) ?? true;
    return new Pages(this._room, folder, { start, writable });
  }

  /** Note what is special about the entries of a page, and what no longer. */
  private _take(path: string, page: IPage): Contents.IModel[] {
    const known = this._flags.get(path);
    page.entries.forEach(entry => known?.delete(entry.path));
    page.flags.forEach((flags, entry) => this._flag(path, entry, flags));
    return page.entries;
  }

  private _clearFlags(folder: string): void {
    this._flags.delete(folder);
  }

  private _flag(folder: string, path: string, flags: IEntryFlags): void {
    let entries = this._flags.get(folder);
    if (!entries) {
      entries = new Map();
      this._flags.set(folder, entries);
    }
    entries.set(path, flags);
  }

  private _room: IRoom;
  private _writable: Writable;
  private _locations: ILocations;
  /** By the folder: its last listing, to go on with. */
  private _listings = new Map<string, Pages>();
  /** By the folder that was listed, then by the path of the entry. */
  private _flags = new Map<string, Map<string, IEntryFlags>>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * A folder's path as JupyterLab has it: without a slash at its end.
   */
  export function pathOf(folder: IS3Location): string {
    return toPath(folder.bucket, folder.key).replace(/\/$/, '');
  }
}
