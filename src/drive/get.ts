// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf, isMissing } from '../s3/errors';
import { hasPrefix } from '../s3/objects/list';
import { head } from '../s3/objects/head';
import type { IObjectInfo } from '../s3/metadata/objectinfo';
import type { S3Location } from '../s3/location';
import { VIEW_ONLY } from '../names';
import { vanishedError } from './lookup/emptyfolders';
import type { Folders } from './lookup/folders';
import type { PathLocks } from './lookup/locks';
import { refusal } from './messages/messages';
import { fileModel, folderModel } from './lookup/models';
import { locationOf } from './lookup/kinds';
import type { Reader } from './documents/reading';
import type { Replacer } from './changes/replace';
import type { Saves } from './documents/saves';
import type { IFetchOptions, IDriveContext } from './context';

/**
 * Answers `get`: finds out whether a path is an object or a folder, with as few
 * requests as possible, and without requests that the person has no right to.
 */
export class ModelGetter {
  constructor(
    context: IDriveContext,
    parts: {
      folders: Folders;
      locks: PathLocks;
      reader: Reader;
      replacer: Replacer;
      saves: Saves;
    }
  ) {
    this._context = context;
    this._parts = parts;
  }

  /**
   * `Contents.IDrive.get`. Call it synchronously: a check before or after a
   * save is recognised by its timing (see `Saves`).
   */
  get(localPath: string, options: IFetchOptions): Promise<Contents.IModel> {
    const location = locationOf(this._context, localPath);
    if (location.isFolder || options.type === 'directory') {
      return this._entered(location, options);
    }
    if (options.content) {
      this._parts.replacer.forget(location.path);
      return options.type
        ? this._object(location, options)
        : this._either(location, options);
    }
    return options.hash
      ? this._parts.saves.check(location)
      : this._glance(location, options.contentProviderId !== VIEW_ONLY);
  }

  /**
   * The model of something that the caller takes for a folder; an empty one
   * does not exist.
   */
  private async _entered(
    location: S3Location,
    options: IFetchOptions
  ): Promise<Contents.IModel> {
    try {
      return await this._folder(location, options);
    } catch (error) {
      throw isMissing(error)
        ? await vanishedError(this._context, location.asFolder(), error)
        : error;
    }
  }

  private async _folder(
    location: S3Location,
    { content, signal }: IFetchOptions
  ): Promise<Contents.IModel> {
    if (location.isRoot) {
      return content
        ? this._parts.folders.root({ signal })
        : folderModel(location, { writable: false });
    }
    const folder = location.asFolder();
    if (content) {
      return this._parts.folders.list(folder, { signal });
    }
    const found = await hasPrefix(
      this._context.connection,
      folder.bucket,
      folder.key
    );
    if (!found && folder.key) {
      await this._parts.folders.list(folder);
    }
    return folderModel(folder);
  }

  /**
   * The model of something that the caller takes for an object.
   *
   * @throws `DriveError` 400 when it is a folder, as in Jupyter Server.
   */
  private async _object(
    location: S3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const { connection, trans } = this._context;
    try {
      return await this._parts.locks.run([location.path], () =>
        this._parts.reader.read(location, options)
      );
    } catch (error) {
      const isFolder =
        isMissing(error) &&
        (await hasPrefix(connection, location.bucket, `${location.key}/`));
      if (!isFolder) {
        throw error;
      }
      throw refusal(
        400,
        'IsFolder',
        trans.__('%1 is a folder, not a file.', location.uri),
        location
      );
    }
  }

  /**
   * The content of a path of unknown kind: a folder if there is anything below
   * it (file browsers ask like this), otherwise the object.
   */
  private async _either(
    location: S3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    let noFolder: unknown;
    try {
      return await this._folder(location, { content: true });
    } catch (error) {
      if (!isMissing(error) && problemOf(error) !== 'forbidden') {
        throw error;
      }
      noFolder = error;
    }
    try {
      return await this._object(location, options);
    } catch (error) {
      throw isMissing(error) ? noFolder : error;
    }
  }

  /**
   * A model without content or check: one HEAD, and one LIST for a folder.
   *
   * @param writable - Whether whoever asks may save it.
   */
  private async _glance(
    location: S3Location,
    writable: boolean
  ): Promise<Contents.IModel> {
    const { bucket, key, path } = location;
    let info: IObjectInfo;
    try {
      info = await this._parts.locks.run([path], () =>
        head(this._context.connection, bucket, key)
      );
    } catch (error) {
      if (!isMissing(error) && problemOf(error) !== 'forbidden') {
        throw error;
      }
      if (await hasPrefix(this._context.connection, bucket, `${key}/`)) {
        this._parts.replacer.looked(path, null);
        return folderModel(location, { writable });
      }
      throw error;
    }
    this._parts.replacer.looked(path, info);
    return fileModel(this._context, location, info, { writable });
  }

  private _context: IDriveContext;
  private _parts: {
    folders: Folders;
    locks: PathLocks;
    reader: Reader;
    replacer: Replacer;
    saves: Saves;
  };
}
