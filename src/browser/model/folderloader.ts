// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { Entries } from './entries';
import type { LoadState, IPageSource } from './pageloader';
import { PageLoader } from './pageloader';
import { RedrawThrottle } from './redrawthrottle';

/**
 * The maximum number of entries in one page.
 */
export const PAGE = 1000;

/**
 * A panel hidden for this long stops loading until it is shown again.
 */
const HIDDEN_MS = 30_000;

/**
 * Loads the entries of a folder: the first page, then the others in the
 * background, merged with local changes.
 */
export class FolderLoader implements IDisposable {
  /**
   * @param show - Called when the current entries are to be shown.
   * @param changed - Called when `state` has changed.
   * @param isWhole - Whether folders are loaded completely in the background,
   * or page by page on request.
   */
  constructor(show: () => void, changed: () => void, isWhole: () => boolean) {
    this._isWhole = isWhole;
    this._pace = new RedrawThrottle(show);
    this._loader = new PageLoader(
      page => this._take(page),
      () => {
        this._onState();
        changed();
      }
    );
  }

  readonly entries = new Entries();

  /** A signal emitted for each page after the first. */
  get progressed(): ISignal<this, void> {
    return this._progressed;
  }

  /** The state of the listing. */
  get state(): LoadState {
    return this._loader.state;
  }

  /** Why it failed, or `null`. */
  get problem(): unknown {
    return this._loader.problem;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._loader.open(null);
      this._pace.dispose();
      window.clearTimeout(this._hiding);
      Signal.clearData(this);
    }
  }

  /** A folder is about to be listed. `again`: it is the current one. */
  expect(again: boolean): void {
    this._awaited.clear();
    if (!again) {
      this._loader.halt('paused');
    } else if (this.state !== 'loading') {
      this.entries.expect();
    }
  }

  /**
   * Take the first page of a folder, which the caller shows. In a folder listed
   * again, old entries stay until the listing ends.
   *
   * @param again - Whether it is the folder that was already shown.
   * @param source - The source of the other pages; `null` when there are none.
   */
  open(
    page: Contents.IModel[],
    again: boolean,
    source: IPageSource | null
  ): void {
    if (!again) {
      this.entries.clear();
      this._limit = this._isWhole() ? Infinity : 1;
    }
    this.entries.begin();
    this._awaited.forEach((item, path) => this._put(path, item));
    this._awaited.clear();
    this.entries.merge(page);
    this._loader.open(source);
    if (!source || this.entries.confirmed >= this._limit) {
      this.entries.end();
    }
    this._pace.shown(this.entries.confirmed);
  }

  /** Continue automatically, up to the limit set before. */
  proceed(): void {
    const isWanted = this.entries.confirmed < this._limit;
    if (isWanted && this.state !== 'complete' && this.state !== 'failed') {
      void this._loader.load();
    }
  }

  /** Stop. Loaded entries stay. */
  stop(): void {
    this._limit = this.entries.size;
    this._loader.halt('stopped');
  }

  /**
   * Load the rest, or the next page. Resolves when done.
   */
  async resume(): Promise<void> {
    this._limit = this._isWhole() ? Infinity : this.entries.confirmed + 1;
    await this._loader.load();
  }

  /** The panel was hidden, or shown again. */
  setShown(isShown: boolean): void {
    window.clearTimeout(this._hiding);
    if (!isShown) {
      const pause = () => this._loader.halt('paused');
      this._hiding = window.setTimeout(pause, HIDDEN_MS);
    } else if (this.state === 'paused') {
      this.proceed();
    }
  }

  /** An entry was created, changed or deleted (`null`) locally. */
  change(path: string, item: Contents.IModel | null): void {
    this._put(path, item);
    this._pace.changed();
  }

  /**
   * The same in a folder that is about to be listed for the first time: the
   * listing may be older than the change.
   */
  changeAwaited(path: string, item: Contents.IModel | null): void {
    this._awaited.set(path, item);
  }

  /** Show pending changes now. `always`: show all that is loaded. */
  flush(always = false): void {
    this._pace.flush(always);
  }

  private _put(path: string, item: Contents.IModel | null): void {
    if (item) {
      this.entries.put(item);
    } else {
      this.entries.remove(path);
    }
  }

  private _take(page: Contents.IModel[]): boolean {
    this.entries.merge(page);
    this._pace.grown(this.entries.confirmed);
    this._progressed.emit();
    return this.entries.confirmed < this._limit;
  }

  private _onState(): void {
    const { confirmed } = this.entries;
    if (this.state === 'complete' || confirmed >= this._limit) {
      this.entries.end();
    }
    if (this.state !== 'loading') {
      this._pace.flush(true);
    }
  }

  private readonly _isWhole: () => boolean;
  private readonly _loader: PageLoader;
  private readonly _pace: RedrawThrottle;
  private readonly _progressed = new Signal<this, void>(this);
  private readonly _awaited = new Map<string, Contents.IModel | null>();
  /** No more pages are requested once this many entries are confirmed. */
  private _limit = Infinity;
  private _hiding = 0;
  private _isDisposed = false;
}
