// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents, Session } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import { FolderLoader, PAGE } from './folderloader';
import type { LoadState } from './pageloader';
import type { EntryChange } from './ownchanges';
import { changesIn } from './ownchanges';
import type { IPanelDrive } from './types';
import { FilteredEntries } from './filteredentries';

/**
 * For this long (ms) a local change, which already shows, makes listing again
 * unnecessary.
 */
const CHANGED_MS = 5000;

/**
 * The current folder of a model.
 */
export interface ICurrentFolder {
  readonly drive: IPanelDrive;
  readonly driveName: string;

  /** Its global path (`s3:bucket/key`). */
  readonly path: string;

  /** Its path in the drive (`bucket/key`). */
  readonly localPath: string;

  readonly isRoot: boolean;
}

/**
 * The entries of the current folder.
 *
 * The first page of a folder shows at once, the others load in the background.
 * Local changes show without listing again, and filtering makes no requests.
 */
export class FolderEntries implements IDisposable {
  /**
   * @param show - Called when the entries are to be shown.
   * @param changed - Called when the state of loading has changed.
   */
  constructor(current: ICurrentFolder, show: () => void, changed: () => void) {
    this._current = current;
    this._loader = new FolderLoader(show, changed, () => this.loadsWhole);
    this.shown = new FilteredEntries(this._loader.entries);
  }

  /** Those of the entries that are shown. */
  readonly shown: FilteredEntries;

  /**
   * Whether the listing can show any number of rows. Set by the listing. If
   * not, pages are loaded on request.
   */
  showsMany = true;

  /** Whether the person wants large folders to load completely. */
  wantsWhole = true;

  /**
   * Whether a search is requesting more entries from the store. Set by the
   * search.
   */
  isFinding = false;

  /** Whether folders load completely in the background. */
  get loadsWhole(): boolean {
    return this.showsMany && this.wantsWhole;
  }

  /** The state of the listing. */
  get loadState(): LoadState {
    return this._loader.state;
  }

  /** Why the listing stopped midway, or `null`. */
  get loadProblem(): unknown {
    return this._loader.problem;
  }

  /** A signal emitted for each page after the first: counts have changed. */
  get progressed(): ISignal<unknown, void> {
    return this._loader.progressed;
  }

  /** Whether pages are being loaded, or will be when the panel is shown. */
  get isLoading(): boolean {
    return this.loadState === 'loading' || this.loadState === 'paused';
  }

  /** Whether the folder holds more entries than are loaded. */
  get isTruncated(): boolean {
    return this.loadState !== 'complete';
  }

  /** Whether the folder does not fit into one page. */
  get isLarge(): boolean {
    return this.isTruncated || this.loadedCount > PAGE;
  }

  /** The number of entries loaded, including hidden and filtered ones. */
  get loadedCount(): number {
    return this._loader.entries.size;
  }

  /** The number of entries confirmed by the last listing so far. */
  get confirmedCount(): number {
    return this._loader.entries.confirmed;
  }

  get isDisposed(): boolean {
    return this._loader.isDisposed;
  }

  dispose(): void {
    this._loader.dispose();
  }

  /** The panel was hidden, or shown again. */
  setShown(isShown: boolean): void {
    this._loader.setShown(isShown);
  }

  /** Stop loading. Loaded entries stay. */
  stopLoading(): void {
    this._loader.stop();
  }

  /** Load the rest, or the next page. Never rejects. */
  resumeLoading(): Promise<void> {
    return this._loader.resume();
  }

  /** The entry at a path of the drive (`bucket/key`), if it is known. */
  entryAt(localPath: string): Contents.IModel | undefined {
    return this.shown.get(`${this._current.driveName}:${localPath}`);
  }

  /** An entry of the drive with its global path. */
  toGlobal(item: Contents.IModel): Contents.IModel {
    return { ...item, path: `${this._current.driveName}:${item.path}` };
  }

