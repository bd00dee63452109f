// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

/**
 * The state of a folder's listing. `paused`: stopped and resumed automatically;
 * `stopped`: by the person, or after the first page if no more was requested;
 * `failed`: can be resumed.
 */
export type LoadState =
  'complete' | 'loading' | 'paused' | 'stopped' | 'failed';

/**
 * A source of pages.
 */
export interface IPageSource {
  /** The pages that were not returned before. */
  pages(signal: AbortSignal): AsyncIterable<Contents.IModel[]>;

  /** Whether there are more pages. */
  hasMore(): boolean;
}

/**
 * Loads the pages of one folder after the first one, in the background.
 */
export class PageLoader {
  /**
   * @param take - Takes a page; returns `false` to stop after it.
   * @param changed - Called when the state has changed.
   */
  constructor(take: (page: Contents.IModel[]) => boolean, changed: () => void) {
    this._take = take;
    this._changed = changed;
  }

  /** The state of the listing. */
  get state(): LoadState {
    return this._state;
  }

  /** The error; `null` unless loading failed. */
  get problem(): unknown {
    return this._problem;
  }

  /**
   * Set the source of the remaining pages; `null` when there are none. Does not
   * call `changed`.
   */
  open(source: IPageSource | null): void {
    this._abort.abort();
    this._source = source;
    this._problem = null;
    this._state = source ? 'stopped' : 'complete';
  }

  /** Load the remaining pages. Never rejects. */
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
        // A page that arrives is taken even after a stop: the source continues
        // after it.
        const isEnough = !this._take(page);
        if (abort.signal.aborted) {
          return;
        }
        if (isEnough && source.hasMore()) {
          this.halt('stopped');
          return;
        }
        // Let the browser handle events and paint between two pages.
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

  /** Stop immediately. `load` resumes. */
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
