// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf, S3Error } from '../s3/errors';
import { JOURNAL } from '../s3/journal';
import { listBuckets, listPage } from '../s3/listing';
import type { IListPage } from '../s3/listing';
import { basename, toPath, unaddressable } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { CHECKPOINTS } from './checkpoints';
import { fileModel, folderModel, markedModel } from './models';
import type { IEntryFlags, ILocations, IRoom } from './types';
import type { Writable } from './writable';

/**
 * How many entries a folder shows at first, and how many more each time.
 */
export const PAGE = 1000;

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
   * The model of a folder or bucket, with its first entries.
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
    const { objects, prefixes, nextToken } = await this._pages(folder, path);
    if (folder.key && !objects.length && !prefixes.length) {
      throw new S3Error({
        message: `Nothing starts with ${folder.key}`,
        code: 'NoSuchKey',
        status: 404,
        origin: 'store',
        bucket: folder.bucket,
        key: folder.key
      });
    }
    this._truncated.set(path, nextToken !== null);
    const content = this._entries(folder, { objects, prefixes, nextToken });
    const writable = this._writable.get(folder) ?? true;
    return { ...folderModel(folder, { writable }), content, format: 'json' };
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

  /** Show one page more of a folder from the next listing on. */
  showMore(path: string): void {
    this._limits.set(path, (this._limits.get(path) ?? PAGE) + PAGE);
  }

  /** Whether the last listing of a folder left entries out. */
  isTruncated(path: string): boolean {
    return this._truncated.get(path) ?? false;
  }

  /** What the last listings have told about an entry. */
  flags(path: string): IEntryFlags {
    const found: IEntryFlags = {};
    for (const flags of this._flags.values()) {
      Object.assign(found, flags.get(path));
    }
    return found;
  }

  private async _pages(folder: IS3Location, path: string): Promise<IListPage> {
    const limit = this._limits.get(path) ?? PAGE;
    const all: IListPage = { objects: [], prefixes: [], nextToken: null };
    let token: string | null | undefined;
    while (token !== null && all.objects.length + all.prefixes.length < limit) {
      const page: IListPage = await listPage(
        this._room.connection,
        folder.bucket,
        folder.key,
        { delimiter: '/', maxKeys: PAGE, token }
      );
      all.objects.push(...page.objects);
      all.prefixes.push(...page.prefixes);
      token = page.nextToken;
    }
    return { ...all, nextToken: token ?? null };
  }

  private _entries(folder: IS3Location, page: IListPage): Contents.IModel[] {
    const { bucket } = folder;
    const path = Private.pathOf(folder);
    this._clearFlags(path);
    const writable = this._writable.get(folder) ?? true;
    const names = new Set(page.objects.map(object => object.key));
    const entries: Contents.IModel[] = [];
    for (const prefix of page.prefixes) {
      const reason = unaddressable(prefix);
      if (reason) {
        const model = markedModel(bucket, folder.key, prefix);
        this._flag(path, model.path, { unaddressable: reason, key: prefix });
        entries.push(model);
        continue;
      }
      if (basename(prefix) + '/' === CHECKPOINTS) {
        continue;
      }
      const model = folderModel({ bucket, key: prefix }, { writable });
      if (names.has(prefix.slice(0, -1))) {
        // The slash tells the folder from the object of the same name.
        const own = { ...model, path: toPath(bucket, prefix) };
        this._flag(path, own.path, { ambiguous: true, key: prefix });
        this._flag(path, model.path, {
          ambiguous: true,
          key: prefix.slice(0, -1)
        });
        entries.push(own);
      } else {
        entries.push(model);
      }
    }
    for (const object of page.objects) {
      const { key } = object;
      const reason = unaddressable(key);
      if (reason) {
        const model = markedModel(bucket, folder.key, key, object);
        this._flag(path, model.path, { unaddressable: reason, key });
        entries.push(model);
      } else if (key !== folder.key && basename(key) !== JOURNAL) {
        // The key of the folder itself is its marker.
        entries.push(
          fileModel(this._room, { bucket, key }, object, { writable })
        );
      }
    }
    return entries;
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
  private _limits = new Map<string, number>();
  private _truncated = new Map<string, boolean>();
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
