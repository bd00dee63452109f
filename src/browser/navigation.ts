// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IChangedArgs } from '@jupyterlab/coreutils';
import { PathExt } from '@jupyterlab/coreutils';
import { FilterFileBrowserModel } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import { PromiseDelegate } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { emit } from './internals';
import { savedPlace, typedUri } from './paths';

/**
 * A file browser model that goes from place to place as a remote store asks
 * for it.
 *
 * Nothing is requested before `start` or `cd`. A place that cannot be listed is
 * entered all the same, and `problem` says why. When a place that is shown
 * cannot be listed again, its entries stay. The last navigation wins, however
 * late an earlier one is answered.
 */
export class NavigationModel extends FilterFileBrowserModel {
  constructor(options: NavigationModel.IOptions) {
    super({ ...options, auto: false, state: undefined });
    this._stateDB = options.state ?? null;
  }

  /**
   * A signal emitted when anything but the entries changes: what is being
   * listed, the problem, whether the place is writable.
   */
  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /** The place in the drive: `bucket/key`, `''` at the root. */
  get localPath(): string {
    return this.manager.services.contents.localPath(this.path);
  }

  /** Whether the root of the drive is shown. */
  get isRoot(): boolean {
    return this.localPath === '';
  }

  /** What was thrown when the place was last listed, or `null`. */
  get problem(): unknown {
    return this._problem;
  }

  /** Whether the place was entered without being listed. */
  get isUnknown(): boolean {
    return this._problem !== null && this._listedAt === null;
  }

  /** When the entries were listed; `null` when there are none to show. */
  get listedAt(): Date | null {
    return this._listedAt;
  }

  /** The place that is being listed, or `null`. */
  get pendingPath(): string | null {
    return this._requestedPath;
  }

  /** The place shown before this one, or `null`. */
  get previousPath(): string | null {
    return this._previousPath;
  }

  /** Resolves when the last place is known (not: listed). */
  get restored(): Promise<void> {
    return this._placeKnown.promise;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    super.dispose();
  }

  /**
   * Recall the last place, without listing it: that waits for `start`.
   */
  async restore(id: string, populate = true): Promise<void> {
    if (this._stateKey) {
      return this.restored;
    }
    this._stateKey = `file-browser-${id}:cwd`;
    const saved = populate
      ? await this._stateDB?.fetch(this._stateKey).catch(() => undefined)
      : undefined;
    this._startPath = savedPlace(this.manager.services.contents, saved);
    this._placeKnown.resolve();
  }

  /**
   * List the last place, once, unless another was opened meanwhile.
   */
  async start(): Promise<void> {
    if (this._isStarted) {
      return;
    }
    this._isStarted = true;
    if (this._stateKey) {
      await this.restored;
    }
    if (!this._isVisited) {
      await this.cd(`/${this._startPath}`);
    }
  }

  /**
   * List the place again. Does nothing before it was ever listed.
   */
  async refresh(): Promise<void> {
    if (this._isVisited) {
      await this.cd('.');
    }
  }

  /**
   * Go to a place, also when it cannot be listed: then `problem` says why.
   * Never rejects.
   *
   * @param path - Relative to the place, or with a leading slash; an
   * `s3://` URI will do.
   */
  async cd(path = '.'): Promise<void> {
    const target = this._resolve(path);
    this._isVisited = true;
    if (this._request && this._requestedPath === target) {
      return this._request;
    }
    this._requestedPath = target;
    this.onRequested(target);
    this._request = this._list(target, ++this._turn);
    this.changed();
    return this._request;
  }

  /**
   * Tell that something beside the entries changed.
   */
  protected changed(): void {
    this._stateChanged.emit();
  }

  /**
   * A place is about to be listed; for subclasses.
   */
  protected onRequested(path: string): void {
    /* nothing to do here */
  }

  /**
   * A place was listed; for subclasses.
   */
  protected onListed(contents: Contents.IModel): void {
    /* nothing more to do here */
  }

  private _resolve(path: string): string {
    const { contents } = this.manager.services;
    if (path === '.') {
      return this._requestedPath ?? this.path;
    }
    const uri = typedUri(path);
    const local = uri ?? PathExt.resolve('/', this.localPath, path);
    return `${this.driveName}:${contents.localPath(local)}`;
  }

  private async _list(path: string, turn: number): Promise<void> {
    const { services } = this.manager;
    const isCurrent = () => turn === this._turn && !this.isDisposed;
    try {
      await services.ready;
      const model = await services.contents.get(path, {
        content: true,
        type: 'directory'
      });
      if (isCurrent()) {
        this._problem = null;
        this._listedAt = new Date();
        this._enter(model);
        this.onListed(model);
      }
    } catch (error) {
      if (isCurrent()) {
        this._fail(path, error);
      }
    }
  }

  /**
   * Enter a place that cannot be listed, or keep what was listed of it.
   */
  private _fail(path: string, error: unknown): void {
    const isGone = Private.statusOf(error) === 404;
    this._problem = error;
    if (path !== this.path || this._listedAt === null || isGone) {
      this._listedAt = null;
      this._enter(Private.emptyFolder(path));
    } else {
      this._settle();
    }
    // Of a 404 JupyterLab would open a dialog; the panel says it in its place.
    if (!isGone && error instanceof Error) {
      emit(this.connectionFailure, error);
    }
  }

  private _enter(contents: Contents.IModel): void {
    const oldValue = this.path;
    const newValue = contents.path;
    this.handleContents(contents);
    this._settle();
    if (oldValue !== newValue) {
      this._previousPath = oldValue;
      void this._save(newValue);
      const args: IChangedArgs<string> = { name: 'path', oldValue, newValue };
      emit(this.pathChanged, args);
    }
    const { sessions } = this.manager.services;
    // Also emits `refreshed`.
    this.onRunningChanged(sessions, sessions.running());
  }

  private _settle(): void {
    this._request = null;
    this._requestedPath = null;
    this.changed();
  }

  private async _save(path: string): Promise<void> {
    if (this._stateDB && this._stateKey) {
      await this._stateDB.save(this._stateKey, { path });
    }
  }

  private readonly _stateDB: IStateDB | null;
  private readonly _placeKnown = new PromiseDelegate<void>();
  private readonly _stateChanged = new Signal<this, void>(this);
  private _stateKey = '';
  private _startPath = '';
  private _isStarted = false;
  private _isVisited = false;
  private _listedAt: Date | null = null;
  private _problem: unknown = null;
  private _request: Promise<void> | null = null;
  private _requestedPath: string | null = null;
  private _previousPath: string | null = null;
  private _turn = 0;
}

/**
 * The namespace of `NavigationModel` statics.
 */
export namespace NavigationModel {
  /**
   * As for JupyterLab's model; it never loads by itself.
   */
  export type IOptions = Omit<
    FilterFileBrowserModel.IOptions,
    'auto' | 'refreshInterval' | 'refreshStandby'
  > & {
    /** The name of the drive. */
    driveName: string;
  };
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function statusOf(error: unknown): number | undefined {
    return (error as { response?: { status?: number } })?.response?.status;
  }

  export function emptyFolder(path: string): Contents.IModel {
    return {
      name: PathExt.basename(path),
      path,
      type: 'directory',
      writable: false,
      created: '',
      last_modified: '',
      mimetype: '',
      format: 'json',
      content: []
    };
  }
}
