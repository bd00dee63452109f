// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IS3Location } from '../s3/path';
import { parsePath, toUri, unaddressable } from '../s3/path';
import type { S3FileBrowser } from './browser';
import type { GuardedAction } from './guards';
import { refusalOf } from './guards';
import type { Places } from './places';

/**
 * What the commands of the panel are about.
 */
export class Targets {
  constructor(browser: S3FileBrowser, places: Places) {
    this._browser = browser;
    this._places = places;
  }

  /**
   * The paths in the drive (`bucket/key`) that a command is about: its
   * argument, else what is selected, else the place itself. With
   * `{ toolbar: true }` always that.
   */
  paths(args: ReadonlyPartialJSONObject): string[] {
    return Array.from(this._targets(args), ({ path }) => path);
  }

  /**
   * The exact places: a folder's key ends in a slash. None at the root.
   */
  locations(args: ReadonlyPartialJSONObject): IS3Location[] {
    return Array.from(this._locations(args));
  }

  /** Whether there is any such place. Asked at each click, so cheap. */
  hasLocation(args: ReadonlyPartialJSONObject): boolean {
    return !this._locations(args).next().done;
  }

  /** The exact place, where there is just one. Asked at each click, so cheap. */
  single(args: ReadonlyPartialJSONObject): IS3Location | null {
    const places = this._locations(args);
    const first = places.next();
    return first.done || !places.next().done ? null : first.value;
  }

  /** Whether there is just one place, which can be addressed. */
  hasSingle(args: ReadonlyPartialJSONObject): boolean {
    const place = this.single(args);
    return place !== null && unaddressable(place.key) === null;
  }

  /** Whether there are several places. Asked at each click, so cheap. */
  hasSeveral(args: ReadonlyPartialJSONObject): boolean {
    return this.hasLocation(args) && this.single(args) === null;
  }

  /** The `s3://` URIs. */
  uris(args: ReadonlyPartialJSONObject): string[] {
    return this.locations(args).map(toUri);
  }

  /** Whether the first place is bookmarked. Asked at each click, so cheap. */
  isBookmarked(args: ReadonlyPartialJSONObject): boolean {
    const first = this._locations(args).next();
    return !first.done && this._places.isBookmarked(first.value);
  }

  /** Why something cannot be done in this place, or `null`. */
  refusal(action: GuardedAction): string | null {
    return refusalOf(action, this._browser.s3, []);
  }

  /** Why something cannot be done with what is selected, or `null`. */
  refusalOfSelected(action: GuardedAction): string | null {
    const items = Array.from(this._browser.selectedItems());
    return refusalOf(action, this._browser.s3, items);
  }

  private *_targets(args: ReadonlyPartialJSONObject): Generator<ITarget> {
    const { localPath, manager } = this._browser.s3;
    const { contents } = manager.services;
    if (typeof args.path === 'string') {
      const path = contents.localPath(args.path);
      yield { path, isFolder: this._isFolder(path) };
      return;
    }
    let isAny = false;
    if (!args.toolbar) {
      for (const { path, type } of this._browser.selectedItems()) {
        isAny = true;
        const isFolder = type === 'directory';
        yield { path: contents.localPath(path), isFolder };
      }
    }
    if (!isAny) {
      yield { path: localPath, isFolder: true };
    }
  }

  private *_locations(args: ReadonlyPartialJSONObject): Generator<IS3Location> {
    const { drive } = this._browser.s3;
    for (const { path, isFolder } of this._targets(args)) {
      if (path !== '') {
        const { bucket, key } = parsePath(path);
        const exact = drive.flags(path).key ?? key;
        const isOpen = isFolder && exact && !exact.endsWith('/');
        yield { bucket, key: isOpen ? `${exact}/` : exact };
      }
    }
  }

  private _isFolder(path: string): boolean {
    const { localPath } = this._browser.s3;
    const item = this._browser.s3.entryAt(path);
    return item ? item.type === 'directory' : path === localPath;
  }

  private readonly _browser: S3FileBrowser;
  private readonly _places: Places;
}

/**
 * What a command is about.
 */
interface ITarget {
  /** `bucket/key`. */
  readonly path: string;
  readonly isFolder: boolean;
}
