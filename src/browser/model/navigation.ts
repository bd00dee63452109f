// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IChangedArgs } from '@jupyterlab/coreutils';
import { PathExt } from '@jupyterlab/coreutils';
import type { FilterFileBrowserModel } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import { PromiseDelegate } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

import type { IFetchOptions } from '../../drive/context';
import { emit } from '../../internals/listing';
import { savedPlace, typedUri } from './paths';

/**
 * Where a file browser model of a remote store is, and the way there.
 *
 * Nothing is requested before `start` or `cd`. A folder that cannot be listed
 * is entered nevertheless, and `problem` says why. When the current folder
 * cannot be listed again, its entries stay. The last navigation wins, no matter
 * when earlier requests are answered; these are cancelled.
 */
export class Navigation implements IDisposable {
  /**
   * @param model - The model. Its signals on paths and failures are emitted.
   * @param state - Where the last path is saved.
   */
  constructor(
    model: FilterFileBrowserModel,
    on: Navigation.IHandlers,
    state?: IStateDB
  ) {
    this._model = model;
    this._on = on;
    this._stateDB = state ?? null;
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

  /** Resolves when the last path is known, before it is listed. */
  get restored(): Promise<void> {
    return this._placeKnown.promise;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Cancel the current listing. */
  dispose(): void {
    this._isDisposed = true;
    this._leaving.abort();
  }

  /**
   * Restore the last path without listing it, which waits for `start`.
   */
  async restore(id: string, populate: boolean): Promise<void> {
    if (this._stateKey) {
      return this.restored;
    }
    this._stateKey = `file-browser-${id}:cwd`;
    const saved = populate
      ? await this._stateDB?.fetch(this._stateKey).catch(() => undefined)
      : undefined;
    const { contents } = this._model.manager.services;
    this._startPath = savedPlace(contents, saved);
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
  async relist(): Promise<void> {
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
  async cd(path: string): Promise<void> {
    const target = this._resolve(path);
    this._isVisited = true;
    if (this._request && this._requestedPath === target) {
      return this._request;
    }
    this._requestedPath = target;
    this._leaving.abort();
    this._leaving = new AbortController();
    this._on.requested(target);
    this._request = this._list(target, ++this._turn);
    this._on.changed();
    return this._request;
  }

  private _resolve(path: string): string {
    const { driveName, manager, path: current } = this._model;
    const { contents } = manager.services;
    if (path === '.') {
      return this._requestedPath ?? current;
    }
    const uri = typedUri(path);
    const here = contents.localPath(current);
    const local = uri ?? PathExt.resolve('/', here, path);
    return `${driveName}:${contents.localPath(local)}`;
  }

  private async _list(path: string, turn: number): Promise<void> {
    const { services } = this._model.manager;
    const { signal } = this._leaving;
    const options: IFetchOptions = { content: true, type: 'directory', signal };
    const isCurrent = () => turn === this._turn && !this._isDisposed;
    try {
      await services.ready;
      const folder = await services.contents.get(path, options);
      if (isCurrent()) {
        this._problem = null;
        this._listedAt = new Date();
        this._enter(folder);
        this._on.listed();
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
    if (path !== this._model.path || this._listedAt === null || isGone) {
      this._listedAt = null;
      this._enter(Private.emptyFolder(path));
    } else {
      this._settle();
    }
    // JupyterLab would open a dialog for a 404, which the panel shows in place.
    if (!isGone && error instanceof Error) {
      emit(this._model.connectionFailure, error);
    }
  }

  private _enter(folder: Contents.IModel): void {
    const oldValue = this._model.path;
    const newValue = folder.path;
    this._on.entered(folder);
    this._settle();
    if (oldValue !== newValue) {
      void this._save(newValue);
      const args: IChangedArgs<string> = { name: 'path', oldValue, newValue };
      emit(this._model.pathChanged, args);
    }
    this._on.shown();
  }

  private _settle(): void {
    this._request = null;
    this._requestedPath = null;
    this._on.changed();
  }

  private async _save(path: string): Promise<void> {
    if (this._stateDB && this._stateKey) {
      await this._stateDB.save(this._stateKey, { path });
    }
  }

  private readonly _model: FilterFileBrowserModel;
  private readonly _on: Navigation.IHandlers;
  private readonly _stateDB: IStateDB | null;
  private readonly _placeKnown = new PromiseDelegate<void>();
  private _stateKey = '';
  private _startPath = '';
  private _isStarted = false;
  private _isVisited = false;
  private _isDisposed = false;
  private _listedAt: Date | null = null;
  private _problem: unknown = null;
  private _request: Promise<void> | null = null;
  private _requestedPath: string | null = null;
  private _turn = 0;
  /** Cancels the current listing. */
  private _leaving = new AbortController();
}

/**
 * The namespace of `Navigation` statics.
 */
export namespace Navigation {
  /**
   * What the model does on the way, in this order.
   */
  export interface IHandlers {
    /** A folder is about to be listed. */
    requested(path: string): void;

    /** A folder is entered: becomes the current one, with these entries. */
    entered(folder: Contents.IModel): void;

    /** The path, if it is another one, was announced: show the entries. */
    shown(): void;

    /** The folder was listed. Not called where that failed. */
    listed(): void;

    /** The folder being listed, or the problem, is another one. */
    changed(): void;
  }
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
