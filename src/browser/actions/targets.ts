// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { S3Location } from '../../s3/location';
import { unaddressable } from '../../s3/keys';
import type { GuardedAction } from '../model/types';
import { refusalOf } from '../model/guards';
import type { S3BrowserModel } from '../model/browsermodel';
import type { Bookmarks } from '../../bookmarks/bookmarks';

/**
 * What the commands of the panel apply to.
 */
export class Targets {
  /**
   * @param selected - Returns the selected entries.
   */
  constructor(
    model: S3BrowserModel,
    selected: () => Iterable<Contents.IModel>,
    places: Bookmarks
  ) {
    this._model = model;
    this._selected = selected;
    this._places = places;
  }

  /**
   * The exact locations that a command applies to: its argument (`path`), or
   * the selection, or the current folder. With `{ toolbar: true }` always the
   * current folder. A folder's key ends in a slash. Empty at the root.
   */
  locations(args: ReadonlyPartialJSONObject): S3Location[] {
    return Array.from(this._locations(args));
  }

  /**
   * Whether there is any such location. Called at each click, so it is cheap.
   */
  hasLocation(args: ReadonlyPartialJSONObject): boolean {
    return !this._locations(args).next().done;
  }

  /**
   * The exact location if there is only one. Called at each click, so it is
   * cheap.
   */
  single(args: ReadonlyPartialJSONObject): S3Location | null {
    const places = this._locations(args);
    const first = places.next();
    return first.done || !places.next().done ? null : first.value;
  }

  /** Whether there is only one location, and it can be addressed. */
  hasSingle(args: ReadonlyPartialJSONObject): boolean {
    const location = this.single(args);
    return location !== null && unaddressable(location.key) === null;
  }

  /**
   * Whether the first location is bookmarked. Called at each click, so it is
   * cheap.
   */
  isBookmarked(args: ReadonlyPartialJSONObject): boolean {
    const first = this._locations(args).next();
    return !first.done && this._places.isBookmarked(first.value);
  }

  /** Why an action cannot be done in the current folder, or `null`. */
  refusal(action: GuardedAction): string | null {
    return refusalOf(action, this._model, []);
  }

  /** Why an action cannot be done with the selection, or `null`. */
  refusalOfSelected(action: GuardedAction): string | null {
    const items = Array.from(this._selected());
    return refusalOf(action, this._model, items);
  }

  private *_targets(args: ReadonlyPartialJSONObject): Generator<ITarget> {
    const { localPath, manager } = this._model;
    const { contents } = manager.services;
    if (typeof args.path === 'string') {
      const path = contents.localPath(args.path);
      yield { path, isFolder: this._isFolder(path) };
      return;
    }
    let isAny = false;
    if (!args.toolbar) {
      for (const { path, type } of this._selected()) {
        isAny = true;
        const isFolder = type === 'directory';
        yield { path: contents.localPath(path), isFolder };
      }
    }
    if (!isAny) {
      yield { path: localPath, isFolder: true };
    }
  }

  private *_locations(args: ReadonlyPartialJSONObject): Generator<S3Location> {
    const { drive } = this._model;
    for (const { path, isFolder } of this._targets(args)) {
      if (path !== '') {
        const location = drive.entryAt(path);
        yield isFolder ? location.asFolder() : location;
      }
    }
  }

  private _isFolder(path: string): boolean {
    const { localPath } = this._model;
    const item = this._model.folder.entryAt(path);
    return item ? item.type === 'directory' : path === localPath;
  }

  private readonly _model: S3BrowserModel;
  private readonly _selected: () => Iterable<Contents.IModel>;
  private readonly _places: Bookmarks;
}

/**
 * An entry that a command applies to.
 */
interface ITarget {
  /** `bucket/key`. */
  readonly path: string;
  readonly isFolder: boolean;
}
