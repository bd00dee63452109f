// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents, Session } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';

import { Filling, PAGE } from './filling';
import { emit } from './internals';
import type { LoadState } from './loader';
import { NavigationModel } from './navigation';
import type { EntryChange } from './ownchanges';
import type { IPanelDrive } from './types';
import type { Matcher } from './view';
import { EntryView } from './view';

/**
 * For so long a change made here, which shows already, stands for a listing.
 */
const CHANGED_MS = 5000;

/**
 * As for `NavigationModel`, and the drive itself.
 */
type FolderOptions = Omit<NavigationModel.IOptions, 'driveName'> & {
  drive: IPanelDrive;
};

/**
 * The entries of the place that is shown.
 *
 * The first page of a folder shows at once, the others come in the background.
 * Changes made here show without listing again; a filter asks the store
 * nothing.
 */
export class FolderModel extends NavigationModel {
  constructor(options: FolderOptions) {
    super({ ...options, driveName: options.drive.name });
    this.drive = options.drive;
  }

  /** The drive that is shown. */
  readonly drive: IPanelDrive;

  /**
   * Whether the listing can show any number of rows; set by the listing. When
   * it cannot, pages come when they are asked for.
   */
  showsMany = true;

  /** Whether the person wants large folders to be loaded whole. */
  wantsWhole = true;

  /** Whether folders are loaded whole by themselves. */
  get loadsWhole(): boolean {
    return this.showsMany && this.wantsWhole;
  }

  /** How the listing of the folder stands. */
  get loadState(): LoadState {
    return this._filling.state;
  }

  /** Why the listing stopped midway, or `null`. */
  get loadProblem(): unknown {
    return this._filling.problem;
  }

  /** A signal emitted for every page after the first: counts have changed. */
  get progressed(): ISignal<unknown, void> {
    return this._filling.progressed;
  }

  /** Whether pages are being loaded, or will be when the panel is shown. */
  get isLoading(): boolean {
    return this.loadState === 'loading' || this.loadState === 'paused';
  }

  /** Whether the place is being listed, or loaded. */
  get isBusy(): boolean {
    return this.isLoading || this.pendingPath !== null;
  }

  /** Whether the folder holds more entries than are loaded. */
  get isTruncated(): boolean {
    return this.loadState !== 'complete';
  }

  /** Whether a search asks the store for more entries; set by the search. */
  isFinding = false;

  /** Whether one page is not enough for the folder. */
  get isLarge(): boolean {
    return this.isTruncated || this.loadedCount > PAGE;
  }

  /** How many entries are loaded, hidden and filtered ones included. */
  get loadedCount(): number {
    return this._filling.entries.size;
  }

  /** How many of them the last listing has given so far. */
  get confirmedCount(): number {
    return this._filling.entries.confirmed;
  }

  /** How many entries are left out by the filter. */
  get filteredCount(): number {
    return this._view.filteredCount;
  }

  /** Changes whenever `items` may have changed. */
  get itemsVersion(): number {
    return this._view.version;
  }

  /** What `items` gives; the same array as long as `itemsVersion` is. */
  get visibleItems(): readonly Contents.IModel[] {
    return this._view.list();
  }

  get filterDirectories(): boolean {
    return this._view.filtersFolders;
  }

  set filterDirectories(value: boolean) {
    this._view.filtersFolders = value;
  }

  get includeHiddenFiles(): boolean {
    return this._view.includesHidden;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._filling.dispose();
    super.dispose();
  }

  /** The panel was hidden, or shown again. */
  setShown(isShown: boolean): void {
    this._filling.setShown(isShown);
  }

  /** Stop loading; what was loaded stays. */
  stopLoading(): void {
    this._filling.stop();
  }

  /** Load the rest, or the next page. Never rejects. */
  resumeLoading(): Promise<void> {
    return this._filling.resume();
  }

  /**
   * List the place again.
   *
   * @param isAsked - Whether the person wants it.
   */
  relist(isAsked = true): Promise<void> {
    return super.refresh();
  }

