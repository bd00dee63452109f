// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IRequestOptions } from '../s3/connection';
import { JOURNAL } from '../s3/journal';
import { listPage } from '../s3/listing';
import type { IListPage, IS3Object } from '../s3/listing';
import { basename, toPath, unaddressable } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { CHECKPOINTS } from './checkpoints';
import { fileModel, folderModel, markedModel } from './models';
import type { IEntryFlags, IRoom } from './types';

/**
 * How many entries one request lists: the most that S3 gives.
 */
export const PAGE = 1000;

/**
 * A page of a folder.
 */
export interface IPage {
  readonly entries: Contents.IModel[];

  /** What is special, by path; also of an entry of an earlier page. */
  readonly flags: Map<string, IEntryFlags>;
}

/**
 * One listing of one folder, page after page.
 *
 * It remembers where it stands: a page that failed or was cancelled is asked
 * for again by the next call. An object `proj` and the folder `proj/` are told
 * apart also when they come on different pages.
 */
export class Pages {
  /**
   * @param folder - Its key is `''` or ends in a slash.
   * @param options - `start`: only names that begin with it. `writable`:
   * whether one may write in the folder.
   */
  constructor(
    room: IRoom,
    folder: IS3Location,
    options: { start?: string; writable: () => boolean }
  ) {
    this._room = room;
    this._folder = folder;
    this._prefix = folder.key + (options.start ?? '');
    this._writable = options.writable;
  }

  /** Whether there is more, as far as is known. */
  get hasMore(): boolean {
    return this._token !== null;
  }

  /** Whether nothing has the prefix of the folder, its marker included. */
  get isNothing(): boolean {
    return this._isNothing;
  }

  /**
   * The next page; it may hold nothing to show.
   *
   * @throws `S3Error`; the next call asks for the same page.
   */
  async next(options: IRequestOptions = {}): Promise<IPage> {
    const page = await listPage(
      this._room.connection,
      this._folder.bucket,
      this._prefix,
      {
        ...options,
        delimiter: '/',
        maxKeys: PAGE,
        token: this._token ?? undefined
      }
    );
    this._token = page.nextToken;
    this._isNothing &&= !page.objects.length && !page.prefixes.length;
    return this._page(page);
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

  /** A sub-folder; `names`: the objects that may have its name. */
  private _sub(
    prefix: string,
    names: Set<string>,
    writable: boolean
  ): Contents.IModel[] {
    const { bucket, key: folder } = this._folder;
    const reason = unaddressable(prefix);
    if (reason) {
      const model = markedModel(bucket, folder, prefix);
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
    return [folderModel({ bucket, key: prefix }, { writable })];
  }

  private _object(object: IS3Object, writable: boolean): Contents.IModel[] {
    const { bucket, key: folder } = this._folder;
    const { key } = object;
    const reason = unaddressable(key);
    if (reason) {
      const model = markedModel(bucket, folder, key, object);
      this._flags.set(model.path, { unaddressable: reason, key });
      return [model];
    }
    // The key of the folder itself is its marker.
    if (key === folder || basename(key) === JOURNAL) {
      return [];
    }
    const model = fileModel(this._room, { bucket, key }, object, { writable });
    // A store that does not sort as S3 does may tell the folder first.
    return this._prefixes.delete(`${key}/`)
      ? [this._twin(key, writable), model]
      : [model];
  }

  /**
   * The folder that has the name of an object. The slash at the end of its
   * path tells it from the object.
   */
  private _twin(object: string, writable: boolean): Contents.IModel {
    const { bucket } = this._folder;
    const key = `${object}/`;
    const path = toPath(bucket, key);
    this._flags.set(path, { ambiguous: true, key });
    this._flags.set(toPath(bucket, object), { ambiguous: true, key: object });
    return { ...folderModel({ bucket, key }, { writable }), path };
  }

  /**
   * Keep the objects whose folder may come on a later page. Keys come in the
   * order of their bytes: between `proj` and `proj/` stand only keys that
   * begin with `proj`.
   */
  private _keepOpen(page: IListPage, names: Set<string>): void {
    const ends = [page.objects.slice(-1)[0]?.key, page.prefixes.slice(-1)[0]];
    const [last] = ends.flatMap(key => key ?? []).sort(Private.fromEnd);
    if (last !== undefined) {
      this._open = [...names].filter(key => last.startsWith(key));
    }
  }

  private readonly _room: IRoom;
  private readonly _folder: IS3Location;
  private readonly _prefix: string;
  private readonly _writable: () => boolean;
  /** `undefined` before the first page, `null` after the last one. */
  private _token: string | null | undefined;
  private _isNothing = true;
  private _flags = new Map<string, IEntryFlags>();
  private _open: string[] = [];
  /** The folders told so far: few, compared to objects. */
  private readonly _prefixes = new Set<string>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The reverse order of S3: by the bytes of UTF-8, as by code points.
   */
  export function fromEnd(b: string, a: string): number {
    const [left, right] = [Array.from(a), Array.from(b)];
    const at = left.findIndex((char, i) => char !== right[i]);
    return at < 0
      ? left.length - right.length
      : left[at].codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1);
  }
}
