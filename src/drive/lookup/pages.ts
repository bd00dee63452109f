// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IRequestOptions } from '../../s3/http/types';
import { JOURNAL } from '../../s3/copies/movejournal';
import { isArchived, listPage } from '../../s3/objects/list';
import type { IListPage, IS3Object } from '../../s3/objects/list';
import { basename, unaddressable } from '../../s3/keys';
import type { S3Location } from '../../s3/location';
import { CHECKPOINTS } from './checkpointkeys';
import { fileModel, folderModel, markedModel } from './models';
import type { IEntryFlags, IDriveContext } from '../context';

/**
 * How many entries one request lists: the maximum of S3.
 */
export const LIST_PAGE = 1000;

/**
 * A page of a folder.
 */
export interface IPage {
  readonly entries: Contents.IModel[];

  /** What is special, by path; it may concern an entry of an earlier page. */
  readonly flags: Map<string, IEntryFlags>;
}

/**
 * One listing of one folder, page after page.
 *
 * It remembers its position: a page that failed or was cancelled is requested
 * again by the next call. An object `proj` and the folder `proj/` are
 * recognised as sharing a name even when they come on different pages.
 */
export class Pages {
  /**
   * @param folder - Its key is `''` or ends in a slash.
   * @param options - `start`: only names that begin with it. `writable`:
   * whether the folder is writable.
   */
  constructor(
    context: IDriveContext,
    folder: S3Location,
    options: { start?: string; writable: () => boolean }
  ) {
    this._context = context;
    this._folder = folder;
    this._prefix = folder.key + (options.start ?? '');
    this._writable = options.writable;
  }

  /** Whether there is more, as far as is known. */
  get hasMore(): boolean {
    return this._token !== null;
  }

  /** Whether there is nothing to show, and no marker of the folder. */
  get isNothing(): boolean {
    return this._isNothing;
  }

  /** Whether there are folders that are not shown because they are empty. */
  get hasHidden(): boolean {
    return this._hasHidden;
  }

  /**
   * The next page; it may have nothing to show.
   *
   * @throws `S3Error`; the next call requests the same page again.
   */
  async next(options: IRequestOptions = {}): Promise<IPage> {
    const page = await listPage(
      this._context.connection,
      this._folder.bucket,
      this._prefix,
      {
        ...options,
        delimiter: '/',
        maxKeys: LIST_PAGE,
        oddSizes: true,
        token: this._token ?? undefined
      }
    );
    this._token = page.nextToken;
    const { vanished } = this._context;
    const at = (prefix: string) => this._folder.withKey(prefix);
    const hidden = page.prefixes.filter(prefix => vanished.has(at(prefix)));
    const prefixes = page.prefixes.filter(prefix => !vanished.has(at(prefix)));
    this._isNothing &&= !page.objects.length && !prefixes.length;
    this._hasHidden ||= hidden.length > 0;
    void vanished.verify(hidden.map(at));
    return this._page({ ...page, prefixes });
  }

  private _page(page: IListPage): IPage {
    this._flags = new Map();
    const writable = this._writable();
    const names = new Set(page.objects.map(object => object.key));
    this._open.forEach(key => names.add(key));
    const entries = [
      ...page.prefixes.flatMap(prefix => this._sub(prefix, names, writable)),
      ...page.objects.flatMap(object => this._object(object, writable))
    ];
    this._keepOpen(page, names);
    return { entries, flags: this._flags };
  }

  /** A subfolder; `names` are the objects that may have its name. */
  private _sub(
    prefix: string,
    names: Set<string>,
    writable: boolean
  ): Contents.IModel[] {
    const reason = unaddressable(prefix);
    if (reason) {
      const model = markedModel(this._folder, prefix);
      this._flags.set(model.path, { unaddressable: reason, key: prefix });
      return [model];
    }
    if (basename(prefix) + '/' === CHECKPOINTS) {
      return [];
    }
    const object = prefix.slice(0, -1);
    if (names.has(object)) {
      return [this._twin(object, writable)];
    }
    this._prefixes.add(prefix);
    return [folderModel(this._folder.withKey(prefix), { writable })];
  }

  private _object(object: IS3Object, writable: boolean): Contents.IModel[] {
    const { key } = object;
    const reason = unaddressable(key);
    if (reason) {
      const model = markedModel(this._folder, key, object);
      this._flags.set(model.path, { unaddressable: reason, key });
      return [model];
    }
    // The key of the folder itself is its marker.
    if (key === this._folder.key || basename(key) === JOURNAL) {
      return [];
    }
    const location = this._folder.withKey(key);
    const model = fileModel(this._context, location, object, { writable });
    // A store that does not sort like S3 may list the folder first.
    const models = this._prefixes.delete(`${key}/`)
      ? [this._twin(key, writable), model]
      : [model];
    if (isArchived(object)) {
      const known = this._flags.get(model.path);
      const archived = object.storageClass;
      this._flags.set(model.path, { ...known, archived });
    }
    return models;
  }

  /**
   * A folder that has the name of an object. The slash at the end of its path
   * distinguishes it from the object.
   */
  private _twin(object: string, writable: boolean): Contents.IModel {
    const file = this._folder.withKey(object);
    const folder = file.asFolder();
    for (const { key, path } of [folder, file]) {
      this._flags.set(path, { ambiguous: true, key });
    }
    return { ...folderModel(folder, { writable }), path: folder.path };
  }

  /**
   * Remember the objects whose folder may come on a later page. Keys are sorted
   * by their bytes: all keys between `proj` and `proj/` begin with `proj`.
   */
  private _keepOpen(page: IListPage, names: Set<string>): void {
    const ends = [page.objects.slice(-1)[0]?.key, page.prefixes.slice(-1)[0]];
    const [last] = ends.flatMap(key => key ?? []).sort(Private.fromEnd);
    if (last !== undefined) {
      this._open = [...names].filter(key => last.startsWith(key));
    }
  }

  private readonly _context: IDriveContext;
  private readonly _folder: S3Location;
  private readonly _prefix: string;
  private readonly _writable: () => boolean;
  /** `undefined` before the first page, `null` after the last one. */
  private _token: string | null | undefined;
  private _isNothing = true;
  private _hasHidden = false;
  private _flags = new Map<string, IEntryFlags>();
  private _open: string[] = [];
  /** The folders listed so far: few, compared to objects. */
  private readonly _prefixes = new Set<string>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The reverse of S3's order, by bytes of UTF-8, which is that of code points.
   */
  export function fromEnd(b: string, a: string): number {
    const [left, right] = [Array.from(a), Array.from(b)];
    const at = left.findIndex((char, i) => char !== right[i]);
    return at < 0
      ? left.length - right.length
      : left[at].codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1);
  }
}
