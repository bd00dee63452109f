// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

/**
 * How the listing of a folder stands. `paused`: by itself, and goes on by
 * itself; `stopped`: by the person, or because only the first page was asked
 * for; `failed`: it can be gone on with.
 */
export type LoadState =
  'complete' | 'loading' | 'paused' | 'stopped' | 'failed';

/**
 * Where pages come from.
 */
export interface IPageSource {
  /** The pages after those that were given before. */
  pages(signal: AbortSignal): AsyncIterable<Contents.IModel[]>;

  /** Whether there are any. */
  hasMore(): boolean;
}

/**
 * Loads the pages of one folder after the first one, in the background.
 */
export class PageLoader {
  /**
   * @param take - Takes a page; `false` to stop after it.
   * @param changed - Called when the state has changed.
   */
  constructor(take: (page: Contents.IModel[]) => boolean, changed: () => void) {
    this._take = take;
    this._changed = changed;
  }

  /** How it stands. */
  get state(): LoadState {
    return this._state;
  }

  /** What was thrown; `null` unless it failed. */
  get problem(): unknown {
    return this._problem;
  }

  /**
   * A folder was listed: these pages are left of it; none when `null`. The
   * caller knows: `changed` is not called.
   */
  open(source: IPageSource | null): void {
    this._abort.abort();
    this._source = source;
    this._problem = null;
    this._state = source ? 'stopped' : 'complete';
  }

  /** Load what is left, or go on. Never rejects. */
  async load(): Promise<void> {
    if (!this._source || this._state === 'loading') {
      return;
    }
    const source = this._source;
    const abort = (this._abort = new AbortController());
    this._set('loading');
    try {
      for await (const page of source.pages(abort.signal)) {
        if (this._source !== source) {
          return;
        }
        // A page that came is taken even if it was stopped meanwhile: the
        // source goes on after it.
        const isEnough = !this._take(page);
        if (abort.signal.aborted) {
          return;
        }
        if (isEnough && source.hasMore()) {
          this.halt('stopped');
          return;
        }
        // Clicks and frames come between two pages.
        await new Promise(resolve => setTimeout(resolve));
      }
      if (!abort.signal.aborted) {
        this._source = null;
        this._set('complete');
      }
    } catch (error) {
      if (!abort.signal.aborted) {
        this._set('failed', error);
      }
    }
  }

  /** Stop at once; `load` goes on. */
  halt(state: 'paused' | 'stopped'): void {
    this._abort.abort();
    if (this._state === 'loading' || this._state === 'paused') {
      this._set(state);
    }
  }

  private _set(state: LoadState, problem: unknown = null): void {
    this._problem = problem;
    if (this._state !== state) {
      this._state = state;
      this._changed();
    }
  }

  private readonly _take: (page: Contents.IModel[]) => boolean;
  private readonly _changed: () => void;
  private _source: IPageSource | null = null;
  private _state: LoadState = 'complete';
  private _problem: unknown = null;
  private _abort = new AbortController();
}
