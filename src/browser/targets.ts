// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IS3Location } from '../s3/path';
import { parsePath, toUri } from '../s3/path';
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
    const { manager, path } = this._browser.s3;
    const { contents } = manager.services;
    if (typeof args.path === 'string') {
      return [contents.localPath(args.path)];
    }
    const selected = args.toolbar
      ? []
      : Array.from(this._browser.selectedItems(), item => item.path);
    return (selected.length > 0 ? selected : [path]).map(path =>
      contents.localPath(path)
    );
  }

  /**
   * The exact places: a folder's key ends in a slash. None at the root.
   */
  locations(args: ReadonlyPartialJSONObject): IS3Location[] {
    return this.paths(args)
      .filter(path => path !== '')
      .map(path => this._locationOf(path));
  }

  /** The `s3://` URIs. */
  uris(args: ReadonlyPartialJSONObject): string[] {
    return this.locations(args).map(toUri);
  }

  /** Whether the first place is bookmarked. */
  isBookmarked(args: ReadonlyPartialJSONObject): boolean {
    const [place] = this.locations(args);
    return !!place && this._places.isBookmarked(place);
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

  private _locationOf(path: string): IS3Location {
    const { drive, localPath } = this._browser.s3;
    const { bucket, key } = parsePath(path);
    const exact = drive.flags(path).key ?? key;
    const item = this._browser.s3.entryAt(path);
    const isFolder = item ? item.type === 'directory' : path === localPath;
    return {
      bucket,
      key: isFolder && exact && !exact.endsWith('/') ? `${exact}/` : exact
    };
  }

  private readonly _browser: S3FileBrowser;
  private readonly _places: Places;
}
