// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { S3BrowserModel } from '../model/browsermodel';
import type { Matcher } from '../model/filteredentries';

/**
 * A text unchanged for this long (ms) is sent to the store.
 */
const SETTLE_MS = 250;

/**
 * Searches the current folder as the person types.
 *
 * Loaded entries match if their name contains the text anywhere, ignoring case.
 * While not all are loaded, the store is asked for the names that begin with
 * the text, case-sensitively: one request, no matter how large the folder. Both
 * results are shown.
 */
export class SearchModel implements IDisposable {
  constructor(model: S3BrowserModel) {
    this._model = model;
    this._ask = new Debouncer(() => this._askStore(), SETTLE_MS);
    model.pathChanged.connect(this._onMoved, this);
    model.stateChanged.connect(this._onState, this);
  }

  /** Whether going to another folder clears the text. */
  clearsOnMove = false;

  /** A signal emitted when anything here changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is searched for; `''` for nothing. */
  get text(): string {
    return this._text;
  }

  set text(value: string) {
    if (value === this._text) {
      return;
    }
    this._text = value;
    // The results of a longer text are among those of a shorter one, if these
    // were complete.
    const isNarrower =
      this._answered !== null &&
      !this._hasMore &&
      value.startsWith(this._answered);
    if (!isNarrower) {
      this._forget();
    }
    this._look();
  }

  /** Whether the store is being asked, or about to be. */
  get isAsking(): boolean {
    return this._isAsking;
  }

  /** Whether the store has returned the names that begin with the text. */
  get isAnswered(): boolean {
    return this._answered !== null;
  }

  /** Whether the store has more such names than it returned. */
  get hasMore(): boolean {
    return this._hasMore;
  }

  /** The error of the request to the store, or `null`. */
  get problem(): unknown {
    return this._problem;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._abort.abort();
      this._ask.dispose();
      this._model.pathChanged.disconnect(this._onMoved, this);
      this._model.stateChanged.disconnect(this._onState, this);
      Signal.clearData(this);
    }
  }

  /** Ask the store now: the text is complete, or the request failed before. */
  settle(): void {
    if (this._needsStore()) {
      void this._askStore();
    }
  }

  /** Filter, and ask the store if it may have more. */
  private _look(): void {
    if (this._needsStore()) {
      this._setAsking(true);
      // Rejects for a superseded text, which no longer matters.
      this._ask.invoke().catch(() => undefined);
    }
    this._apply();
  }

  private _apply(): void {
    const match = this._text ? matcherOf(this._text) : null;
    this._model.setFilter(match, this._found);
    this._changed.emit();
  }

  /**
   * Whether the store may have more names. Names contain no slash, and a
   * completely loaded folder needs no request.
   */
  private _needsStore(): boolean {
    const { _model: model, _text: text } = this;
    return (
      text !== '' &&
      !text.includes('/') &&
      this._answered === null &&
      !model.isRoot &&
      !model.navigation.isUnknown &&
      model.folder.isTruncated
    );
  }

  private async _askStore(): Promise<void> {
    if (this._isDisposed || !this._needsStore()) {
      this._setAsking(false);
      return;
    }
    const abort = this._renew();
    const { _model: model, _text: text } = this;
    const { localPath } = model;
    this._setAsking(true);
    try {
      const { signal } = abort;
      const { entries, more } = await model.drive.find(localPath, text, {
        signal
      });
      if (!signal.aborted) {
        this._found = entries.map(item => model.folder.toGlobal(item));
        this._answered = text;
        this._hasMore = more;
        this._problem = null;
      }
    } catch (error) {
      if (!abort.signal.aborted) {
        this._problem = error;
      }
    }
    if (!abort.signal.aborted) {
      this._setAsking(false);
      this._apply();
    }
  }

  private _renew(): AbortController {
    this._abort.abort();
    return (this._abort = new AbortController());
  }

  /** Discard the store's answer, and cancel the current request. */
  private _forget(): void {
    this._renew();
    this._found = [];
    this._answered = null;
    this._hasMore = false;
    this._problem = null;
    this._setAsking(false);
  }

  private _setAsking(value: boolean): void {
    this._isAsking = value;
    this._model.folder.isFinding = value;
  }

  private _onMoved(): void {
    if (this.clearsOnMove) {
      this._text = '';
    }
    this._forget();
    this._look();
  }

  /** The footer and this line show how much is loaded. */
  private _onState(): void {
    if (this._text) {
      this._changed.emit();
    }
  }

  private readonly _model: S3BrowserModel;
  private readonly _ask: Debouncer;
  private readonly _changed = new Signal<this, void>(this);
  private _text = '';
  private _found: Contents.IModel[] = [];
  private _answered: string | null = null;
  private _hasMore = false;
  private _problem: unknown = null;
  private _isAsking = false;
  private _abort = new AbortController();
  private _isDisposed = false;
}

/**
 * A matcher for names that contain a text anywhere, ignoring case but not
 * accents.
 */
export function matcherOf(text: string): Matcher {
  const wanted = text.toLowerCase();
  const all = Array.from({ length: text.length }, (_, i) => i);
  return item => {
    const at = item.name.toLowerCase().indexOf(wanted);
    return at < 0 ? null : { indices: all.map(i => at + i) };
  };
}
