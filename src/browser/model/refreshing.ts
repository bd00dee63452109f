// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';

import type { IRefreshed } from './autorefresh';
import { AutoRefresh } from './autorefresh';
import type { FolderEntries } from './folderentries';
import type { Navigation } from './navigation';
import type { IRecovered } from './recovery';
import { Recovery } from './recovery';

/**
 * Changes within this time are handled by one listing.
 */
const SETTLE_MS = 100;

/**
 * Lists the current folder again: when asked to, after local changes,
 * automatically, and after an outage.
 */
export class Refreshing implements IDisposable, IRefreshed, IRecovered {
  constructor(navigation: Navigation, folder: FolderEntries) {
    this._navigation = navigation;
    this._folder = folder;
    this._soon = new Debouncer(() => this.refresh(), SETTLE_MS);
    this.automatic = new AutoRefresh(this);
    this._recovery = new Recovery(this);
  }

  /** Refreshes the folder automatically. */
  readonly automatic: AutoRefresh;

  get problem(): unknown {
    return this._navigation.problem;
  }

  get listedAt(): Date | null {
    return this._navigation.listedAt;
  }

  get loadedCount(): number {
    return this._folder.loadedCount;
  }

  /** Whether the folder is being listed or loaded. */
  get isBusy(): boolean {
    return this._folder.isLoading || this._navigation.pendingPath !== null;
  }

  /** Whether the panel is visible. Set by the panel. */
  get isShown(): boolean {
    return this._isShown;
  }

  set isShown(value: boolean) {
    this._isShown = value;
    this._folder.setShown(value);
    if (value) {
      this.automatic.returned();
    }
  }

  get isDisposed(): boolean {
    return this._soon.isDisposed;
  }

  dispose(): void {
    this.automatic.dispose();
    this._recovery.dispose();
    this._soon.dispose();
  }

  /**
   * List the folder again.
   *
   * @param isAsked - Whether the person asked for it.
   */
  relist(isAsked = true): Promise<void> {
    this._isAsked ||= isAsked;
    return this._navigation.relist();
  }

  /**
   * List the folder again, except for a large folder soon after a local change,
   * which already shows: JupyterLab's listing refreshes before it selects a new
   * entry.
   */
  async refresh(): Promise<void> {
    if (!this._folder.flushRecent()) {
      await this.relist(false);
    }
  }

  /** The folder changed locally: list it again, unless it is large. */
  followChange(): void {
    if (!this._folder.isLarge) {
      void this._soon.invoke();
    }
  }

  /** The location was listed, or could not be. */
  update(): void {
    this._recovery.update();
  }

  /**
   * The folder was listed.
   *
   * @returns Whether the person asked for it.
   */
  listed(): boolean {
    const isAsked = this._isAsked;
    this._isAsked = false;
    return isAsked;
  }

  private readonly _navigation: Navigation;
  private readonly _folder: FolderEntries;
  private readonly _recovery: Recovery;
  private readonly _soon: Debouncer;
  private _isShown = false;
  private _isAsked = false;
}
