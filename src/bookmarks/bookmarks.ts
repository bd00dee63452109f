// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import {
  DEFAULT_CONNECTION,
  type IS3Location,
  S3Location
} from '../s3/location';

/**
 * A bookmark in the settings.
 */
export interface IBookmarkSetting {
  /** The name to show; the location itself when absent or empty. */
  name?: string;
  /**
   * `s3://bucket/prefix/` (`bucket/prefix/` works too); of another connection
   * `s3-<name>:bucket/prefix/`.
   */
  uri: string;
}

/**
 * A bookmark with a valid location.
 */
export interface IBookmark {
  readonly name: string;
  readonly location: S3Location;
}

/**
 * Bookmarks and recent locations, shown at the root beside the buckets.
 */
export class Bookmarks {
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
  recents(): S3Location[] {
    return this._recents
      .filter(location => !this.isBookmarked(location))
      .slice(0, this._limit);
  }

  /**
   * Set the bookmarks from the settings. Invalid and repeated ones are left
   * out.
   */
  setBookmarks(settings: IBookmarkSetting[]): void {
    const seen = new Set<string>();
    this._bookmarks = settings.flatMap(setting => {
      const location = Private.read(setting.uri);
      if (!location || seen.has(location.id)) {
        return [];
      }
      seen.add(location.id);
      const name = setting.name?.trim() || location.entryPath;
      return [{ name, location }];
    });
    this._changed.emit();
  }

  /**
   * Whether a location is bookmarked.
   */
  isBookmarked(location: IS3Location): boolean {
    return this._bookmarks.some(mark => Private.same(mark.location, location));
  }

  /**
   * The settings with a location added to the bookmarks, or removed if it was
   * one.
   */
  toggled(
    settings: IBookmarkSetting[],
    location: IS3Location
  ): IBookmarkSetting[] {
    const others = settings.filter(setting => {
      const known = Private.read(setting.uri);
      return !known || !Private.same(known, location);
    });
    return others.length < settings.length
      ? others
      : [...settings, { name: '', uri: S3Location.of(location).address }];
  }

  /**
   * How many recent locations are shown; 0 for none.
   */
  set limit(value: number) {
    this._limit = Math.max(0, value);
    this._changed.emit();
  }

  /**
   * The recent locations as addresses, to be stored.
   */
  storedRecents(): string[] {
    return this._recents.slice(0, this._limit).map(({ address }) => address);
  }

  /**
   * Restore stored recent locations; those added meanwhile come first.
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
   * Record that a location was opened.
   */
  addRecent(location: S3Location): void {
    this._push(location);
    this._changed.emit();
  }

  /**
   * Remove a recent location.
   */
  forget(location: S3Location): void {
    this._recents = this._recents.filter(
      recent => !Private.same(recent, location)
    );
    this._changed.emit();
  }

  private _push(location: S3Location): void {
    this._recents = [
      location,
      ...this._recents.filter(recent => !Private.same(recent, location))
    ].slice(0, Private.KEPT);
  }

  private _bookmarks: IBookmark[] = [];
  private _recents: S3Location[] = [];
  private _limit = 5;
  private _changed = new Signal<this, void>(this);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * How many recent locations are stored, so that a higher limit can show some.
   */
  export const KEPT = 20;

  /**
   * Parse a location in the settings; `null` if it is invalid.
   */
  export function read(uri: string): S3Location | null {
    try {
      return S3Location.typed(uri, [], DEFAULT_CONNECTION);
    } catch {
      return null;
    }
  }

  /**
   * Whether two locations are the same, with or without a folder's final slash.
   */
  export function same(one: S3Location, other: IS3Location): boolean {
    return S3Location.of(other).asFolder().equals(one.asFolder());
  }
}
