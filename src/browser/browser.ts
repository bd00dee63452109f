// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing } from '@jupyterlab/filebrowser';
import { FileBrowser } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { S3BreadCrumbs } from './widgets/breadcrumbs';
import { refuse, showProblem } from '../dialogs/errordialog';
import { createEntry } from './actions/newentry';
import { LoadFooter } from './widgets/loadfooter';
import { refusalOf } from './model/guards';
import { S3DirListing } from './listing/listing';
import type { S3BrowserModel } from './model/browsermodel';
import type { INote } from './model/types';
import { Notes } from './widgets/notes';
import { notesOf, publicityNote } from './widgets/foldernotes';
import type { Bookmarks } from '../bookmarks/bookmarks';
import { StatePanel } from './widgets/statepanel';
import { sharedBucketNote, sharedBucketUrl } from './widgets/sharedbucketnote';
import type { StateAction } from './widgets/states';
import { stateOf } from './widgets/states';
import { Targets } from './actions/targets';
import type { IHitRequest } from './search/results';
import { Search, splitPath } from './search/search';
import { readChosen } from '../transfers/uploads/chosenfiles';
import type { IUploadResult } from '../transfers/uploads/types';

/**
 * The actions of a state that only the application can do.
 */
type AppAction = 'open-location' | 'upload' | 'ask-for-bucket' | 'renew';

/**
 * The panel: JupyterLab's file browser over the S3 drive.
 *
 * It lists nothing before it is first shown. When a location cannot be listed,
 * it shows the reason in place of the entries; an empty list always has an
 * explanation.
 */
export class S3FileBrowser extends FileBrowser {
  constructor(options: S3FileBrowser.IOptions) {
    super({ ...options, restore: false });
    const { model } = options;
    this.s3 = model;
    this.targets = new Targets(
      model,
      () => this.selectedItems(),
      options.places
    );
    this.addClass('jp-S3Browser');

    this.crumbs.dispose();
    this.crumbs = new S3BreadCrumbs({
      model,
      trans: model.trans,
      translator: options.translator,
      onPathEdited: () => this._focusEntries(),
      onPathActivated: () => this._focusEntries()
    });
    this.crumbs.addClass('jp-FileBrowser-crumbs');

    this.search = new Search(model);
    this._notes = new Notes();
    this._state = new StatePanel(model.trans);
    this._footer = new LoadFooter(model);
    this._foot = new Notes();
    this._foot.addClass('jp-mod-foot');
    this.mainPanel.insertWidget(0, this.crumbs);
    // The search replaces JupyterLab's filter.
    this.filterToolbar.dispose();
    this.mainPanel.insertWidget(1, this.search.field);
    this.mainPanel.insertWidget(2, this._notes);
    this.mainPanel.addWidget(this._state);
    this.mainPanel.addWidget(this.search.results);
    this.mainPanel.addWidget(this._footer);
    this.mainPanel.addWidget(this._foot);

    this.search.requested.connect((_, request) => void this._follow(request));
    this.search.passed.connect(this._focusEntries, this);
    this.search.placeChanged.connect(() =>
      this.toggleClass('jp-mod-searchingBelow', this.search.isBelow)
    );
    this._state.requested.connect((_, action) => this._act(action), this);
    model.stateChanged.connect(this._render, this);
    model.refreshed.connect(this._render, this);
  }

  /** The model, with its own type. */
  readonly s3: S3BrowserModel;

  /** What commands apply to. */
  readonly targets: Targets;

  /** The search in the folder and below it. */
  readonly search: Search;

  /** Whether the search field is shown. */
  get showFileFilter(): boolean {
    return !!this.search?.field.isVisible;
  }

  set showFileFilter(value: boolean) {
    if (value) {
      this.search.open();
    } else {
      this.search.close();
    }
  }

  /** Whether going to another folder clears the search. */
  get clearFilterOnNavigation(): boolean {
    return this.search.inFolder.clearsOnMove;
  }

  set clearFilterOnNavigation(value: boolean) {
    this.search.inFolder.clearsOnMove = value;
  }

  /**
   * A signal emitted when a state requests an action of the application, such
   * as opening a location or choosing files.
   */
  get requested(): ISignal<this, AppAction> {
    return this._requested;
  }

