// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf } from '../s3/errors';
import { hasPrefix } from '../s3/listing';
import { head } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import type { Folders } from './folders';
import type { PathLocks } from './locks';
import { refusal } from './messages';
import { fileModel, folderModel } from './models';
import { asFolder, isMissing, placeOf } from './places';
import type { Reader } from './reading';
import type { Replacer } from './replace';
import type { Saves } from './saves';
import type { IRoom } from './types';

/**
 * Answers `get`: finds out whether a path is an object or a folder, with as
 * few requests as possible, and without asking for what one may not.
 */
export class Finder {
  constructor(
    room: IRoom,
    parts: {
      folders: Folders;
      locks: PathLocks;
      reader: Reader;
      replacer: Replacer;
      saves: Saves;
    }
  ) {
    this._room = room;
    this._parts = parts;
  }

  /**
   * `Contents.IDrive.get`. Call it synchronously: what a check before or after
   * a save is, is told by when it comes (see `Saves`).
   */
  get(
    localPath: string,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const place = placeOf(this._room, localPath);
    const isFolder = place.key === '' || place.key.endsWith('/');
    if (isFolder || options.type === 'directory') {
      return this._folder(place, options.content ?? false);
    }
    if (options.content) {
      this._parts.replacer.forget(toPath(place.bucket, place.key));
      return options.type
        ? this._object(place, options)
        : this._either(place, options);
    }
    return options.hash
      ? this._parts.saves.check(toPath(place.bucket, place.key))
      : this._glance(place);
  }

  private async _folder(
    place: IS3Location,
    content: boolean
  ): Promise<Contents.IModel> {
    const { bucket } = place;
    if (!bucket) {
      return content
        ? this._parts.folders.root()
        : folderModel(place, { writable: false });
    }
    const folder = asFolder(place);
    if (content) {
      return this._parts.folders.list(folder);
    }
    const found = await hasPrefix(this._room.connection, bucket, folder.key);
    if (!found && folder.key) {
      await this._parts.folders.list(folder);
    }
    return folderModel(folder);
  }

  /**
   * The object of a path that the caller knows to be one.
   *
   * @throws `DriveError` 400 when it is a folder, as Jupyter does.
   */
  private async _object(
    place: IS3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const { connection, trans } = this._room;
    const path = toPath(place.bucket, place.key);
    try {
      return await this._parts.locks.run([path], () =>
        this._parts.reader.read(place, options)
      );
    } catch (error) {
      const isFolder =
        isMissing(error) &&
        (await hasPrefix(connection, place.bucket, `${place.key}/`));
      if (!isFolder) {
        throw error;
      }
      throw refusal(
        400,
        'IsFolder',
        trans.__('%1 is a folder, not a file.', toUri(place)),
        place
      );
    }
  }

  /**
   * The content of a path of unknown kind: a folder if anything is below it
   * (a file browser asks so), the object else.
   */
  private async _either(
    place: IS3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    let noFolder: unknown;
    try {
      return await this._folder(place, true);
    } catch (error) {
      if (!isMissing(error) && problemOf(error) !== 'forbidden') {
        throw error;
      }
      noFolder = error;
    }
    try {
      return await this._object(place, options);
    } catch (error) {
      throw isMissing(error) ? noFolder : error;
    }
  }

  /**
   * A model without content or check: one HEAD, for a folder one LIST more.
   */
  private async _glance(place: IS3Location): Promise<Contents.IModel> {
    const { bucket, key } = place;
    const path = toPath(bucket, key);
    let info: IObjectInfo;
    try {
      info = await this._parts.locks.run([path], () =>
        head(this._room.connection, bucket, key)
      );
    } catch (error) {
      if (!isMissing(error) && problemOf(error) !== 'forbidden') {
        throw error;
      }
      if (await hasPrefix(this._room.connection, bucket, `${key}/`)) {
        this._parts.replacer.looked(path, null);
        return folderModel(place);
      }
      throw error;
    }
    this._parts.replacer.looked(path, info);
    return fileModel(this._room, place, info);
  }

  private _room: IRoom;
  private _parts: {
    folders: Folders;
    locks: PathLocks;
    reader: Reader;
    replacer: Replacer;
    saves: Saves;
  };
}