  /**
   * List the place again, but for a large folder soon after a change that was
   * made here, and shows already: JupyterLab's listing asks for it before it
   * selects what is new.
   */
  async refresh(): Promise<void> {
    if (this.isLarge && Date.now() - this._changedAt < CHANGED_MS) {
      this._filling.flush();
    } else {
      await this.relist(false);
    }
  }

  /**
   * Filter the entries that are loaded.
   *
   * @param found - Entries of this folder that were found at the store, to be
   * filtered with them.
   */
  setFilter(match: Matcher | null, found?: readonly Contents.IModel[]): void {
    this._view.filter(match, found);
    this._show();
    this.changed();
  }

  /** Show or hide names that begin with a dot. Asks the store nothing. */
  showHiddenFiles(value: boolean): void {
    this._view.includesHidden = value;
    this._show();
    this.changed();
  }

  items(): IterableIterator<Contents.IModel> {
    return this._view.list()[Symbol.iterator]();
  }

  /** The entry with a path of the drive (`bucket/key`), if it is known. */
  entryAt(localPath: string): Contents.IModel | undefined {
    return this._view.get(`${this.driveName}:${localPath}`);
  }

  sessions(): IterableIterator<Session.IModel> {
    return this._running[Symbol.iterator]();
  }

  /**
   * Have an entry of this folder among those that are loaded, by one request
   * when it is not.
   *
   * @returns Whether there is one.
   *
   * @throws `ResponseError` when the store cannot be asked.
   */
  async fetch(name: string): Promise<boolean> {
    const { path } = this;
    if (!this._filling.entries.has(`${path}/${name}`)) {
      const { entries } = await this.drive.find(this.localPath, name);
      const found = entries.filter(item => item.name === name);
      if (path !== this.path || found.length === 0) {
        return false;
      }
      found.forEach(item =>
        this.apply({ kind: 'put', item: this.toGlobal(item) })
      );
    }
    this._changedAt = Date.now();
    this._filling.flush(true);
    return true;
  }

  /** An entry of the drive, with the path that JupyterLab knows it by. */
  toGlobal(item: Contents.IModel): Contents.IModel {
    return { ...item, path: `${this.driveName}:${item.path}` };
  }

  protected onRequested(path: string): void {
    this._filling.expect(path === this.path);
  }

  protected handleContents(contents: Contents.IModel): void {
    const again = contents.path === this.path;
    super.handleContents({ ...contents, content: [] });
    const { drive, isRoot, localPath } = this;
    const source = {
      hasMore: () => !isRoot && drive.isTruncated(localPath),
      pages: (signal: AbortSignal) => this._pages(localPath, signal)
    };
    const rest = source.hasMore() ? source : null;
    this._filling.open(contents.content, again, rest);
  }

  protected onListed(): void {
    this._filling.proceed();
  }

  protected onRunningChanged(
    sender: Session.IManager,
    models: Iterable<Session.IModel>
  ): void {
    const { entries } = this._filling;
    this._running = Array.from(models).filter(({ path }) => entries.has(path));
    this._show();
  }

  /** Show a change that was made here. */
  protected apply(change: EntryChange): void {
    if (change.kind === 'look') {
      this.fetch(change.name).catch(() => undefined);
      return;
    }
    const isPut = change.kind === 'put';
    const path = isPut ? change.item.path : change.path;
    this._changedAt = Date.now();
    this._view.forget(path);
    this._filling.change(path, isPut ? change.item : null);
  }

  private async *_pages(
    localPath: string,
    signal: AbortSignal
  ): AsyncGenerator<Contents.IModel[]> {
    for await (const page of this.drive.more(localPath, { signal })) {
      yield page.map(item => this.toGlobal(item));
    }
  }

  private _show(): void {
    emit(this.refreshed, undefined);
  }

  private readonly _filling = new Filling(
    () => this._show(),
    () => this.changed(),
    () => this.loadsWhole
  );
  private readonly _view = new EntryView(this._filling.entries);
  private _running: Session.IModel[] = [];
  private _changedAt = -Infinity;
}
