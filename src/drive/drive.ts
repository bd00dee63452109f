// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents, ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IRequestOptions, IServerStatus } from '../s3/connection';
import { getStatus } from '../s3/connection';
import { DirectAccess } from '../s3/direct';
import type { S3Error } from '../s3/errors';
import type { IListPage } from '../s3/listing';
import { listAll } from '../s3/listing';
import { parsePath } from '../s3/path';
import { Policies } from '../s3/policies';
import type { ISharingRules } from '../s3/status';
import { Changes } from './changes';
import type { IDeleteOptions } from './deletes';
import { downloadUrl } from './downloads';
import { Finder } from './finder';
import { Folders } from './folders';
import { PathLocks } from './locks';
import { isMarked, mimetypeOf } from './models';
import { Notebooks } from './notebooks';
import { asFolder, placeInBucket, placeOf } from './places';
import type { IGathering } from './publication';
import { Reader } from './reading';
import { Saves } from './saves';
import { Teller } from './teller';
import type {
  IEntryFlags,
  IFound,
  IMoveOptions,
  INotice,
  IRoom,
  IS3DriveOptions
} from './types';
import type { IUploadOptions, Uploader } from './uploading';
import { Writable } from './writable';

/**
 * S3 as a drive of JupyterLab: paths are `bucket/key`.
 *
 * Every error that its members throw has a translated message that says what
 * happened to which object and what to do next, and in `response.status` the
 * true status. The root never answers 404: JupyterLab would loop.
 *
 * The drive has no shared models (`sharedModelFactory`) and no content
 * providers (`contentProviderRegistry`): without them JupyterLab makes a model
 * of its own for each document, and calls `get` and `save`.
 */
export class S3Drive implements Contents.IDrive {
  constructor(options: IS3DriveOptions) {
    const { connection, fileTypes, translator = nullTranslator } = options;
    this.serverSettings = connection.serverSettings;
    const room = (this._room = {
      connection,
      trans: translator.load('jupyterlab_s3_drive'),
      options: options.options,
      direct:
        options.direct ??
        new DirectAccess(connection, {
          isWanted: () => options.options.directTransfers !== 'never'
        }),
      policies: new Policies(connection),
      sharing: () =>
        this.status().then(
          ({ sharing }) => sharing ?? null,
          () => null
        ),
      mimetype: (path: string) => mimetypeOf(fileTypes(path)),
      notify: (notice: INotice) => this._notices.emit(notice),
      emit: (change: Contents.IChangedArgs) => this._fileChanged.emit(change)
    });
    const locks = new PathLocks();
    const notebooks = new Notebooks(room);
    const saves = (this._saves = new Saves(room, locks));
    const writable = (this._writable = new Writable(room, path =>
      this._writableChanged.emit(path)
    ));
    this._teller = new Teller(room, writable);
    this._folders = new Folders(room, writable, options.locations);
    this._changes = new Changes(room, locks, saves, notebooks);
    this._finder = new Finder(room, {
      folders: this._folders,
      locks,
      reader: new Reader(room, saves, notebooks, writable),
      replacer: this._changes.replacer,
      saves
    });
  }

  readonly name = 's3';

  /** The way to the store itself, where the browser reaches it. */
  get direct(): DirectAccess {
    return this._room.direct;
  }

  /** The bucket policies that were read: who may see what. */
  get policies(): Policies {
    return this._room.policies;
  }

  /** What the administrator says about sharing; `null` until it is known. */
  get sharing(): ISharingRules | null {
    return this._sharing;
  }

