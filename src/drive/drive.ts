// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents, ServerConnection } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IRequestOptions } from '../s3/http/types';
import type { IServerStatus, ISharingRules } from '../s3/server/status';
import { getStatus } from '../s3/server/status';
import type { DirectAccess } from '../s3/uploads/direct';
import type { S3Error } from '../s3/errors';
import type { IListPage } from '../s3/objects/list';
import { listAll } from '../s3/objects/list';
import { driveOf, S3Location } from '../s3/location';
import type { Policies } from '../s3/policy/policycache';
import { Changes } from './changes/changes';
import type { Consent } from './exposure/consent';
import type { IDeleteOptions } from './changes/deletes';
import { createContext } from './createcontext';
import { explainEach } from './explaineach';
import { KnownStatus } from './knownstatus';
import { downloadUrl } from './lookup/downloadurl';
import { exactEntry, exactLocation } from './lookup/exact';
import { ModelGetter } from './get';
import { Folders } from './lookup/folders';
import { PathLocks } from './lookup/locks';
import { isMarked } from './lookup/models';
import { Notebooks } from './notebooks/notebooks';
import { ambiguous, locationInBucket, locationOf } from './lookup/kinds';
import type {
  INoticeGroup,
  IEntryFlags,
  IFetchOptions,
  IFoundEntries,
  IMoveOptions,
  INotice,
  IOpenDocuments,
  IDriveContext,
  IS3DriveOptions
} from './context';
import { Reader } from './documents/reading';
import { Saves } from './documents/saves';
import type { Done, ISelectionOptions } from './changes/selections';
import { ErrorExplainer } from './messages/errorexplainer';
import { Tracer } from './changes/trace';
import type { IUploadOptions, Uploader } from './changes/uploads';
import { Writable } from './lookup/writable';

/**
 * S3 as a drive of JupyterLab: paths are `bucket/key`.
 *
 * Every error that its members throw has a translated message, which says what
 * happened to which object and what to do next, and the actual status in
 * `response.status`. The root never answers 404: JupyterLab would loop.
 *
 * The drive has no shared models (`sharedModelFactory`) and no content
 * providers (`contentProviderRegistry`): without them JupyterLab makes a model
 * of its own for each document, and calls `get` and `save`.
 */
export class S3Drive implements Contents.IDrive {
  constructor(options: IS3DriveOptions) {
    const { connection } = options;
    this.serverSettings = connection.serverSettings;
    this.name = driveOf(connection.name);
    const context = (this._context = createContext(options, {
      emit: change => this._fileChanged.emit(change),
      notify: notice => this._notices.emit(notice),
      status: () => this.status()
    }));
    if (connection.throttle) {
      options.options.showPatience?.(connection.throttle.waiting);
    }
    const locks = new PathLocks();
    const notebooks = new Notebooks(context);
    const saves = (this._saves = new Saves(context, locks));
    const writable = (this._writable = new Writable(context, path =>
      this._writableChanged.emit(path)
    ));
    this._explainer = new ErrorExplainer(context, location =>
      writable.doubt(location)
    );
    this._folders = new Folders(context, writable, options.locations);
    this._changes = new Changes(context, locks, saves, notebooks);
    this.tracer = new Tracer(context, this._explainer, this._changes);
    this._finder = new ModelGetter(context, {
      folders: this._folders,
      locks,
      reader: new Reader(context, saves, notebooks, writable),
      replacer: this._changes.replacer,
      saves
    });
  }

  readonly name: string;

  /** Finds what someone else has moved, for the documents that are open. */
  readonly tracer: Tracer;

  /** Direct access to the store, where the browser can reach it. */
  get direct(): DirectAccess {
    return this._context.direct;
  }

  /** The bucket policies that were read. */
  get policies(): Policies {
    return this._context.policies;
  }

  /** The administrator's rules on sharing; `null` until they are known. */
  get sharing(): ISharingRules | null {
    return this._status.sharing;
  }

  /**
   * Begin a notice group: collects what an operation creates, and reports at
   * its end, in one sentence, what others can read now. See `IMoveOptions`,
   * `IUploadOptions`.
   */
  groupNotices(): INoticeGroup {
    return this._changes.publication.groupNotices();
  }

