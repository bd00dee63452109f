// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Contents } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { TRANSLATION_DOMAIN } from '../tokens';
import { FolderModel } from './foldermodel';
import type { Counter } from './count';
import { EntryActions } from './actions';
import { emit } from './internals';
import { panelManager } from './manager';
import { changesIn } from './ownchanges';
import { parentOf, wayOut } from './paths';
import { Publicity } from './publicity';
import { Refreshing } from './refreshing';
import type { IPanelDrive } from './types';
import { parsePath } from '../s3/path';
import { saveDirectly } from '../transfers/direct';
import type { Tasks } from '../transfers/tasks';
import type { Uploads } from '../transfers/uploads';

/**
 * Changes that come within this time are answered by one listing.
 */
const SETTLE_MS = 100;

/**
 * The model of the panel: what the S3 drive shows in one place.
 *
 * Changes below the root of the drive are noticed, others at the times that
 * `refreshing` chooses; uploads go through the drive.
 */
export class S3BrowserModel extends FolderModel {
  constructor(options: S3BrowserModel.IOptions) {
    const translator = options.translator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { name } = options.drive;
    super({
      drive: options.drive,
      manager: panelManager(options.manager, name, trans, (from, to) =>
        this.actions.rename(from, to)
      ),
      state: options.state,
      translator
    });
    this.trans = trans;
    this.transfers = options.uploads;
    this.count = options.count;
    this.tasks = options.tasks;
    this.actions = new EntryActions(this);
    this.drive.writableChanged.connect(this.changed, this);
    this.publicity = new Publicity(this.drive, trans, bucket => {
      if (this.isRoot || parsePath(this.localPath).bucket === bucket) {
        this._publicityChanged.emit();
      }
      this.changed();
    });
    this._refreshSoon = new Debouncer(() => this.refresh(), SETTLE_MS);
    this.refreshing = new Refreshing(this);
  }

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

  /** Who may read what is shown. */
  readonly publicity: Publicity;

  /** Lists the place again by itself, politely. */
  readonly refreshing: Refreshing;
  /**
   * Pastes what was copied last in another file browser; says whether there was
   * any. Set by who knows of it.
   */
  pasteFromElsewhere: (() => boolean) | null = null;

  /**
   * Opens the dialog in which it is changed who may read a folder (its path as
   * JupyterLab knows it, with a slash at its end). Set by who has one.
   */
  onShare: ((path: string) => void) | null = null;

  /** A signal emitted when the badges of rows may be others. */
  get publicityChanged(): ISignal<this, void> {
    return this._publicityChanged;
  }

  /** Whether the panel is on the screen; set by the panel. */
  get isShown(): boolean {
    return this._isShown;
  }

  set isShown(value: boolean) {
    this._isShown = value;
    this.setShown(value);
    if (value) {
      this.refreshing.returned();
    }
  }

  /**
   * Whether one may write here: `false` at the root, `undefined` as long as it
   * is not known.
   */
  get isWritable(): boolean | undefined {
    return this.isRoot ? false : this.drive.isWritable(this.localPath);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.drive.writableChanged.disconnect(this.changed, this);
    this.refreshing.dispose();
    this.publicity.dispose();
    this._refreshSoon.dispose();
    super.dispose();
  }

  relist(isAsked = true): Promise<void> {
    this._isAsked ||= isAsked;
    return super.relist(isAsked);
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
   * Download an object: a large one from the store itself, where the browser
   * reaches it.
   *
   * @throws When it cannot be read: a link that fails would tell nothing.
   */
  async download(path: string): Promise<void> {
    const { contents } = this.manager.services;
    const { size = 0 } = await contents.get(path, { content: false });
    const isDone =
      this.drive.direct !== null &&
      (await saveDirectly(this.drive.direct, contents.localPath(path), size));
    return isDone ? undefined : super.download(path);
  }

  /**
   * Find out in the background whether one may write here. What is not known
   * is shown as writable: a write that fails then says why.
   */
  protected onListed(): void {
    super.onListed();
    this.publicity.listed(this.localPath, this._isAsked);
    this._isAsked = false;
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
    const changes = changesIn(this.path, change);
    changes.forEach(part => this.apply(part));
    if (changes.length > 0 && !this.isLarge) {
      void this._refreshSoon.invoke();
    }
    if ([from, to].some(path => path && parentOf(sender, path) === this.path)) {
      emit(this.fileChanged, change);
    }
  }

  private readonly _refreshSoon: Debouncer;
  private readonly _publicityChanged = new Signal<this, void>(this);
  private _isShown = false;
  private _isAsked = false;
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