  /**
   * Gather what an operation makes, to be told at its end in one sentence that
   * others can read it now. See `IMoveOptions`, `IUploadOptions`.
   */
  gather(): IGathering {
    return this._changes.publication.gather();
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

  /** What a person is to be told outside of any dialog. */
  get notices(): ISignal<this, INotice> {
    return this._notices;
  }

  /** Emitted with a folder's path when it is known anew if it is writable. */
  get writableChanged(): ISignal<this, string> {
    return this._writableChanged;
  }

  /**
   * Why the buckets could not be listed while the root is shown nevertheless:
   * it is not allowed. `null` when they could.
   */
  get rootProblem(): S3Error | null {
    return this._folders.rootProblem;
  }

  /** Whether the drive was closed. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Close the drive. The connection is its owner's to close. */
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
   * Without `options` the content is included; with them if they say so.
   */
  get(
    localPath: string,
    options: Contents.IFetchOptions = { content: true }
  ): Promise<Contents.IModel> {
    return this._teller.run(localPath, () =>
      this._finder.get(localPath, options)
    );
  }

  /** The URL under which the browser downloads an object. */
  getDownloadUrl(localPath: string): Promise<string> {
    return this._teller.run(localPath, async () =>
      downloadUrl(this.serverSettings, placeInBucket(this._room, localPath))
    );
  }

  /** Create an empty file, notebook or folder with a name that is free. */
  newUntitled(options: Contents.ICreateOptions = {}): Promise<Contents.IModel> {
    return this._teller.run(options.path ?? '', () =>
      this._changes.newUntitled(options)
    );
  }

  /** Delete a file, or a folder with all below it. */
  delete(localPath: string): Promise<void> {
    return this._teller.run(localPath, () => this._changes.delete(localPath));
  }

  /**
   * Delete at once, with progress: for a file browser that has asked the
   * person. `delete` finds out first whether this is part of a "Save As".
   */
  remove(localPath: string, options: IDeleteOptions = {}): Promise<void> {
    return this._teller.run(localPath, () =>
      this._changes.remove(localPath, options)
    );
  }

  /** Rename or move a file or folder; onto itself does nothing. */
  rename(
    from: string,
    to: string,
    options?: IMoveOptions
  ): Promise<Contents.IModel> {
    return this._teller.run(
      from,
      async () =>
        (await this._changes.rename(from, to, options)) ??
        (await this._finder.get(from, {}))
    );
  }

  /** Save, if the object still is what the check before has found. */
  save(
    localPath: string,
    options: Partial<Contents.IModel> & Contents.IContentProvisionOptions = {}
  ): Promise<Contents.IModel> {
    return this._teller.run(localPath, () =>
      this._changes.save(localPath, options)
    );
  }

  /** Copy a file or folder into a folder, under a name that is free there. */
  copy(
    localPath: string,
    toLocalDir: string,
    options?: IMoveOptions
  ): Promise<Contents.IModel> {
    return this._teller.run(localPath, () =>
      this._changes.copy(localPath, toLocalDir, options)
    );
  }

  /** Answer the wish for a checkpoint; writes nothing: see `Checkpoints`. */
  createCheckpoint(localPath: string): Promise<Contents.ICheckpointModel> {
    return this._teller.run(localPath, async () =>
      this._changes.checkpoints.create(placeInBucket(this._room, localPath))
    );
  }

  /** The checkpoint of a file, if there is one. */
  listCheckpoints(localPath: string): Promise<Contents.ICheckpointModel[]> {
    return this._teller.run(localPath, async () =>
      this._changes.checkpoints.list(placeInBucket(this._room, localPath))
    );
  }

  /** Put the checkpoint in the place of the file, unless someone changed it. */
  restoreCheckpoint(localPath: string, checkpointID: string): Promise<void> {
    return this._teller.run(localPath, () => this._changes.restore(localPath));
  }

  /** Delete the checkpoint of a file. */
  deleteCheckpoint(localPath: string, checkpointID: string): Promise<void> {
    return this._teller.run(localPath, async () =>
      this._changes.checkpoints.delete(placeInBucket(this._room, localPath))
    );
  }

  /** Tell that uploads have made a folder, as S3 does not. */
  tellFolder(localPath: string): void {
    this._changes.tellFolder(localPath);
  }

  /** Upload a file into a folder, as it is, in parts if it is large. */
  upload(
    localDir: string,
    file: File,
    options: IUploadOptions = {}
  ): Promise<Contents.IModel> {
    return this._teller.run(localDir, () =>
      this._changes.upload(localDir, file, options)
    );
  }

  /**
   * What the server tells of itself, the store and the credentials.
   *
   * @param refresh - Ask anew; else it is asked once.
   */
  status(refresh = false): Promise<IServerStatus> {
    if (!this._status || refresh) {
      const status = this._teller.run('', () =>
        getStatus(this._room.connection)
      );
      status.then(
        ({ sharing }) => {
          this._sharing = sharing ?? null;
        },
        () => {
          this._status = null;
        }
      );
      this._status = status;
    }
    return this._status;
  }

  /**
   * The rest of a folder that `get` has listed, page by page, in the
   * background. After an error or a cancellation the next call goes on where
   * this one stood. Entries may come twice.
   */
  more(
    localDir: string,
    options: IRequestOptions = {}
  ): AsyncGenerator<Contents.IModel[]> {
    return this._teller.each(localDir, () =>
      this._folders.more(localDir, options)
    );
  }

  /**
   * Every object below a folder, page by page, in the background: markers,
   * hidden ones, and those that cannot be addressed too.
   */
  walk(
    localDir: string,
    options: IRequestOptions = {}
  ): AsyncGenerator<IListPage> {
    return this._teller.each(localDir, () => {
      const { bucket, key } = asFolder(placeOf(this._room, localDir));
      return listAll(this._room.connection, bucket, key, {
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
  ): Promise<IFound> {
    return this._teller.run(localDir, () =>
      this._folders.find(
        asFolder(placeOf(this._room, localDir)),
        start,
        options
      )
    );
  }

  /** Whether a folder that was listed has more entries than were given. */
  isTruncated(localDir: string): boolean {
    return this._folders.isTruncated(localDir);
  }

  /** What is special about an entry, as the last listing has shown it. */
  flags(localPath: string): IEntryFlags {
    return this._folders.flags(localPath);
  }

  /** Find out, without writing, whether one may write in a folder. */
  probeWritable(localDir: string): Promise<boolean> {
    return this._teller.run(localDir, async () => {
      const folder = asFolder(placeOf(this._room, localDir));
      return folder.bucket !== '' && this._writable.probe(folder);
    });
  }

  /** What is known of whether one may write in a folder. */
  isWritable(localDir: string): boolean | undefined {
    const folder = asFolder(parsePath(localDir));
    return folder.bucket && !isMarked(localDir)
      ? this._writable.get(folder)
      : false;
  }

  private _room: IRoom;
  private _saves: Saves;
  private _writable: Writable;
  private _teller: Teller;
  private _folders: Folders;
  private _changes: Changes;
  private _finder: Finder;
  private _status: Promise<IServerStatus> | null = null;
  private _sharing: ISharingRules | null = null;
  private _isDisposed = false;
  private _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  private _notices = new Signal<this, INotice>(this);
  private _writableChanged = new Signal<this, string>(this);
}
