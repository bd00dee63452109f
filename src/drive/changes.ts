// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { parsePath, toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { Checkpoints } from './checkpoints';
import { createUntitled, makeFolder } from './create';
import type { IDeleteOptions } from './deletes';
import { Deleter } from './deletes';
import { folderModel } from './models';
import { FolderKeeper } from './keeper';
import type { PathLocks } from './locks';
import { Mover } from './moves';
import type { Notebooks } from './notebooks';
import { asFolder, placeInBucket, placeOf } from './places';
import type { IGathering } from './publication';
import { Publication } from './publication';
import { Replacer } from './replace';
import type { Saves } from './saves';
import type { IMoveOptions, IRoom } from './types';
import type { IUploadOptions } from './uploading';
import { Uploader } from './uploading';
import { Writer } from './writing';

/**
 * Everything that changes the store: takes local paths, queues what concerns
 * the same path, and emits the drive's events.
 *
 * Its methods throw what they meet; the drive makes sentences of it.
 */
export class Changes {
  constructor(
    room: IRoom,
    locks: PathLocks,
    saves: Saves,
    notebooks: Notebooks
  ) {
    this._room = room;
    this._locks = locks;
    this._saves = saves;
    this._notebooks = notebooks;
    this.publication = new Publication(room);
    this.checkpoints = new Checkpoints(room, this.publication);
    this.uploader = new Uploader(room);
    const keeper = new FolderKeeper(room);
    this._mover = new Mover(room, saves, notebooks, keeper, {
      checkpoints: this.checkpoints,
      publication: this.publication
    });
    this._deleter = new Deleter(room, keeper, this.checkpoints);
    this._writer = new Writer(room, saves, notebooks, this.checkpoints);
    this.replacer = new Replacer(room, locks, this._mover);
  }

  readonly checkpoints: Checkpoints;
  readonly publication: Publication;
  readonly replacer: Replacer;
  readonly uploader: Uploader;

  /** `Contents.IDrive.newUntitled`. */
  async newUntitled(
    options: Contents.ICreateOptions
  ): Promise<Contents.IModel> {
    const { path = '', type = 'file', ext = '' } = options;
    const folder = this._folderAt(path);
    const extension = ext && !ext.startsWith('.') ? `.${ext}` : ext;
    return this._created(
      await createUntitled(this._room, folder, type, extension)
    );
  }

  /**
   * `Contents.IDrive.delete`. As a part of a "Save As", or of a move onto an
   * existing name, it deletes nothing: see `Replacer`. Call it synchronously.
   */
  async delete(localPath: string): Promise<void> {
    const place = placeInBucket(this._room, localPath);
    const path = toPath(place.bucket, place.key);
    const operation = () => this._delete(path, {});
    if (
      !this.replacer.isSecondStep(place) &&
      !this.replacer.postpone(path, operation)
    ) {
      await this.remove(localPath, {});
    }
  }

  /** Delete at once. */
  async remove(localPath: string, options: IDeleteOptions): Promise<void> {
    const place = placeInBucket(this._room, localPath);
    const path = toPath(place.bucket, place.key);
    this.replacer.forget(path);
    await this._locks.run([path, `${path}/`], () =>
      this._delete(path, options)
    );
  }

  /**
   * `Contents.IDrive.rename`.
   *
   * @returns `null` for a rename of something onto itself.
   */
  async rename(
    oldLocalPath: string,
    newLocalPath: string,
    options: IMoveOptions = {}
  ): Promise<Contents.IModel | null> {
    const old = placeInBucket(this._room, oldLocalPath);
    const to = placeInBucket(this._room, newLocalPath);
    const begun = this.replacer.end(old);
    const from = begun?.from ?? old;
    const paths = [from, to].map(({ bucket, key }) => toPath(bucket, key));
    if (paths[0] === paths[1]) {
      return null;
    }
    const locked = [...paths, ...paths.map(path => `${path}/`)];
    return this._locks.run(locked, async () => {
      const first = begun ? null : await this.replacer.begin(from, to);
      paths.forEach(path => this.replacer.forget(path));
      return first ?? (await this._mover.move(from, to, begun?.old, options));
    });
  }

