// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { loadedOnce } from '../loadedonce';
import { connectionOf } from '../names';
import type { IS3Connection } from '../s3/http/types';
import type { S3Drive } from './drive';
import { isFetchFailure } from './messages/chunkfailure';
import type {
  IDriveOptions,
  IFetchOptions,
  ILocations,
  INotice,
  IS3DriveOptions
} from './context';

/**
 * The drive that is registered when JupyterLab starts; its code is loaded on
 * the first use. It has what JupyterLab calls; who needs more takes the drive
 * itself from `load`.
 *
 * Once it is loaded, every call reaches the drive synchronously: how the drive
 * treats JupyterLab's sequences of calls depends on their order.
 */
export class LazyDrive implements Contents.IDrive {
  constructor(options: LazyDrive.IOptions) {
    this._options = options;
    this.name = options.name;
    this.serverSettings = options.serverSettings;
  }

  readonly name: string;
  readonly serverSettings: ServerConnection.ISettings;

  /** Emitted for every change made through the drive. */
  get fileChanged(): ISignal<this, Contents.IChangedArgs> {
    return this._fileChanged;
  }

  /** Emitted with messages to show outside of any dialog. */
  get notices(): ISignal<this, INotice> {
    return this._notices;
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
   * Load the drive and its connection, or those of another connection.
   *
   * @param connection - The name of the other one; registers its drive.
   *
   * @throws `ResponseError` 503 when the code cannot be fetched, 404 for a
   * connection that the server has not; the next call tries again.
   */
  load(connection?: string): Promise<LazyDrive.ILoaded> {
    return connection && connection !== connectionOf(this.name)
      ? this._options.other(connection).then(drive => drive.load())
      : this._loading();
  }

  /** What is loaded; `null` before the first use. */
  get loaded(): LazyDrive.ILoaded | null {
    return this._loaded;
  }

  get(path: string, options?: IFetchOptions): Promise<Contents.IModel> {
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

  rename(oldPath: string, newPath: string): Promise<Contents.IModel> {
    return this._use(drive => drive.rename(oldPath, newPath));
  }

  save(
    path: string,
    options?: Partial<Contents.IModel> & Contents.IContentProvisionOptions
  ): Promise<Contents.IModel> {
    return this._use(drive => drive.save(path, options));
  }

  copy(path: string, toDir: string): Promise<Contents.IModel> {
    return this._use(drive => drive.copy(path, toDir));
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

  private _use<T>(run: (drive: S3Drive) => Promise<T>): Promise<T> {
    return this._loaded
      ? run(this._loaded.drive)
      : this.load().then(({ drive }) => run(drive));
  }

  private async _load(): Promise<LazyDrive.ILoaded> {
    const { serverSettings, translator, ...rest } = this._options;
    const name = connectionOf(this.name);
    const [{ S3Drive }, { S3Connection }, locations] = await Promise.all([
      import('./drive'),
      import('../s3/transport/connection'),
      rest.locations(),
      rest.attach?.()
    ]).catch(Private.notFetched(translator));
    const connection = new S3Connection({ serverSettings, name });
    const drive = new S3Drive({ ...rest, connection, locations, translator });
    drive.fileChanged.connect((_, args) => this._fileChanged.emit(args));
    drive.notices.connect((_, args) => this._notices.emit(args));
    this._loaded = { connection, drive };
    return this._loaded;
  }

  private readonly _options: LazyDrive.IOptions;
  private readonly _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  private readonly _notices = new Signal<this, INotice>(this);
  private _loaded: LazyDrive.ILoaded | null = null;
  private readonly _loading = loadedOnce(() => this._load());
  private _isDisposed = false;
}

/**
 * The namespace of `LazyDrive` statics.
 */
export namespace LazyDrive {
  /** Options for creating a `LazyDrive`. */
  export interface IOptions {
    /** The name of the drive. */
    name: string;
    /** Returns the drive of another connection, registered if it was not. */
    other: (connection: string) => Promise<LazyDrive>;
    serverSettings: ServerConnection.ISettings;
    translator: ITranslator;
    fileTypes: IS3DriveOptions['fileTypes'];
    options: IDriveOptions;
    locations: () => Promise<ILocations>;
    /** Called before the first use, to load what else the drive needs. */
    attach?: () => Promise<void>;
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
   * A handler for errors of loading. JupyterLab reads the status of every error
   * of a drive.
   */
  export function notFetched(
    translator: ITranslator
  ): (error: unknown) => never {
    return error => {
      console.error('The S3 drive cannot be loaded.', error);
      const trans = translator.load('jupyterlab_s3_drive');
      throw new ServerConnection.ResponseError(
        new Response(null, { status: 503 }),
        isFetchFailure(error)
          ? trans.__(
              'The code of the S3 drive could not be fetched from the Jupyter server. Check that it still runs, then try again or reload the page.'
            )
          : trans.__(
              'The S3 drive could not be started (%1). Reload the page.',
              String(error)
            )
      );
    };
  }
}
