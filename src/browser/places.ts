// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IS3Location } from '../s3/path';
import { parseLocation, toUri } from '../s3/path';

/**
 * A bookmark as the settings hold it.
 */
export interface IBookmarkSetting {
  /** What is shown; the place itself when absent or empty. */
  name?: string;
  /** `s3://bucket/prefix/` (`bucket/prefix/` will do). */
  uri: string;
}

/**
 * A bookmark that could be read.
 */
export interface IBookmark {
  readonly name: string;
  readonly location: IS3Location;
}

/**
 * Bookmarks and recent locations, shown at the root beside the buckets.
 */
export class Places {
  /**
   * A signal emitted when bookmarks or recent locations change.
   */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /**
   * The bookmarks, in the order of the settings.
   */
  bookmarks(): IBookmark[] {
    return this._bookmarks;
  }

  /**
   * The locations opened last, the newest first, without bookmarked ones.
   */
  recents(): IS3Location[] {
    return this._recents
      .filter(location => !this.isBookmarked(location))
      .slice(0, this._limit);
  }

  /**
   * Take the bookmarks of the settings. Those that cannot be read, and
   * repeated ones, are left out.
   */
  setBookmarks(settings: IBookmarkSetting[]): void {
    const seen = new Set<string>();
    this._bookmarks = settings.flatMap(setting => {
      const location = Private.read(setting.uri);
      if (!location || seen.has(toUri(location))) {
        return [];
      }
      seen.add(toUri(location));
      const name = setting.name?.trim() || Private.shortName(location);
      return [{ name, location }];
    });
    this._changed.emit();
  }

  /**
   * Whether a place is bookmarked.
   */
  isBookmarked(location: IS3Location): boolean {
    return this._bookmarks.some(mark => Private.same(mark.location, location));
  }

  /**
   * The settings with a place bookmarked, or, when it is, without it.
   */
  toggled(
    settings: IBookmarkSetting[],
    place: IS3Location
  ): IBookmarkSetting[] {
    const others = settings.filter(setting => {
      const location = Private.read(setting.uri);
      return !location || !Private.same(location, place);
    });
    return others.length < settings.length
      ? others
      : [...settings, { name: '', uri: toUri(place) }];
  }

  /**
   * How many recent locations are shown; 0 keeps none.
   */
  set limit(value: number) {
    this._limit = Math.max(0, value);
    this._changed.emit();
  }

  /**
   * The recent locations as URIs, to be stored.
   */
  storedRecents(): string[] {
    return this._recents.slice(0, this._limit).map(toUri);
  }

  /**
   * Take stored recent locations; what was added meanwhile goes first.
   */
  restoreRecents(uris: string[]): void {
    const added = this._recents;
    this._recents = uris.flatMap(uri => Private.read(uri) ?? []);
    for (const location of added.reverse()) {
      this._push(location);
    }
    this._changed.emit();
  }

  /**
   * Remember that a place was opened.
   */
  addRecent(location: IS3Location): void {
    this._push(location);
    this._changed.emit();
  }

  /**
   * Forget a recent location.
   */
  forget(location: IS3Location): void {
    this._recents = this._recents.filter(
      recent => !Private.same(recent, location)
    );
    this._changed.emit();
  }

  private _push(location: IS3Location): void {
    this._recents = [
      location,
      ...this._recents.filter(recent => !Private.same(recent, location))
    ].slice(0, Private.KEPT);
  }

  private _bookmarks: IBookmark[] = [];
  private _recents: IS3Location[] = [];
  private _limit = 5;
  private _changed = new Signal<this, void>(this);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** How many recent locations are kept, so that a higher limit finds some. */
  export const KEPT = 20;

  /**
   * A place as a setting names it, or `null`.
   */
  export function read(uri: string): IS3Location | null {
    try {
      return parseLocation(uri, []);
    } catch {
      return null;
    }
  }

  /**
   * The same place, with or without the slash that ends a folder.
   */
  export function same(a: IS3Location, b: IS3Location): boolean {
    return (
      a.bucket === b.bucket &&
      a.key.replace(/\/$/, '') === b.key.replace(/\/$/, '')
    );
  }

  export function shortName(location: IS3Location): string {
    return toUri(location).slice('s3://'.length).replace(/\/$/, '');
  }
}
