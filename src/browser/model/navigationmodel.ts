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

import type { IFetchOptions } from '../../drive/context';
import { emit } from '../../internals/listing';
import { savedPlace, typedUri } from './paths';

/**
 * A file browser model for navigating a remote store.
 *
 * Nothing is requested before `start` or `cd`. A folder that cannot be listed
 * is entered nevertheless, and `problem` says why. When the current folder
 * cannot be listed again, its entries stay. The last navigation wins, no matter
 * when earlier requests are answered; these are cancelled.
 */
export class NavigationModel extends FilterFileBrowserModel {
  constructor(options: NavigationModel.IOptions) {
    super({ ...options, auto: false, state: undefined });
    this._stateDB = options.state ?? null;
  }

  /**
   * A signal emitted when anything except the entries changes: the folder being
   * listed, the problem, whether the folder is writable.
   */
  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /**
   * The path of the current folder in the drive: `bucket/key`, `''` at the
   * root.
   */
  get localPath(): string {
    return this.manager.services.contents.localPath(this.path);
  }

  /** Whether the root of the drive is shown. */
  get isRoot(): boolean {
    return this.localPath === '';
  }

  /** The error of the last listing, or `null`. */
  get problem(): unknown {
    return this._problem;
  }

  /** Whether the current folder was entered but never listed. */
  get isUnknown(): boolean {
    return this._problem !== null && this._listedAt === null;
  }

  /** When the entries were listed; `null` when there are none to show. */
  get listedAt(): Date | null {
    return this._listedAt;
  }

  /** The path of the folder being listed, or `null`. */
  get pendingPath(): string | null {
    return this._requestedPath;
  }

  /** The path of the previous folder, or `null`. */
  get previousPath(): string | null {
    return this._previousPath;
  }

  /** Resolves when the last path is known, before it is listed. */
  get restored(): Promise<void> {
    return this._placeKnown.promise;
  }

  dispose(): void {
    this._leaving.abort();
    super.dispose();
  }

  /**
   * Restore the last path without listing it, which waits for `start`.
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
   * List the last path once, unless another one was opened meanwhile.
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
   * List the current folder again. Does nothing before the first listing.
   */
  async refresh(): Promise<void> {
    if (this._isVisited) {
      await this.cd('.');
    }
  }

  /**
   * Go to a folder. If it cannot be listed, it is entered nevertheless and
   * `problem` says why. Never rejects.
   *
   * @param path - A path relative to the current folder, or with a leading
   * slash, or an `s3://` URI.
   */
  async cd(path = '.'): Promise<void> {
    const target = this._resolve(path);
    this._isVisited = true;
    if (this._request && this._requestedPath === target) {
      return this._request;
    }
    this._requestedPath = target;
    this._leaving.abort();
    this._leaving = new AbortController();
    this.onRequested(target);
    this._request = this._list(target, ++this._turn);
    this.changed();
    return this._request;
  }

  /**
   * Emit `stateChanged`.
   */
  protected changed(): void {
    this._stateChanged.emit();
  }

  /**
   * Called before a folder is listed; for subclasses.
   */
  protected onRequested(path: string): void {
    /* nothing to do here */
  }

  /**
   * Called after a folder was listed; for subclasses.
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
    const { signal } = this._leaving;
    const options: IFetchOptions = { content: true, type: 'directory', signal };
    const isCurrent = () => turn === this._turn && !this.isDisposed;
    try {
      await services.ready;
      const model = await services.contents.get(path, options);
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
   * Enter a folder that cannot be listed, or keep the entries of the current
   * one.
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
    // JupyterLab would open a dialog for a 404, which the panel shows in place.
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
  /** Cancels the current listing. */
  private _leaving = new AbortController();
}

/**
 * The namespace of `NavigationModel` statics.
 */
export namespace NavigationModel {
  /**
   * The options of JupyterLab's model, which never loads automatically here.
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