  /**
   * The ETag that all documents on a path hold; `null` if none was opened, or
   * if they may hold different ones.
   */
  seen(localPath: string): string | null {
    return this._saves.seen(localPath) ?? null;
  }

  /**
   * Note that the server has written an object for the person, or objects below
   * a folder (its key ends in a slash): documents that are open on them show
   * it, or ask before they are saved.
   */
  tellWritten(location: S3Location): void {
    this._changes.events.written(location);
  }

  /** The documents that are open; `null` if they are not known. */
  documents(): Promise<IOpenDocuments> | null {
    return this._context.documents();
  }

  /** The location of a path, to the letter; nothing is looked up. */
  at(localPath: string): S3Location {
    return S3Location.fromPath(localPath, this._context.connection.name);
  }

  /**
   * The exact location of a path: it exists, and a folder's key ends in a
   * slash.
   *
   * @throws `DriveError` 404 if there is nothing.
   */
  locationOf(localPath: string): Promise<S3Location> {
    return exactLocation(this.at(localPath), path =>
      this.get(path, { content: false })
    );
  }

  /** The part that asks before something becomes public. */
  get consent(): Consent {
    return this._changes.consent;
  }

  /** Uploads under way, and what is kept of those that failed. */
  get uploads(): Uploader {
    return this._changes.uploader;
  }

  readonly serverSettings: ServerConnection.ISettings;

  /** Emitted for every change made through the drive, as by `Drive`. */
  get fileChanged(): ISignal<this, Contents.IChangedArgs> {
    return this._fileChanged;
  }

  /** Emitted with messages to show outside of any dialog. */
  get notices(): ISignal<this, INotice> {
    return this._notices;
  }

  /**
   * Emitted with a folder's path when it is newly known whether it is writable.
   */
  get writableChanged(): ISignal<this, string> {
    return this._writableChanged;
  }

  /**
   * Why the buckets could not be listed, if the root is shown although listing
   * them is not allowed; otherwise `null`.
   */
  get rootProblem(): S3Error | null {
    return this._folders.rootProblem;
  }

  /** Whether the drive is disposed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** See `Throttle.follow`. */
  followPatience(): (isWaiting: boolean) => void {
    return this._context.connection.throttle?.follow() ?? (() => undefined);
  }

