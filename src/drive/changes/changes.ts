// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { S3Location } from '../../s3/location';
import { Checkpoints } from '../documents/checkpoints';
import { Consent } from '../exposure/consent';
import { createUntitled, makeFolder, untitledAt } from './create';
import type { IDeleteOptions } from './deletes';
import { Deleter } from './deletes';
import { isVanished } from '../lookup/emptyfolders';
import { dropLate } from '../documents/gone';
import { folderModel, modelLocation } from '../lookup/models';
import { FolderMarkers } from './foldermarkers';
import type { PathLocks } from '../lookup/locks';
import { Losses } from '../messages/losses';
import { RenameEvents } from './renameevents';
import { Mover } from './moves';
import type { Notebooks } from '../notebooks/notebooks';
import { locationInBucket, locationOf, requireFreeName } from '../lookup/kinds';
import type { INoticeGroup, IMoveOptions, IDriveContext } from '../context';
import { ExposureNotices } from '../exposure/notices';
import { Replacer } from './replace';
import type { Saves } from '../documents/saves';
import type { Done, ISelectionOptions } from './selections';
import { Selections } from './selections';
import { survey } from '../lookup/survey';
import { UnfinishedMoves } from './unfinishedmoves';
import type { IUploadOptions } from './uploads';
import { Uploader } from './uploads';
import { Writer } from '../documents/writing';

/**
 * Everything that changes the store: takes local paths, queues operations on
 * the same path, and emits the drive's events.
 *
 * Its methods throw the errors as they occur; `S3Drive` turns them into
 * sentences.
 */
export class Changes {
  constructor(
    context: IDriveContext,
    locks: PathLocks,
    saves: Saves,
    notebooks: Notebooks
  ) {
    this._context = context;
    this._locks = locks;
    this._saves = saves;
    this._notebooks = notebooks;
    this.publication = new ExposureNotices(context);
    this.consent = new Consent(context);
    const losses = new Losses(context);
    this.checkpoints = new Checkpoints(context, this.publication, losses);
    this.uploader = new Uploader(context, losses);
    const keeper = new FolderMarkers(context);
    const documents = new RenameEvents(context, saves, notebooks);
    const parts = {
      checkpoints: this.checkpoints,
      consent: this.consent,
      losses,
      documents,
      publication: this.publication,
      unfinished: new UnfinishedMoves()
    };
    this._mover = new Mover(context, saves, keeper, parts);
    this._deleter = new Deleter(context, keeper, this.checkpoints);
    this._writer = new Writer(context, saves, notebooks, {
      checkpoints: this.checkpoints,
      losses
    });
    this.replacer = new Replacer(context, locks, this._mover);
    this._selections = new Selections(context, {
      ...parts,
      keeper,
      locks,
      forget: path => this.replacer.forget(path),
      isOpen: path => saves.seen(path) !== undefined,
      created: (model, { gathering }) => this._created(model, gathering),
      deleted: place => this._deleted(place, false)
    });
  }

  readonly checkpoints: Checkpoints;
  readonly consent: Consent;
  readonly publication: ExposureNotices;
  readonly replacer: Replacer;
  readonly uploader: Uploader;

  /** `Contents.IDrive.newUntitled`. */
  async newUntitled(
    options: Contents.ICreateOptions
  ): Promise<Contents.IModel> {
    const { path = '', type = 'file', ext = '' } = options;
    const folder = this._folderAt(path);
    const extension = ext && !ext.startsWith('.') ? `.${ext}` : ext;
    await this.consent.require({ to: untitledAt(folder, type, extension) });
    return this._created(
      await createUntitled(this._context, folder, type, extension)
    );
  }

  /**
   * `Contents.IDrive.delete`. As part of a "Save As", or of a move onto an
   * existing name, it deletes nothing: see `Replacer`. Call it synchronously.
   */
  async delete(localPath: string): Promise<void> {
    const place = locationInBucket(this._context, localPath);
    const operation = () => this._delete(place, {});
    if (
      !this.replacer.isSecondStep(place) &&
      !this.replacer.postpone(place.path, operation)
    ) {
      await this.remove(localPath, {});
    }
  }