  /**
   * A signal emitted when a file is opened from the listing.
   */
  get fileOpened(): ISignal<unknown, Contents.IModel> {
    return (this.listing as S3DirListing).fileOpened;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.search.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  createNewDirectory(): Promise<Contents.IModel> {
    return this._create({ type: 'directory' });
  }

  createNewFile(options: FileBrowser.IFileOptions): Promise<Contents.IModel> {
    return this._create({ type: 'file', ext: options.ext });
  }

  /**
   * Upload files, and folders where the files have relative paths.
   *
   * @param dir - The folder (`bucket/prefix`). By default the current one,
   * unless uploads there are refused.
   *
   * @returns One result per file.
   */
  async uploadFiles(files: File[], dir?: string): Promise<IUploadResult[]> {
    const { localPath, trans, transfers } = this.s3;
    const reason = dir ? null : refusalOf('upload', this.s3, []);
    if (reason) {
      await refuse(trans.__('Not possible here'), reason, trans);
      return [];
    }
    const { items, ...more } = readChosen(files, dir ?? localPath);
    return transfers.run(items, more);
  }

  /** Select an entry and focus it. */
  async selectItemByName(name: string): Promise<void> {
    await this.listing.selectItemByName(name, true);
  }

  /**
   * Go to the folder of an entry and select the entry.
   *
   * @param localPath - `bucket/key`.
   *
   * @returns Whether the entry exists.
   */
  async reveal(localPath: string): Promise<boolean> {
    const { folder, name } = splitPath(localPath);
    this.search.close();
    await this.s3.cd(`/${folder}`);
    const isThere = await this.s3.folder.fetch(name);
    if (isThere) {
      await this.selectItemByName(name);
    }
    return isThere;
  }

  protected createDirListing(options: DirListing.IOptions): DirListing {
    return new S3DirListing({
      ...options,
      model: options.model as S3BrowserModel
    });
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onShown();
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      this._onShown();
    }
  }

  protected onBeforeHide(msg: Message): void {
    super.onBeforeHide(msg);
    this.s3.refreshing.isShown = false;
  }

  protected onBeforeDetach(msg: Message): void {
    super.onBeforeDetach(msg);
    this.s3.refreshing.isShown = false;
  }

  private _onShown(): void {
    this.s3.refreshing.isShown = true;
    void this.s3.navigation.start();
  }

  /** Open or reveal a search result. */
  private async _follow({ hit, action }: IHitRequest): Promise<void> {
    const { manager, trans } = this.s3;
    try {
      if (action === 'reveal') {
        await this.reveal(hit.path);
      } else if (hit.isFolder) {
        await this.s3.cd(`/${hit.path}`);
      } else {
        manager.openOrReveal(`${this.s3.driveName}:${hit.path}`);
      }
    } catch (error) {
      await showProblem(trans.__('Cannot be shown'), error, trans);
    }
  }

  private _create(options: Contents.ICreateOptions): Promise<Contents.IModel> {
    const nameIt = async (name: string): Promise<void> => {
      await this.selectItemByName(name);
      await this.rename();
    };
    return createEntry(this.s3, nameIt, options);
  }

  private _focusEntries(): void {
    requestAnimationFrame(() => {
      if (this.isDisposed) {
        return;
      }
      if (this.listing.isHidden) {
        this.crumbs.focusLastCrumb();
      } else {
        this.listing.activate();
      }
    });
  }

  private _act(action: StateAction): void {
    switch (action) {
      case 'retry':
        void this.s3.relist();
        break;
      case 'go-up':
        void this.s3.cd('..');
        break;
      case 'go-root':
        void this.s3.cd('/');
        break;
      case 'clear-filter':
        this.search.clear();
        break;
      case 'search-below':
        this.search.searchBelow();
        break;
      default:
        this._requested.emit(action);
    }
  }

  /** Show the state of the model around the entries. */
  private _render(): void {
    const model = this.s3;
    const { drive, folder, navigation, trans } = model;
    const hasEntries = !model.items().next().done;
    const problem =
      navigation.problem ?? (model.isRoot ? drive.rootProblem : null);
    const state = stateOf(
      {
        hasEntries,
        problem,
        isRoot: model.isRoot,
        isListed: navigation.listedAt !== null && !folder.isFinding,
        isWritable: model.isWritable,
        loadedCount: folder.loadedCount,
        filteredCount: folder.shown.filteredCount,
        canAskForBucket: sharedBucketUrl(drive.sharing) !== null
      },
      trans
    );
    this._state.setState(state);
    // An empty folder keeps its list, for dropped files and the context menu.
    const isEmpty = state !== null && !problem && state.kind !== 'all-hidden';
    this._state.toggleClass('jp-mod-overlay', isEmpty);
    this.listing.setHidden(state !== null && !isEmpty);
    const note = hasEntries ? null : publicityNote(model);
    this._notes.setNotes(
      hasEntries ? notesOf(model, problem) : note ? [note] : []
    );
    this._foot.setNotes(this._footNotes(hasEntries));
    this._footer.refresh();
    const isPending = navigation.pendingPath !== null;
    this.toggleClass('jp-mod-loading', isPending);
    this.node.setAttribute('aria-busy', String(isPending));
  }

  private _footNotes(hasEntries: boolean): INote[] {
    const { drive, isRoot, trans } = this.s3;
    const note = isRoot && hasEntries && sharedBucketNote(drive.sharing, trans);
    return note ? [note] : [];
  }

  private readonly _notes: Notes;
  private readonly _state: StatePanel;
  private readonly _footer: LoadFooter;
  private readonly _foot: Notes;
  private readonly _requested = new Signal<this, AppAction>(this);
}

/**
 * The namespace of `S3FileBrowser` statics.
 */
export namespace S3FileBrowser {
  /**
   * The options of the panel.
   */
  export interface IOptions {
    id: string;
    model: S3BrowserModel;
    places: Bookmarks;
    translator: ITranslator;
    /** Stores column widths and order. */
    state?: IStateDB;
  }
}