  /** Dispose of the drive. The owner of the connection closes it. */
  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._saves.dispose();
      this._changes.publication.dispose();
      Signal.clearData(this.policies);
      Signal.clearData(this);
    }
  }

  /**
   * A file with its content, or a folder with its first entries.
   *
   * Without `options` the content is included; otherwise only if they request
   * it.
   */
  get(
    localPath: string,
    options: IFetchOptions = { content: true }
  ): Promise<Contents.IModel> {
    return this._explainer.run(localPath, () =>
      this._finder.get(localPath, options)
    );
  }

  /** The URL under which the browser downloads an object. */
  getDownloadUrl(localPath: string): Promise<string> {
    return this._explainer.run(localPath, async () =>
      downloadUrl(
        this.serverSettings,
        locationInBucket(this._context, localPath)
      )
    );
  }

  /** Create an empty file, notebook or folder with a name that is free. */
  newUntitled(options: Contents.ICreateOptions = {}): Promise<Contents.IModel> {
    return this._explainer.run(options.path ?? '', () =>
      this._changes.newUntitled(options)
    );
  }

  /** Delete a file, or a folder with everything below it. */
  delete(localPath: string): Promise<void> {
    return this._explainer.run(localPath, () =>
      this._changes.deletions.delete(localPath)
    );
  }

  /**
   * Delete at once, with progress: for a file browser that has asked the
   * person. `delete` first finds out whether it is part of a "Save As".
   *
   * @param localPath - The path of the entry in the listing: a key that cannot
   * be addressed, and an object or folder of the same name, are deleted by
   * their exact keys.
   */
  remove(localPath: string, options: IDeleteOptions = {}): Promise<void> {
    return this._explainer.run(localPath, () =>
      this._changes.deletions.remove(localPath, options, this._exact(localPath))
    );
  }

  /** Rename or move a file or folder; renaming it to itself does nothing. */
  rename(
    from: string,
    to: string,
    options?: IMoveOptions
  ): Promise<Contents.IModel> {
    return this._explainer.run(from, async () => {
      this._requireAlone(from);
      return (
        (await this._changes.rename(from, to, options)) ??
        (await this._finder.get(from, {}))
      );
    });
  }

  /** Save, if the object is still what the check before has found. */
  save(
    localPath: string,
    options: Partial<Contents.IModel> & Contents.IContentProvisionOptions = {}
  ): Promise<Contents.IModel> {
    return this._explainer.run(localPath, () =>
      this._changes.save(localPath, options)
    );
  }

  /** Copy a file or folder into a folder, under a name that is free there. */
  copy(
    localPath: string,
    toLocalDir: string,
    options?: IMoveOptions
  ): Promise<Contents.IModel> {
    return this._explainer.run(localPath, async () => {
      this._requireAlone(localPath);
      return this._changes.copy(localPath, toLocalDir, options);
    });
  }

  /**
   * Move several files into a folder with few requests; see `Selections`.
   *
   * @returns The results of the files that it has handled. The others are to be
   * moved one by one, which also shows why one cannot be moved.
   *
   * @throws `Declined` when the person says no.
   */
  moveAll(
    localPaths: readonly string[],
    toLocalDir: string,
    options: ISelectionOptions = {}
  ): Promise<Done> {
    return explainEach(this._explainer, () =>
      this._changes.selections.move(
        this._plain(localPaths),
        toLocalDir,
        options
      )
    );
  }

  /** Copy several files into a folder, as `moveAll` moves them. */
  copyAll(
    localPaths: readonly string[],
    toLocalDir: string,
    options: ISelectionOptions = {}
  ): Promise<Done> {
    return explainEach(this._explainer, () =>
      this._changes.selections.copy(
        this._plain(localPaths),
        toLocalDir,
        options
      )
    );
  }

  /** Delete several files, as `moveAll` moves them. */
  removeAll(
    localPaths: readonly string[],
    options: ISelectionOptions = {}
  ): Promise<Done> {
    return explainEach(this._explainer, () =>
      this._changes.selections.delete(this._plain(localPaths), options)
    );
  }

  /**
   * The models of several files, by listing their folders. A file that is
   * missing in the result has to be looked up alone. Never rejects.
   */
  findAll(localPaths: readonly string[]): Promise<Contents.IModel[]> {
    return this._changes.selections
      .find(this._plain(localPaths))
      .catch(() => []);
  }

  /** Answer a request for a checkpoint; writes nothing: see `Checkpoints`. */
  createCheckpoint(localPath: string): Promise<Contents.ICheckpointModel> {
    return this._explainer.run(localPath, async () =>
      this._changes.checkpoints.create(
        locationInBucket(this._context, localPath)
      )
    );
  }

  /** The checkpoint of a file, if there is one. */
  listCheckpoints(localPath: string): Promise<Contents.ICheckpointModel[]> {
    return this._explainer.run(localPath, async () =>
      this._changes.checkpoints.list(locationInBucket(this._context, localPath))
    );
  }

  /** Replace the file by its checkpoint, unless someone has changed it. */
  restoreCheckpoint(localPath: string, checkpointID: string): Promise<void> {
    return this._explainer.run(localPath, () =>
      this._changes.restore(localPath)
    );
  }

  /** Delete the checkpoint of a file. */
  deleteCheckpoint(localPath: string, checkpointID: string): Promise<void> {
    return this._explainer.run(localPath, async () =>
      this._changes.checkpoints.delete(
        locationInBucket(this._context, localPath)
      )
    );
  }

  /** Report a folder that uploads have created: S3 reports nothing. */
  tellFolder(localPath: string): void {
    const folder = locationInBucket(this._context, localPath);
    this._changes.events.folderCreated(folder);
  }

  /**
   * Which of some names are known to be free in a folder, by listing it once.
   */
  freeNames(localDir: string, names: readonly string[]): Promise<Set<string>> {
    return this._explainer.run(localDir, () =>
      this._changes.freeNames(localDir, names)
    );
  }

  /** Upload a file into a folder, unchanged, in parts if it is large. */
  upload(
    localDir: string,
    file: File,
    options: IUploadOptions = {}
  ): Promise<Contents.IModel> {
    return this._explainer.run(localDir, () =>
      this._changes.upload(localDir, file, options)
    );
  }

  /**
   * The status of the server, the store and the credentials.
   *
   * @param refresh - Whether to ask again; otherwise it is asked once.
   */
  status(refresh = false): Promise<IServerStatus> {
    return this._status.get(refresh);
  }

  /**
   * The rest of a folder that `get` has listed, page by page, in the
   * background. After an error or a cancellation the next call continues from
   * there. Entries may come twice.
   */
  more(
    localDir: string,
    options: IRequestOptions = {}
  ): AsyncGenerator<Contents.IModel[]> {
    return this._explainer.each(localDir, () =>
      this._folders.more(localDir, options)
    );
  }

  /**
   * Every object below a folder, page by page, in the background, including
   * markers, hidden objects, and those that cannot be addressed.
   */
  walk(
    localDir: string,
    options: IRequestOptions = {}
  ): AsyncGenerator<IListPage> {
    return this._explainer.each(localDir, () => {
      const { bucket, key } = locationOf(this._context, localDir).asFolder();
      return listAll(this._context.connection, bucket, key, {
        priority: 'background',
        ...options
      });
    });
  }

  /** The entries of a folder whose names begin with a text: one request. */
  find(
    localDir: string,
    start: string,
    options: IRequestOptions = {}
  ): Promise<IFoundEntries> {
    return this._explainer.run(localDir, () =>
      this._folders.find(
        locationOf(this._context, localDir).asFolder(),
        start,
        options
      )
    );
  }

  /** Whether a folder that was listed has more entries than were returned. */
  isTruncated(localDir: string): boolean {
    return this._folders.isTruncated(localDir);
  }

  /**
   * As `at`, with the exact key that the last listing has shown for an entry.
   */
  entryAt(localPath: string): S3Location {
    const location = this.at(localPath);
    return location.withKey(this.flags(localPath).key ?? location.key);
  }

  /** What is special about an entry, according to the last listing. */
  flags(localPath: string): IEntryFlags {
    return this._folders.flags(localPath);
  }

  /** Find out, without writing, whether a folder is writable. */
  probeWritable(localDir: string): Promise<boolean> {
    return this._explainer.run(localDir, async () => {
      const folder = locationOf(this._context, localDir).asFolder();
      return !folder.isRoot && this._writable.probe(folder);
    });
  }

  /** Whether a folder is writable, if that is known. */
  isWritable(localDir: string): boolean | undefined {
    const folder = this.at(localDir).asFolder();
    return folder.isRoot || isMarked(localDir)
      ? false
      : this._writable.get(folder);
  }

  private _exact(localPath: string): S3Location | null {
    return exactEntry(this.at(localPath), this._folders.flags(localPath));
  }

  /**
   * The paths that identify their entries; the others are handled one by one.
   */
  private _plain(localPaths: readonly string[]): string[] {
    return localPaths.filter(path => this._exact(path) === null);
  }

  /**
   * Refuse an entry that shares its name: the path would mean both.
   *
   * @throws `DriveError` 409.
   */
  private _requireAlone(localPath: string): void {
    if (this._folders.flags(localPath).ambiguous) {
      throw ambiguous(this._context, this.at(localPath));
    }
  }

  private _context: IDriveContext;
  private _saves: Saves;
  private _writable: Writable;
  private _explainer: ErrorExplainer;
  private _folders: Folders;
  private _changes: Changes;
  private _finder: ModelGetter;
  private _status = new KnownStatus(() =>
    this._explainer.run('', () => getStatus(this._context.connection))
  );
  private _isDisposed = false;
  private _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  private _notices = new Signal<this, INotice>(this);
  private _writableChanged = new Signal<this, string>(this);
}