  /** Those of some running sessions that are of entries of the folder. */
  sessionsOf(models: Iterable<Session.IModel>): Session.IModel[] {
    const { entries } = this._loader;
    return Array.from(models).filter(({ path }) => entries.has(path));
  }

  /** A folder is about to be listed. */
  expect(path: string): void {
    this._looks.clear();
    this._loader.expect(path === this._current.path);
  }

  /**
   * Take the first page of the current folder, which the caller shows.
   *
   * @param again - Whether it is the folder that was already shown.
   */
  open(page: Contents.IModel[], again: boolean): void {
    const { drive, isRoot, localPath } = this._current;
    const source = {
      hasMore: () => !isRoot && drive.isTruncated(localPath),
      pages: (signal: AbortSignal) => this._pages(localPath, signal)
    };
    this._loader.open(page, again, source.hasMore() ? source : null);
    this._looks.forEach(name => this._apply({ kind: 'look', name }));
    this._looks.clear();
  }

  /** Load the other pages, as far as they are wanted. */
  proceed(): void {
    this._loader.proceed();
  }

  /**
   * Load an entry of this folder, by one request if it is not loaded yet.
   *
   * @returns Whether the entry exists.
   *
   * @throws `ResponseError` when the request fails.
   */
  async fetch(name: string): Promise<boolean> {
    const { drive, localPath, path } = this._current;
    if (!this._loader.entries.has(`${path}/${name}`)) {
      const { entries } = await drive.find(localPath, name);
      const found = entries.filter(item => item.name === name);
      if (path !== this._current.path || found.length === 0) {
        return false;
      }
      found.forEach(item =>
        this._apply({ kind: 'put', item: this.toGlobal(item) })
      );
    }
    this._changedAt = Date.now();
    this._loader.flush(true);
    return true;
  }

  /**
   * Show a change made through the drive.
   *
   * @param pendingPath - The folder that is being listed, or `null`.
   *
   * @returns Whether it changes the current folder.
   */
  follow(change: Contents.IChangedArgs, pendingPath: string | null): boolean {
    const { path } = this._current;
    if (pendingPath !== null && pendingPath !== path) {
      changesIn(pendingPath, change).forEach(part => this._applyAwaited(part));
    }
    const changes = changesIn(path, change);
    changes.forEach(part => this._apply(part));
    return changes.length > 0;
  }

  /**
   * Show local changes now, where they make listing the folder again
   * unnecessary: in a large folder, soon after a change.
   *
   * @returns Whether they do.
   */
  flushRecent(): boolean {
    const isRecent = Date.now() - this._changedAt < CHANGED_MS;
    if (this.isLarge && isRecent) {
      this._loader.flush();
      return true;
    }
    return false;
  }

  /** Show a local change. */
  private _apply(change: EntryChange): void {
    if (change.kind === 'look') {
      this.fetch(change.name).catch(() => undefined);
      return;
    }
    const isPut = change.kind === 'put';
    const path = isPut ? change.item.path : change.path;
    this._changedAt = Date.now();
    this.shown.forget(path);
    this._loader.change(path, isPut ? change.item : null);
  }

  /**
   * Remember a local change in the folder that is being listed. Its first
   * listing may be older, but will show the change.
   */
  private _applyAwaited(change: EntryChange): void {
    if (change.kind === 'look') {
      this._looks.add(change.name);
    } else if (change.kind === 'put') {
      this._loader.changeAwaited(change.item.path, change.item);
    } else {
      this._loader.changeAwaited(change.path, null);
    }
  }

  private async *_pages(
    localPath: string,
    signal: AbortSignal
  ): AsyncGenerator<Contents.IModel[]> {
    const { drive } = this._current;
    for await (const page of drive.more(localPath, { signal })) {
      yield page.map(item => this.toGlobal(item));
    }
  }

  private readonly _current: ICurrentFolder;
  private readonly _loader: FolderLoader;
  private _changedAt = -Infinity;
  /** Names to look up in the folder that is being listed. */
  private readonly _looks = new Set<string>();
}