  /**
   * Delete at once.
   *
   * @param exact - The exact location of an entry, if its path is not enough:
   * see `exactEntry`.
   */
  async remove(
    localPath: string,
    options: IDeleteOptions,
    exact: S3Location | null = null
  ): Promise<void> {
    if (exact) {
      await this._removeExactly(localPath, exact, options);
      return;
    }
    const place = locationInBucket(this._context, localPath);
    const { path } = place;
    this.replacer.forget(path);
    await this._locks.run([path, `${path}/`], () =>
      this._delete(place, options)
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
    const old = locationInBucket(this._context, oldLocalPath);
    const to = locationInBucket(this._context, newLocalPath);
    const begun = this.replacer.end(old);
    const from = begun?.from ?? old;
    if (from.equals(to)) {
      return null;
    }
    const paths = [from.path, to.path];
    const locked = [...paths, ...paths.map(path => `${path}/`)];
    return this._locks.run(locked, async () => {
      const first = begun ? null : await this.replacer.begin(from, to);
      paths.forEach(path => this.replacer.forget(path));
      return (
        first ??
        (await this._from(from, () =>
          this._mover.move(from, to, begun?.old, options)
        ))
      );
    });
  }

  /** See `Tracer.follow`. */
  async follow(from: string, to: string): Promise<void> {
    await this._mover.follow(from, locationInBucket(this._context, to));
  }

  /** `Contents.IDrive.save`. Call it synchronously. */
  async save(
    localPath: string,
    options: Partial<Contents.IModel>
  ): Promise<Contents.IModel> {
    const place = locationInBucket(this._context, localPath);
    const { path } = place;
    // Before any `await`: see `Saves` and `Replacer`.
    const checked = this._saves.take(path);
    const replaced = this.replacer.takeTicket(place);
    const ticket = replaced ?? checked;
    const wasGone = this._saves.whereLeft(path) !== null;
    this.replacer.forget(path);
    return this._locks.run([path], async () => {
      const gone = this._saves.whereLeft(path);
      if (gone && (!wasGone || ticket?.info)) {
        await dropLate(this._context, gone);
      }
      const isFolder = options.type === 'directory';
      // An existing object that is replaced gets the content of another
      // document, which counts as new.
      if (isFolder || replaced || !ticket?.info) {
        await this.consent.require({ to: isFolder ? place.asFolder() : place });
      }
      if (isFolder) {
        return this._created(await makeFolder(this._context, place));
      }
      const model = await this._writer.save(place, options, ticket);
      this._context.emit({ type: 'save', oldValue: null, newValue: model });
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
    const from = locationInBucket(this._context, localPath);
    const folder = this._folderAt(toLocalDir);
    const model = await this._from(from, () =>
      this._mover.copy(from, folder, options)
    );
    return this._created(model, options.gathering);
  }

  /** See `Selections.move`. */
  async moveAll(
    localPaths: readonly string[],
    toLocalDir: string,
    options: ISelectionOptions
  ): Promise<Done> {
    const places = this._places(localPaths);
    const folder = this._folderAt(toLocalDir);
    await this.consent.require(
      ...places.map(from => ({ from, to: folder.child(from.name) }))
    );
    return this._selections.move(places, folder, options);
  }

  /** See `Selections.copy`. */
  async copyAll(
    localPaths: readonly string[],
    toLocalDir: string,
    options: ISelectionOptions
  ): Promise<Done> {
    const places = this._places(localPaths);
    const folder = this._folderAt(toLocalDir);
    await this.consent.require(
      ...places.map(from => ({ to: folder.child(from.name) }))
    );
    return this._selections.copy(places, folder, options);
  }

  /** See `Selections.delete`. */
  async removeAll(
    localPaths: readonly string[],
    options: ISelectionOptions
  ): Promise<Done> {
    return this._selections.delete(this._places(localPaths), options);
  }

  /** See `S3Drive.findAll`. */
  async findAll(localPaths: readonly string[]): Promise<Contents.IModel[]> {
    return this._selections.find(this._places(localPaths));
  }

  /** Upload a file into a folder. */
  async upload(
    localDir: string,
    file: File,
    options: IUploadOptions
  ): Promise<Contents.IModel> {
    const place = this.uploadPlace(localDir, options.name ?? file.name);
    const { path } = place;
    return this._locks.run([path], async () => {
      await this.checkpoints.requireAllowed(place);
      await this.consent.require({ to: place });
      const { model, replaced } = await this.uploader.upload(
        place,
        file,
        options
      );
      this._replaced(path);
      if (!replaced) {
        return this._created(model, options.gathering);
      }
      this.publication.arrived({ to: place }, options.gathering);
      this._context.emit({ type: 'save', oldValue: null, newValue: model });
      return model;
    });
  }

  /**
   * See `S3Drive.freeNames`.
   *
   * @throws `DriveError` 409 when the folder would be below an object.
   */
  async freeNames(
    localDir: string,
    names: readonly string[]
  ): Promise<Set<string>> {
    const folder = this._folderAt(localDir);
    const there = await survey(this._context.connection, folder, names);
    if (there.isEmpty && names.length > 0) {
      // That proves nothing: the folder may be below an object, which hides it.
      const [name] = names;
      await requireFreeName(this._context, this.uploadPlace(localDir, name), {
        aboveOnly: true
      });
    }
    return new Set(names.filter(name => there.isFree(name)));
  }

  /** Report a folder that was created by putting something into it. */
  tellFolder(localPath: string): void {
    const newValue = folderModel(locationInBucket(this._context, localPath));
    this._context.emit({ type: 'new', oldValue: null, newValue });
  }

  /**
   * See `S3Drive.tellWritten`.
   */
  tellWritten(place: S3Location): void {
    const path = place.entryPath;
    const paths = place.isFolder ? this._saves.below(path) : [path];
    paths.forEach(each => this._replaced(each));
  }

  /** The location of an uploaded file. */
  uploadPlace(localDir: string, name: string): S3Location {
    const { path } = this._folderAt(localDir).child(name);
    return locationInBucket(this._context, path);
  }

  /** `Contents.IDrive.restoreCheckpoint`. */
  async restore(localPath: string): Promise<void> {
    const place = locationInBucket(this._context, localPath);
    const { path } = place;
    await this._locks.run([path], async () => {
      // The checkpoint may contain what was removed from the document.
      await this.consent.require({ to: place });
      await this.checkpoints.restore(place, this._saves.seen(path) ?? null);
      this._replaced(path, true);
    });
  }

  /**
   * Note that something other than a save has written an object: the documents
   * that are open on it are reloaded, or ask before they are saved.
   *
   * @param isAsked - Whether one of the documents reloads by itself.
   */
  private _replaced(path: string, isAsked = false): void {
    const isOpen = this._saves.seen(path) !== undefined;
    this._saves.replaced(path);
    if (isOpen) {
      // For a document that is not reloaded, the next save asks.
      this._context
        .documents()
        ?.then(documents => documents.reload(path, isAsked))
        .catch(() => undefined);
    }
  }

  /** Leaves alone what has the same name, or the same path in the drive. */
  private async _removeExactly(
    localPath: string,
    place: S3Location,
    options: IDeleteOptions
  ): Promise<void> {
    const path = place.entryPath;
    this.replacer.forget(path);
    await this._locks.run([path, `${path}/`], () =>
      this._deleter.deleteExactly(place, options)
    );
    if (place.isFolder) {
      this._saves.leftBelow(path);
      this._context.vanished.add(place);
    } else {
      this._saves.left(path, null);
      this._notebooks.forget(path);
    }
    this._gone(localPath);
  }

  private async _delete(
    place: S3Location,
    options: IDeleteOptions
  ): Promise<void> {
    this._deleted(place, await this._deleter.delete(place, options));
  }

  private _deleted(place: S3Location, isFolder: boolean): void {
    const { path } = place;
    this._saves.left(path, null);
    this._notebooks.forget(path);
    if (isFolder) {
      this._saves.leftBelow(path);
      this._context.vanished.add(place.asFolder());
    }
    this._gone(path);
  }

  /**
   * Run an operation on an entry; one that turns out to be a vanished folder is
   * removed from listings.
   */
  private async _from<T>(
    from: S3Location,
    operation: () => Promise<T>
  ): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (isVanished(error)) {
        this._gone(from.path);
      }
      throw error;
    }
  }

  private _gone(path: string): void {
    const oldValue = { path };
    this._context.emit({ type: 'delete', oldValue, newValue: null });
  }

  private _created(
    model: Contents.IModel,
    gathering?: INoticeGroup | null
  ): Contents.IModel {
    const to = modelLocation(this._context, model);
    this._context.emit({ type: 'new', oldValue: null, newValue: model });
    this.publication.arrived({ to }, gathering);
    return model;
  }

  private _places(localPaths: readonly string[]): S3Location[] {
    return localPaths.map(path => locationInBucket(this._context, path));
  }

  /**
   * The location of a folder that receives something.
   *
   * @throws `DriveError` 403 for the root.
   */
  private _folderAt(localDir: string): S3Location {
    const folder = locationOf(this._context, localDir);
    return folder.isRoot
      ? locationInBucket(this._context, localDir)
      : folder.asFolder();
  }

  private _context: IDriveContext;
  private _locks: PathLocks;
  private _saves: Saves;
  private _notebooks: Notebooks;
  private _mover: Mover;
  private _selections: Selections;
  private _deleter: Deleter;
  private _writer: Writer;
}
