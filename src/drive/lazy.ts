// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IRequestOptions, IS3Connection } from '../s3/connection';
import type { DirectAccess } from '../s3/direct';
import type { S3Error } from '../s3/errors';
import type { IListPage } from '../s3/listing';
import type { Policies } from '../s3/policies';
import type { ISharingRules } from '../s3/status';
import type { IDeleteOptions } from './deletes';
import type { S3Drive } from './drive';
import type { IGathering } from './publication';
import type {
  IDriveOptions,
  IEntryFlags,
  IFound,
  ILocations,
  IMoveOptions,
  INotice,
  IS3DriveOptions
} from './types';
import type { IUploadOptions, Uploader } from './uploading';

/**
 * The drive as JupyterLab gets it at start: registered at once, loaded on its
 * first use.
 *
 * Once it is loaded every call reaches the drive synchronously: what it makes
 * of JupyterLab's several steps depends on their order.
 */
export class LazyDrive implements Contents.IDrive {
  constructor(options: LazyDrive.IOptions) {
    this._options = options;
    this.serverSettings = options.serverSettings;
  }

  readonly name = 's3';
  readonly serverSettings: ServerConnection.ISettings;

  /** Emitted for every change made through the drive. */
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

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._loaded?.drive.dispose();
      Signal.clearData(this);
    }
  }

  /**
   * The drive itself and its way to the store.
   *
   * @throws `ResponseError` 503 when the code cannot be fetched; the next call
   * tries again.
   */
  load(): Promise<LazyDrive.ILoaded> {
    this._loading ??= this._load().catch(error => {
      this._loading = null;
      throw error;
    });
    return this._loading;
  }

  get(
    path: string,
    options?: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    return this._use(drive => drive.get(path, options));
  }

  getDownloadUrl(path: string): Promise<string> {
    return this._use(drive => drive.getDownloadUrl(path));
  }

  newUntitled(options?: Contents.ICreateOptions): Promise<Contents.IModel> {
    return this._use(drive => drive.newUntitled(options));
  }

  delete(path: string): Promise<void> {
    return this._use(drive => drive.delete(path));
  }

  remove(path: string, options?: IDeleteOptions): Promise<void> {
    return this._use(drive => drive.remove(path, options));
  }

  rename(
    oldPath: string,
    newPath: string,
    options?: IMoveOptions
  ): Promise<Contents.IModel> {
    return this._use(drive => drive.rename(oldPath, newPath, options));
  }

  save(
    path: string,
    options?: Partial<Contents.IModel> & Contents.IContentProvisionOptions
  ): Promise<Contents.IModel> {
    return this._use(drive => drive.save(path, options));
  }

  copy(
    path: string,
    toDir: string,
    options?: IMoveOptions
  ): Promise<Contents.IModel> {
    return this._use(drive => drive.copy(path, toDir, options));
  }

  createCheckpoint(path: string): Promise<Contents.ICheckpointModel> {
    return this._use(drive => drive.createCheckpoint(path));
  }

  listCheckpoints(path: string): Promise<Contents.ICheckpointModel[]> {
    return this._use(drive => drive.listCheckpoints(path));
  }

  restoreCheckpoint(path: string, id: string): Promise<void> {
    return this._use(drive => drive.restoreCheckpoint(path, id));
  }

  deleteCheckpoint(path: string, id: string): Promise<void> {
    return this._use(drive => drive.deleteCheckpoint(path, id));
  }

  upload(
    dir: string,
    file: File,
    options?: IUploadOptions
  ): Promise<Contents.IModel> {
    return this._use(drive => drive.upload(dir, file, options));
  }

  /** The way to the store itself; `null` before the drive is loaded. */
  get direct(): DirectAccess | null {
    return this._loaded?.drive.direct ?? null;
  }

  /** The bucket policies that were read; `null` before the drive is loaded. */
  get policies(): Policies | null {
    return this._loaded?.drive.policies ?? null;
  }

  /** What the administrator says about sharing; `null` until it is known. */
  get sharing(): ISharingRules | null {
    return this._loaded?.drive.sharing ?? null;
  }

  /** See `S3Drive.gather`; `null` before the drive is loaded. */
  gather(): IGathering | null {
    return this._loaded?.drive.gather() ?? null;
  }

  /** Uploads of this page; `null` before the drive is loaded. */
  get uploads(): Uploader | null {
    return this._loaded?.drive.uploads ?? null;
  }

  tellFolder(path: string): void {
    this._loaded?.drive.tellFolder(path);
  }

  status(refresh?: boolean): ReturnType<S3Drive['status']> {
    return this._use(drive => drive.status(refresh));
  }

  probeWritable(dir: string): Promise<boolean> {
    return this._use(drive => drive.probeWritable(dir));
  }

  async *more(
    dir: string,
    options?: IRequestOptions
  ): AsyncGenerator<Contents.IModel[]> {
    const { drive } = await this.load();
    yield* drive.more(dir, options);
  }

  async *walk(
    dir: string,
    options?: IRequestOptions
  ): AsyncGenerator<IListPage> {
    const { drive } = await this.load();
    yield* drive.walk(dir, options);
  }

  find(dir: string, start: string, options?: IRequestOptions): Promise<IFound> {
    return this._use(drive => drive.find(dir, start, options));
  }

  isTruncated(dir: string): boolean {
    return this._loaded?.drive.isTruncated(dir) ?? false;
  }

  isWritable(dir: string): boolean | undefined {
    return this._loaded?.drive.isWritable(dir);
  }

  flags(path: string): IEntryFlags {
    return this._loaded?.drive.flags(path) ?? {};
  }

  get rootProblem(): S3Error | null {
    return this._loaded?.drive.rootProblem ?? null;
  }

  private _use<T>(run: (drive: S3Drive) => Promise<T>): Promise<T> {
    return this._loaded
      ? run(this._loaded.drive)
      : this.load().then(({ drive }) => run(drive));
  }

  private async _load(): Promise<LazyDrive.ILoaded> {
    const { serverSettings, translator, ...rest } = this._options;
    const [{ S3Drive }, { S3Connection }, locations] = await Promise.all([
      import('./drive'),
      import('../s3/connection'),
      rest.locations()
    ]).catch(Private.notFetched(translator));
    const connection = new S3Connection({ serverSettings });
    const drive = new S3Drive({ ...rest, connection, locations, translator });
    drive.fileChanged.connect((_, args) => this._fileChanged.emit(args));
    drive.notices.connect((_, args) => this._notices.emit(args));
    drive.writableChanged.connect((_, args) =>
      this._writableChanged.emit(args)
    );
    this._loaded = { connection, drive };
    return this._loaded;
  }

  private readonly _options: LazyDrive.IOptions;
  private readonly _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  private readonly _notices = new Signal<this, INotice>(this);
  private readonly _writableChanged = new Signal<this, string>(this);
  private _loaded: LazyDrive.ILoaded | null = null;
  private _loading: Promise<LazyDrive.ILoaded> | null = null;
  private _isDisposed = false;
}

/**
 * The namespace of `LazyDrive` statics.
 */
export namespace LazyDrive {
  /**
   * What the drive is made of.
   */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
    translator: ITranslator;
    fileTypes: IS3DriveOptions['fileTypes'];
    options: IDriveOptions;
    locations: () => Promise<ILocations>;
  }

  /**
   * What is loaded on the first use.
   */
  export interface ILoaded {
    readonly connection: IS3Connection;
    readonly drive: S3Drive;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * JupyterLab reads the status of every error of a drive.
   */
  export function notFetched(translator: ITranslator): () => never {
    return () => {
      const trans = translator.load('jupyterlab_s3_drive');
      throw new ServerConnection.ResponseError(
        new Response(null, { status: 503 }),
        trans.__(
          'The code of the S3 drive could not be fetched from the Jupyter server. Check that it still runs, then try again or reload the page.'
        )
      );
    };
  }
}
