// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents, Session } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';

import { FolderLoader, PAGE } from './folderloader';
import { emit } from '../../internals/listing';
import type { LoadState } from './pageloader';
import { NavigationModel } from './navigationmodel';
import type { EntryChange } from './ownchanges';
import type { IPanelDrive } from './types';
import type { Matcher } from './filteredentries';
import { FilteredEntries } from './filteredentries';

/**
 * For this long (ms) a local change, which already shows, makes listing again
 * unnecessary.
 */
const CHANGED_MS = 5000;

/**
 * The options of `NavigationModel`, and the drive itself.
 */
type FolderOptions = Omit<NavigationModel.IOptions, 'driveName'> & {
  drive: IPanelDrive;
};

/**
 * A navigation model with the entries of the current folder.
 *
 * The first page of a folder shows at once, the others load in the background.
 * Local changes show without listing again, and filtering makes no requests.
 */
export class FolderModel extends NavigationModel {
  constructor(options: FolderOptions) {
    super({ ...options, driveName: options.drive.name });
    this.drive = options.drive;
  }

  /** The drive that is shown. */
  readonly drive: IPanelDrive;

  /**
   * Whether the listing can show any number of rows. Set by the listing. If
   * not, pages are loaded on request.
   */
  showsMany = true;

  /** Whether the person wants large folders to load completely. */
  wantsWhole = true;

  /** Whether folders load completely in the background. */
  get loadsWhole(): boolean {
    return this.showsMany && this.wantsWhole;
  }

  /** The state of the listing. */
  get loadState(): LoadState {
    return this._filling.state;
  }

  /** Why the listing stopped midway, or `null`. */
  get loadProblem(): unknown {
    return this._filling.problem;
  }

  /** A signal emitted for each page after the first: counts have changed. */
  get progressed(): ISignal<unknown, void> {
    return this._filling.progressed;
  }

  /** Whether pages are being loaded, or will be when the panel is shown. */
  get isLoading(): boolean {
    return this.loadState === 'loading' || this.loadState === 'paused';
  }

  /** Whether the folder is being listed or loaded. */
  get isBusy(): boolean {
    return this.isLoading || this.pendingPath !== null;
  }

  /** Whether the folder holds more entries than are loaded. */
  get isTruncated(): boolean {
    return this.loadState !== 'complete';
  }

  /**
   * Whether a search is requesting more entries from the store. Set by the
   * search.
   */
  isFinding = false;

  /** Whether the folder does not fit into one page. */
  get isLarge(): boolean {
    return this.isTruncated || this.loadedCount > PAGE;
  }

  /** The number of entries loaded, including hidden and filtered ones. */
  get loadedCount(): number {
    return this._filling.entries.size;
  }

  /** The number of entries confirmed by the last listing so far. */
  get confirmedCount(): number {
    return this._filling.entries.confirmed;
  }

  /** The number of entries that the filter excludes. */
  get filteredCount(): number {
    return this._view.filteredCount;
  }

  /** Changes whenever `items` may have changed. */
  get itemsVersion(): number {
    return this._view.version;
  }

  /**
   * The array behind `items`, which is the same as long as `itemsVersion` is.
   */
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

  /** Stop loading. Loaded entries stay. */
  stopLoading(): void {
    this._filling.stop();
  }

  /** Load the rest, or the next page. Never rejects. */
  resumeLoading(): Promise<void> {
    return this._filling.resume();
  }

  /**
   * List the folder again.
   *
   * @param isAsked - Whether the person asked for it.
   */
  relist(isAsked = true): Promise<void> {
    return super.refresh();
  }

  /**
   * List the folder again, except for a large folder soon after a local change,
   * which already shows: JupyterLab's listing refreshes before it selects a new
   * entry.
   */
  async refresh(): Promise<void> {
    if (this.isLarge && Date.now() - this._changedAt < CHANGED_MS) {
      this._filling.flush();
    } else {
      await this.relist(false);
    }
  }

  /**
   * Filter the loaded entries.
   *
   * @param found - Entries of this folder that were found in the store,
   * filtered like the others.
   */
  setFilter(match: Matcher | null, found?: readonly Contents.IModel[]): void {
    this._view.filter(match, found);
    this._show();
    this.changed();
  }

  /** Show or hide names that begin with a dot. Makes no requests. */
  showHiddenFiles(value: boolean): void {
    this._view.includesHidden = value;
    this._show();
    this.changed();
  }

  items(): IterableIterator<Contents.IModel> {
    return this._view.list()[Symbol.iterator]();
  }

  /** The entry at a path of the drive (`bucket/key`), if it is known. */
  entryAt(localPath: string): Contents.IModel | undefined {
    return this._view.get(`${this.driveName}:${localPath}`);
  }

  sessions(): IterableIterator<Session.IModel> {
    return this._running[Symbol.iterator]();
  }

  /**
   * Load an entry of this folder, by one request if it is not loaded yet.
   *
   * @returns Whether the entry exists.
   *
   * @throws `ResponseError` when the request fails.
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

  /** An entry of the drive with its global path. */
  toGlobal(item: Contents.IModel): Contents.IModel {
    return { ...item, path: `${this.driveName}:${item.path}` };
  }

  protected onRequested(path: string): void {
    this._looks.clear();
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
    this._looks.forEach(name => this.apply({ kind: 'look', name }));
    this._looks.clear();
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

  /** Show a local change. */
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

  /**
   * Remember a local change in the folder that is being listed. Its first
   * listing may be older, but will show the change.
   */
  protected applyAwaited(change: EntryChange): void {
    if (change.kind === 'look') {
      this._looks.add(change.name);
    } else if (change.kind === 'put') {
      this._filling.changeAwaited(change.item.path, change.item);
    } else {
      this._filling.changeAwaited(change.path, null);
    }
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

  private readonly _filling = new FolderLoader(
    () => this._show(),
    () => this.changed(),
    () => this.loadsWhole
  );
  private readonly _view = new FilteredEntries(this._filling.entries);
  private _running: Session.IModel[] = [];
  private _changedAt = -Infinity;
  /** Names to look up in the folder that is being listed. */
  private readonly _looks = new Set<string>();
}
