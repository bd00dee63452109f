// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import { FilterFileBrowserModel } from '@jupyterlab/filebrowser';
import type { Contents, Session } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { TRANSLATION_DOMAIN } from '../../names';
import type { Counter } from '../../usage/count';
import { emit } from '../../internals/listing';
import { panelDocumentManager } from './docmanager';
import type { Matcher } from './filteredentries';
import { FolderEntries } from './folderentries';
import { Navigation } from './navigation';
import { parentOf, wayOut } from './paths';
import { AccessBadges } from './accessbadges';
import { Refreshing } from './refreshing';
import type { IEntryActions, IPanelDrive } from './types';
import type { VersioningState } from '../../s3/objects/versioning';
import { saveDirectly } from '../../transfers/downloads/direct';
import type { Tasks } from '../../transfers/tasks/tasks';
import type { Uploads } from '../../transfers/uploads/uploads';

/**
 * The model of the panel: one folder of the S3 drive.
 *
 * It follows changes made through the drive below its root; other changes are
 * found when `refreshing` lists the folder again. Uploads go through the drive.
 */
export class S3BrowserModel extends FilterFileBrowserModel {
  constructor(options: S3BrowserModel.IOptions) {
    const translator = options.translator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { name } = options.drive;
    super({
      auto: false,
      driveName: name,
      manager: panelDocumentManager(options.manager, name, trans, (from, to) =>
        this.actions.rename(from, to)
      ),
      translator
    });
    this.trans = trans;
    this.drive = options.drive;
    this.transfers = options.uploads;
    this.count = options.count;
    this.versioning = options.versioning;
    this.tasks = options.tasks;
    const changed = () => this._stateChanged.emit();
    const show = () => emit(this.refreshed, undefined);
    this.folder = new FolderEntries(this, show, changed);
    this.navigation = new Navigation(
      this,
      {
        requested: path => this.folder.expect(path),
        entered: folder => this.handleContents(folder),
        shown: () => this._showSessions(),
        listed: () => this._onListed(),
        changed
      },
      options.state
    );
    this.actions = options.actions(this);
    this.drive.writableChanged.connect(changed, this);
    this.publicity = new AccessBadges(this, changed);
    this.refreshing = new Refreshing(this.navigation, this.folder);
    this.stateChanged.connect(this.refreshing.update, this.refreshing);
  }

  /** The translation bundle of the panel. */
  readonly trans: TranslationBundle;

  /** The drive that is shown. */
  readonly drive: IPanelDrive;

  /** The uploads of the panel. */
  readonly transfers: Uploads;

  /** The tasks of the transfers panel. */
  readonly tasks: Tasks;

  /** The actions on entries. */
  readonly actions: IEntryActions;

  /** Counts the objects below a folder (a global path). */
  readonly count: Counter;

  /** The versioning state of a bucket, requested once. Never rejects. */
  readonly versioning: (bucket: string) => Promise<VersioningState>;

  /** The way to the current folder. */
  readonly navigation: Navigation;

  /** The entries of the current folder. */
  readonly folder: FolderEntries;

  /** Who may read what is shown. */
  readonly publicity: AccessBadges;

  /** Lists the folder again. */
  readonly refreshing: Refreshing;

  /**
   * Pastes what was copied last in another file browser, and returns whether
   * there was any. Set by a plugin.
   */
  pasteFromElsewhere: (() => boolean) | null = null;

  /**
   * Opens the share dialog for a folder (its global path, with a trailing
   * slash). Set by a plugin.
   */
  onShare: ((path: string) => void) | null = null;

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

  /**
   * Whether the folder is writable: `false` at the root, `undefined` while it
   * is not known.
   */
  get isWritable(): boolean | undefined {
    return this.isRoot ? false : this.drive.isWritable(this.localPath);
  }

  get filterDirectories(): boolean {
    return this.folder.shown.filtersFolders;
  }

  set filterDirectories(value: boolean) {
    this.folder.shown.filtersFolders = value;
  }

  get includeHiddenFiles(): boolean {
    return this.folder.shown.includesHidden;
  }

  /** Resolves when the last path is known, before it is listed. */
  get restored(): Promise<void> {
    return this.navigation.restored;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.refreshing.dispose();
    this.publicity.dispose();
    this.folder.dispose();
    this.navigation.dispose();
    super.dispose();
  }

  /** See `Navigation.restore`. */
  restore(id: string, populate = true): Promise<void> {
    return this.navigation.restore(id, populate);
  }

