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

import { TRANSLATION_DOMAIN } from '../../names';
import { FolderModel } from './foldermodel';
import type { Counter } from '../../usage/count';
import { emit } from '../../internals/listing';
import { panelDocumentManager } from './docmanager';
import { changesIn } from './ownchanges';
import { parentOf, wayOut } from './paths';
import { AccessBadges } from './accessbadges';
import { Recovery } from './recovery';
import { AutoRefresh } from './autorefresh';
import type { IEntryActions, IPanelDrive } from './types';
import { S3Location } from '../../s3/location';
import type { VersioningState } from '../../s3/objects/versioning';
import { saveDirectly } from '../../transfers/downloads/direct';
import type { Tasks } from '../../transfers/tasks/tasks';
import type { Uploads } from '../../transfers/uploads/uploads';

/**
 * Changes within this time are handled by one listing.
 */
const SETTLE_MS = 100;

/**
 * The model of the panel: one folder of the S3 drive.
 *
 * It follows changes made through the drive below its root; other changes are
 * found when `refreshing` lists the folder again. Uploads go through the drive.
 */
export class S3BrowserModel extends FolderModel {
  constructor(options: S3BrowserModel.IOptions) {
    const translator = options.translator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { name } = options.drive;
    super({
      drive: options.drive,
      manager: panelDocumentManager(options.manager, name, trans, (from, to) =>
        this.actions.rename(from, to)
      ),
      state: options.state,
      translator
    });
    this.trans = trans;
    this.transfers = options.uploads;
    this.count = options.count;
    this.versioning = options.versioning;
    this.tasks = options.tasks;
    this.actions = options.actions(this);
    this.drive.writableChanged.connect(this.changed, this);
    this.publicity = new AccessBadges(this.drive, trans, bucket => {
      if (
        this.isRoot ||
        S3Location.fromPath(this.localPath).bucket === bucket
      ) {
        this._publicityChanged.emit();
      }
      this.changed();
    });
    this._refreshSoon = new Debouncer(() => this.refresh(), SETTLE_MS);
    this.refreshing = new AutoRefresh(this);
    this._recovery = new Recovery(this);
    this.stateChanged.connect(this._recovery.update, this._recovery);
  }

  /** The translation bundle of the panel. */
  readonly trans: TranslationBundle;

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

  /** Who may read what is shown. */
  readonly publicity: AccessBadges;

  /** Refreshes the folder automatically. */
  readonly refreshing: AutoRefresh;
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

  /** A signal emitted when the badges of rows may have changed. */
  get publicityChanged(): ISignal<this, void> {
    return this._publicityChanged;
  }

  /** Whether the panel is visible. Set by the panel. */
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
   * Whether the folder is writable: `false` at the root, `undefined` while it
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
    this._recovery.dispose();
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
   * @param path - The folder, global or local; by default the current one.
   *
   * @throws When the upload fails, or the file is skipped because of its name.
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
   * Download an object. Large ones come directly from the store, if the browser
   * can reach it.
   *
   * @throws When the object cannot be read. A link alone would not show why.
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
   * Find out in the background whether the folder is writable. Until then it is
   * shown as writable: a write that fails then says why.
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
    const { pendingPath } = this;
    if (pendingPath !== null && pendingPath !== this.path) {
      changesIn(pendingPath, change).forEach(part => this.applyAwaited(part));
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

  private readonly _recovery: Recovery;
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
