// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Contents } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';
import type { IScore } from '@jupyterlab/ui-components';
import { filter } from '@lumino/algorithm';
import { Debouncer, Poll } from '@lumino/polling';

import { TRANSLATION_DOMAIN } from '../tokens';
import type { Counter } from './count';
import { EntryActions } from './actions';
import { emit } from './internals';
import { panelManager } from './manager';
import { NavigationModel } from './navigation';
import { parentOf, wayOut } from './paths';
import type { IPanelDrive } from './types';
import type { Tasks } from '../transfers/tasks';
import type { Uploads } from '../transfers/uploads';

/**
 * Changes that come within this time are answered by one listing.
 */
const SETTLE_MS = 100;

/**
 * The model of the panel: what the S3 drive shows in one place.
 *
 * Changes below the root of the drive are noticed, a filter asks the store
 * nothing, and uploads go through the drive.
 */
export class S3BrowserModel extends NavigationModel {
  constructor(options: S3BrowserModel.IOptions) {
    const translator = options.translator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { name } = options.drive;
    super({
      driveName: name,
      manager: panelManager(options.manager, name, trans, (from, to) =>
        this.actions.rename(from, to)
      ),
      state: options.state,
      translator
    });
    this.trans = trans;
    this.drive = options.drive;
    this.transfers = options.uploads;
    this.count = options.count;
    this.tasks = options.tasks;
    this.actions = new EntryActions(this);
    this.drive.writableChanged.connect(this.changed, this);
    this._refreshSoon = new Debouncer(() => this.refresh(), SETTLE_MS);
    this._relist = new Poll({
      auto: false,
      name: 'jupyterlab-s3-drive:browser#relist',
      factory: () => this.refresh(),
      frequency: { interval: Poll.NEVER, backoff: false },
      standby: () => !this.isShown || 'when-hidden'
    });
  }

  /** The drive that is shown. */
  readonly drive: IPanelDrive;

  /** The translation bundle of the panel. */
  readonly trans: TranslationBundle;

  /** Uploads under way. */
  readonly transfers: Uploads;

  /** What is under way. */
  readonly tasks: Tasks;

  /** What is done with entries. */
  readonly actions: EntryActions;

  /** Counts the objects below a folder (a global path). */
  readonly count: Counter;

  /**
   * Pastes what was copied last in another file browser; says whether there was
   * any. Set by who knows of it.
   */
  pasteFromElsewhere: (() => boolean) | null = null;

  /** Whether the panel is on the screen; set by the panel. */
  isShown = false;

  /**
   * Whether one may write here: `false` at the root, `undefined` as long as it
   * is not known.
   */
  get isWritable(): boolean | undefined {
    return this.isRoot ? false : this.drive.isWritable(this.localPath);
  }

  /** Whether the folder holds more entries than are loaded. */
  get isTruncated(): boolean {
    return !this.isRoot && this.drive.isTruncated(this.localPath);
  }

  /** How many entries are loaded, hidden and filtered ones included. */
  get loadedCount(): number {
    return this._loadedCount;
  }

  /** How many entries are left out by the filter. */
  get filteredCount(): number {
    return this._match
      ? Array.from(super.items()).filter(item => !this._matches(item)).length
      : 0;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.drive.writableChanged.disconnect(this.changed, this);
    this._relist.dispose();
    this._refreshSoon.dispose();
    super.dispose();
  }

  /**
   * List the place again every so many seconds while it is on the screen;
   * 0 never does.
   */
  setRefreshInterval(seconds: number): void {
    if (seconds > 0) {
      this._relist.frequency = {
        interval: seconds * 1000,
        backoff: false,
        max: seconds * 1000
      };
      void this._relist.schedule({ phase: 'standby' });
    } else {
      void this._relist.stop();
    }
  }

  /**
   * Filter the entries that are loaded.
   */
  setFilter(match: (value: Contents.IModel) => Partial<IScore> | null): void {
    this._match = match;
    emit(this.refreshed, undefined);
    this.changed();
  }

  /**
   * The entries that pass the filter.
   */
  items(): IterableIterator<Contents.IModel> {
    return filter(super.items(), item => this._matches(item));
  }

  /**
   * Show the next entries of a folder that is not shown whole.
   */
  async showMore(): Promise<void> {
    this.drive.showMore(this.localPath);
    await this.refresh();
  }

  /**
   * Upload a file.
   *
   * @param path - The folder, global or local; this one by default.
   *
   * @throws When it fails, or is skipped for its name.
   */
  async upload(file: File, path?: string): Promise<Contents.IModel> {
    const { contents } = this.manager.services;
    const dir = contents.localPath(path ?? this.path);
    const [result] = await this.transfers.run([{ file, dir }]);
    if (!result.model) {
      throw result.error ?? new Error(this.trans.__('File not uploaded'));
    }
    return result.model;
  }

  /**
   * Download an object.
   *
   * @throws When it cannot be read: a link that fails would tell nothing.
   */
  async download(path: string): Promise<void> {
    await this.manager.services.contents.get(path, { content: false });
    return super.download(path);
  }

  protected handleContents(contents: Contents.IModel): void {
    this._loadedCount = contents.content.length;
    super.handleContents(contents);
  }

  /**
   * Find out in the background whether one may write here. What is not known
   * is shown as writable: a write that fails then says why.
   */
  protected onListed(): void {
    if (!this.isRoot && this.isWritable === undefined) {
      this.drive.probeWritable(this.localPath).catch(() => undefined);
    }
  }

  /**
   * Follow a change in the drive. A folder that is renamed is told as a new one
   * and a deletion.
   *
   * The base class prepends the drive's name to paths that carry it already,
   * and so sees no change below the root.
   */
  protected onFileChanged(
    sender: Contents.IManager,
    change: Contents.IChangedArgs
  ): void {
    const from = change.oldValue?.path;
    const to = change.newValue?.path;
    if (change.type === 'delete' && from) {
      const way = wayOut(sender, this.path, from);
      if (way !== null) {
        void this.cd(`/${sender.localPath(way)}`);
        return;
      }
    }
    if ([from, to].some(path => path && parentOf(sender, path) === this.path)) {
      void this._refreshSoon.invoke();
      emit(this.fileChanged, change);
    }
  }

  private _matches(item: Contents.IModel): boolean {
    if (!this._match) {
      return true;
    }
    if (!this.filterDirectories && item.type === 'directory') {
      return true;
    }
    const score = this._match(item);
    item.indices = score?.indices;
    return score !== null;
  }

  private readonly _relist: Poll;
  private readonly _refreshSoon: Debouncer;
  private _loadedCount = 0;
  private _match: ((value: Contents.IModel) => Partial<IScore> | null) | null =
    null;
}

/**
 * The namespace of `S3BrowserModel` statics.
 */
export namespace S3BrowserModel {
  /**
   * What the model is made of.
   */
  export interface IOptions {
    drive: IPanelDrive;
    manager: IDocumentManager;
    uploads: Uploads;
    count: Counter;
    /** What is under way. */
    tasks: Tasks;
    state?: IStateDB;
    translator?: ITranslator;
  }
}
