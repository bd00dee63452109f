// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { Entries } from './entries';
import type { LoadState, IPageSource } from './loader';
import { PageLoader } from './loader';
import { Pace } from './pace';

/**
 * How many entries one page has at most.
 */
export const PAGE = 1000;

/**
 * A panel that was hidden for so long loads no more until it is shown again.
 */
const HIDDEN_MS = 30_000;

/**
 * Fills a folder with its entries: the first page, and the others in the
 * background, with changes made here in between.
 */
export class Filling implements IDisposable {
  /**
   * @param show - Called when the entries are to be shown as they are.
   * @param changed - Called when `state` has changed.
   * @param isWhole - Whether folders are loaded whole by themselves; else page
   * by page, as they are asked for.
   */
  constructor(show: () => void, changed: () => void, isWhole: () => boolean) {
    this._isWhole = isWhole;
    this._pace = new Pace(show);
    this._loader = new PageLoader(
      page => this._take(page),
      () => {
        this._onState();
        changed();
      }
    );
  }

  readonly entries = new Entries();

  /** A signal emitted for every page after the first. */
  get progressed(): ISignal<this, void> {
    return this._progressed;
  }

  /** How it stands. */
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

  /** A folder is about to be listed: `again`: the one that is shown. */
  expect(again: boolean): void {
    if (!again) {
      this._loader.halt('paused');
    } else if (this.state !== 'loading') {
      this.entries.expect();
    }
  }

  /**
   * Take the first page of a folder; what is shown of it stays until the
   * listing ends. The caller shows it.
   *
   * @param again - Whether it is the folder that was shown.
   * @param source - Gives the other pages; `null` when there are none.
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
    this.entries.merge(page);
    this._loader.open(source);
    if (!source || this.entries.confirmed >= this._limit) {
      this.entries.end();
    }
    this._pace.shown(this.entries.confirmed);
  }

  /** Go on by itself, as far as was wanted before. */
  proceed(): void {
    const isWanted = this.entries.confirmed < this._limit;
    if (isWanted && this.state !== 'complete' && this.state !== 'failed') {
      void this._loader.load();
    }
  }

  /** Stop; what was loaded stays. */
  stop(): void {
    this._limit = this.entries.size;
    this._loader.halt('stopped');
  }

  /**
   * Load the rest, or the next page. Resolves when it is over.
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

  /** Something was created, changed or deleted (`null`) here. */
  change(path: string, item: Contents.IModel | null): void {
    if (item) {
      this.entries.put(item);
    } else {
      this.entries.remove(path);
    }
    this._pace.changed();
  }

  /** Show at once what waits to be shown; `always`: all that is loaded. */
  flush(always = false): void {
    this._pace.flush(always);
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
  private readonly _pace: Pace;
  private readonly _progressed = new Signal<this, void>(this);
  /** As soon as so many entries are confirmed no further page is asked for. */
  private _limit = Infinity;
  private _hiding = 0;
  private _isDisposed = false;
}
