// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IRequestOptions } from '../../s3/http/types';
import { problemOf, S3Error } from '../../s3/errors';
import { hasPrefix, listBuckets } from '../../s3/objects/list';
import { S3Location } from '../../s3/location';
import { folderModel } from './models';
import type { IPage } from './pages';
import { Pages } from './pages';
import type {
  IEntryFlags,
  IFoundEntries,
  ILocations,
  IDriveContext
} from '../context';
import type { Writable } from './writable';

/**
 * Lists folders, and the root.
 */
export class Folders {
  constructor(
    context: IDriveContext,
    writable: Writable,
    locations: ILocations
  ) {
    this._context = context;
    this._writable = writable;
    this._locations = locations;
  }

  /**
   * The error of listing the buckets, if the root is shown although that is not
   * allowed.
   */
  rootProblem: S3Error | null = null;

  /**
   * The model of a folder or bucket, with its first entries; `more` continues.
   *
   * Folders need no marker object. The folder of checkpoints is hidden.
   *
   * @param folder - Its key is `''` or ends in a slash.
   * @param options - `signal`: the caller has lost interest.
   *
   * @throws `S3Error` 404 when nothing has that prefix (a bucket may be empty).
   */
  async list(
    folder: S3Location,
    options: IRequestOptions = {}
  ): Promise<Contents.IModel> {
    const path = folder.entryPath;
    const pages = this._pages(folder);
    const page = await pages.next(options);
    if (folder.key && (await this._isNothing(folder, pages, options))) {
      throw new S3Error({
        message: `Nothing starts with ${folder.key}`,
        code: 'NoSuchKey',
        status: 404,
        origin: 'store',
        bucket: folder.bucket,
        key: folder.key
      });
    }
    this._context.vanished.put(folder);
    this._listings.set(path, pages);
    if (!pages.hasMore) {
      // The flags of entries on later pages stay valid until those pages are
      // listed.
      this._flags.delete(path);
    }
    const content = this._take(path, page);
    const writable = this._writable.get(folder) ?? true;
    return { ...folderModel(folder, { writable }), content, format: 'json' };
  }

  /**
   * The rest of a folder that `list` has begun, page by page, in the
   * background. After an error or a cancellation the next call continues.
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
   * The entries of a folder whose names begin exactly with a text: the first
   * thousand, by one request.
   */
  async find(
    folder: S3Location,
    start: string,
    options: IRequestOptions = {}
  ): Promise<IFoundEntries> {
    const pages = this._pages(folder, start);
    const page = await pages.next(options);
    const entries = this._take(folder.entryPath, page);
    return { entries, more: pages.hasMore };
  }

  /**
   * The root: buckets, bookmarks and recent locations.
   *
   * @throws `S3Error` when the buckets cannot be listed, unless it is not
   * allowed.
   */
  async root(options: IRequestOptions = {}): Promise<Contents.IModel> {
    const content: Contents.IModel[] = [];
    const root = S3Location.fromPath('', this._context.connection.name);
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
        this._context.connection,
        options
      )) {
        add(folderModel(root.child(name), { created }), 'bucket');
      }
    } catch (error) {
      if (problemOf(error) !== 'forbidden' || !(error instanceof S3Error)) {
        throw error;
      }
      this.rootProblem = error;
    }
    // Those of other connections are at the roots of these.
    const isHere = ({ connection }: S3Location) =>
      connection === root.connection;
    for (const { name, location } of this._locations.bookmarks()) {
      if (isHere(location)) {
        add(folderModel(location, { name }), 'bookmark');
      }
    }
    const { vanished } = this._context;
    const recents = this._locations.recents().filter(isHere);
    const gone = recents.filter(recent => vanished.has(recent.asFolder()));
    void vanished.verify(gone.map(each => each.asFolder()));
    for (const location of recents.filter(recent => !gone.includes(recent))) {
      add(folderModel(location, { name: location.entryPath }), 'recent');
    }
    // Nothing can be created in the root.
    const model = folderModel(root, { writable: false });
    return { ...model, content, format: 'json' };
  }

  /** Whether a folder that was listed has more entries than were returned. */
  isTruncated(path: string): boolean {
    return this._listings.get(path)?.hasMore ?? false;
  }

  /** What the last listings have shown about an entry. */
  flags(path: string): IEntryFlags {
    const found: IEntryFlags = {};
    for (const flags of this._flags.values()) {
      Object.assign(found, flags.get(path));
    }
    return found;
  }

  /** Whether a folder turns out not to exist after its first page. */
  private async _isNothing(
    { bucket, key }: S3Location,
    pages: Pages,
    options: IRequestOptions
  ): Promise<boolean> {
    if (!pages.isNothing || pages.hasMore) {
      return false;
    }
    // Someone else may have put something into a hidden folder.
    const { connection } = this._context;
    const isEmpty = async () =>
      !(await hasPrefix(connection, bucket, key, options));
    return !pages.hasHidden || isEmpty();
  }

  private _pages(folder: S3Location, start?: string): Pages {
    const writable = () => this._writable.get(folder) ?? true;
    return new Pages(this._context, folder, { start, writable });
  }

  /** Update the flags of the entries on a page. */
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

  private _context: IDriveContext;
  private _writable: Writable;
  private _locations: ILocations;
  /** The last listing of each folder, to be continued. */
  private _listings = new Map<string, Pages>();
  /**
   * The flags, by the folder that was listed, then by the path of the entry.
   */
  private _flags = new Map<string, Map<string, IEntryFlags>>();
}