  /** `Contents.IDrive.save`. Call it synchronously. */
  async save(
    localPath: string,
    options: Partial<Contents.IModel>
  ): Promise<Contents.IModel> {
    const place = placeInBucket(this._room, localPath);
    const path = toPath(place.bucket, place.key);
    // Before any `await`: see `Saves` and `Replacer`.
    const checked = this._saves.take(path);
    const ticket = this.replacer.takeTicket(place) ?? checked;
    this.replacer.forget(path);
    return this._locks.run([path], async () => {
      if (options.type === 'directory') {
        return this._created(await makeFolder(this._room, place));
      }
      const model = await this._writer.save(place, options, ticket);
      this._room.emit({ type: 'save', oldValue: null, newValue: model });
      this.publication.saved(place);
      return model;
    });
  }

  /** `Contents.IDrive.copy`. */
  async copy(
    localPath: string,
    toLocalDir: string,
    options: IMoveOptions = {}
  ): Promise<Contents.IModel> {
    const from = placeInBucket(this._room, localPath);
    const folder = this._folderAt(toLocalDir);
    const model = await this._mover.copy(from, folder, options);
    return this._created(model, options.gathering);
  }

  /** Upload a file into a folder. */
  async upload(
    localDir: string,
    file: File,
    options: IUploadOptions
  ): Promise<Contents.IModel> {
    const place = this.uploadPlace(localDir, options.name ?? file.name);
    const path = toPath(place.bucket, place.key);
    return this._locks.run([path], async () => {
      await this.checkpoints.requireAllowed(place);
      const { model, replaced } = await this.uploader.upload(
        place,
        file,
        options
      );
      this._saves.take(path);
      if (!replaced) {
        return this._created(model, options.gathering);
      }
      this.publication.arrived({ to: place }, options.gathering);
      this._room.emit({ type: 'save', oldValue: null, newValue: model });
      return model;
    });
  }

  /** Tell that a folder has come to be, with what was put into it. */
  tellFolder(localPath: string): void {
    const newValue = folderModel(placeInBucket(this._room, localPath));
    this._room.emit({ type: 'new', oldValue: null, newValue });
  }

  /** Where an upload goes. */
  uploadPlace(localDir: string, name: string): IS3Location {
    const folder = this._folderAt(localDir);
    const path = toPath(folder.bucket, folder.key + name);
    return placeInBucket(this._room, path);
  }

  /** `Contents.IDrive.restoreCheckpoint`. */
  async restore(localPath: string): Promise<void> {
    const place = placeInBucket(this._room, localPath);
    const path = toPath(place.bucket, place.key);
    await this._locks.run([path], async () => {
      await this.checkpoints.restore(place, this._saves.seen(path) ?? null);
      this._saves.take(path);
    });
  }

  private async _delete(path: string, options: IDeleteOptions): Promise<void> {
    const isFolder = await this._deleter.delete(parsePath(path), options);
    this._saves.forget(path);
    this._notebooks.forget(path);
    if (isFolder) {
      this._saves.forgetBelow(path);
    }
    const oldValue = { path };
    this._room.emit({ type: 'delete', oldValue, newValue: null });
  }

  private _created(
    model: Contents.IModel,
    gathering?: IGathering | null
  ): Contents.IModel {
    const place = parsePath(model.path);
    const to = model.type === 'directory' ? asFolder(place) : place;
    this._room.emit({ type: 'new', oldValue: null, newValue: model });
    this.publication.arrived({ to }, gathering);
    return model;
  }

  /**
   * A folder to put something into.
   *
   * @throws `DriveError` 403 for the root.
   */
  private _folderAt(localDir: string): IS3Location {
    const folder = placeOf(this._room, localDir);
    if (!folder.bucket) {
      return placeInBucket(this._room, localDir);
    }
    return asFolder(folder);
  }

  private _room: IRoom;
  private _locks: PathLocks;
  private _saves: Saves;
  private _notebooks: Notebooks;
  private _mover: Mover;
  private _deleter: Deleter;
  private _writer: Writer;
}