  /** See `Navigation.cd`. */
  cd(path = '.'): Promise<void> {
    return this.navigation.cd(path);
  }

  /** See `Refreshing.relist`. */
  relist(isAsked = true): Promise<void> {
    return this.refreshing.relist(isAsked);
  }

  /** See `Refreshing.refresh`. */
  refresh(): Promise<void> {
    return this.refreshing.refresh();
  }

  items(): IterableIterator<Contents.IModel> {
    return this.folder.shown.list()[Symbol.iterator]();
  }

  sessions(): IterableIterator<Session.IModel> {
    return this._running[Symbol.iterator]();
  }

  /**
   * Filter the loaded entries.
   *
   * @param found - Entries of this folder that were found in the store,
   * filtered like the others.
   */
  setFilter(match: Matcher | null, found?: readonly Contents.IModel[]): void {
    this.folder.shown.filter(match, found);
    this._onFiltered();
  }

  /** Show or hide names that begin with a dot. Makes no requests. */
  showHiddenFiles(value: boolean): void {
    this.folder.shown.includesHidden = value;
    this._onFiltered();
  }

  /**
   * Upload a file.
   *
   * @param path - The folder, global or local; by default the current one.
   *
   * @throws When the upload fails, or the file is skipped because of its name.
   */
  async upload(file: File, path = this.path): Promise<Contents.IModel> {
    const dir = this.manager.services.contents.localPath(path);
    const [result] = await this.transfers.run([{ file, dir }]);
    if (!result.model) {
      throw result.error ?? new Error(this.trans.__('File not uploaded'));
    }
    return result.model;
  }

  /**
   * Download an object. Large ones come directly from the store, if the browser
   * can reach it.
   *
   * @throws When the object cannot be read. A link alone would not show why.
   */
  async download(path: string): Promise<void> {
    const { contents } = this.manager.services;
    const { size = 0 } = await contents.get(path, { content: false });
    const { direct } = this.drive;
    const location = this.drive.entryAt(contents.localPath(path));
    const isDone =
      direct !== null && (await saveDirectly(direct, location, size));
    return isDone ? undefined : super.download(path);
  }

  protected handleContents(contents: Contents.IModel): void {
    const again = contents.path === this.path;
    super.handleContents({ ...contents, content: [] });
    this.folder.open(contents.content, again);
  }

  protected onRunningChanged(
    sender: Session.IManager,
    models: Iterable<Session.IModel>
  ): void {
    this._running = this.folder.sessionsOf(models);
    emit(this.refreshed, undefined);
  }

  /**
   * Follow a change in the drive. The rename of a folder is reported as a
   * creation and a deletion.
   *
   * The base class adds the drive's name to paths that already have it, and so
   * misses all changes below the root.
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
    if (this.folder.follow(change, this.navigation.pendingPath)) {
      this.refreshing.followChange();
    }
    if ([from, to].some(path => path && parentOf(sender, path) === this.path)) {
      emit(this.fileChanged, change);
    }
  }

  /** Show the entries, with those that have a running session. */
  private _showSessions(): void {
    const { sessions } = this.manager.services;
    this.onRunningChanged(sessions, sessions.running());
  }

  /**
   * Find out in the background whether the folder is writable. Until then it is
   * shown as writable: a write that fails then says why.
   */
  private _onListed(): void {
    this.folder.proceed();
    this.publicity.listed(this.localPath, this.refreshing.listed());
    if (!this.isRoot && this.isWritable === undefined) {
      this.drive.probeWritable(this.localPath).catch(() => undefined);
    }
  }

  private _onFiltered(): void {
    emit(this.refreshed, undefined);
    this._stateChanged.emit();
  }

  private readonly _stateChanged = new Signal<this, void>(this);
  private _running: Session.IModel[] = [];
}

/**
 * The namespace of `S3BrowserModel` statics.
 */
export namespace S3BrowserModel {
  /**
   * The options of the model.
   */
  export interface IOptions {
    drive: IPanelDrive;
    manager: IDocumentManager;
    uploads: Uploads;
    count: Counter;
    /** Creates the actions on the entries of this model. */
    actions: (model: S3BrowserModel) => IEntryActions;
    /** The versioning state of a bucket. Never rejects. */
    versioning: (bucket: string) => Promise<VersioningState>;
    /** The tasks of the transfers panel. */
    tasks: Tasks;
    state?: IStateDB;
    translator?: ITranslator;
  }
}
