// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { S3Location } from '../../s3/location';
import { Checkpoints } from '../documents/checkpoints';
import { Consent } from '../exposure/consent';
import { ChangeEvents } from './changeevents';
import { createUntitled, makeFolder, untitledAt } from './create';
import { Deleter } from './deletes';
import { Deletions } from './deletions';
import { dropLate } from '../documents/gone';
import { FolderMarkers } from './foldermarkers';
import type { PathLocks } from '../lookup/locks';
import { Losses } from '../messages/losses';
import { RenameEvents } from './renameevents';
import { Mover } from './moves';
import type { Notebooks } from '../notebooks/notebooks';
import { locationInBucket, requireFreeName } from '../lookup/kinds';
import { receivingFolder } from '../lookup/receivingfolder';
import type { IMoveOptions, IDriveContext } from '../context';
import { ExposureNotices } from '../exposure/notices';
import { Replacer } from './replace';
import type { Saves } from '../documents/saves';
import { SelectionPaths } from './selectionpaths';
import { Selections } from './selections';
import { survey } from '../lookup/survey';
import { UnfinishedMoves } from './unfinishedmoves';
import type { IUploadOptions } from './uploads';
import { Uploader } from './uploads';
import { Writer } from '../documents/writing';

/**
 * Everything that changes the store: takes local paths, queues operations on
 * the same path, and reports what has changed. `deletions` and `selections` do
 * so for deleting, and for several files at once.
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
    this.publication = new ExposureNotices(context);
    const events = new ChangeEvents(
      context,
      saves,
      notebooks,
      this.publication
    );
    this.events = events;
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
    this._writer = new Writer(context, saves, notebooks, {
      checkpoints: this.checkpoints,
      losses
    });
    this.replacer = new Replacer(context, locks, this._mover);
    this.deletions = new Deletions(context, {
      deleter: new Deleter(context, keeper, this.checkpoints),
      events,
      locks,
      replacer: this.replacer
    });
    const selections = new Selections(context, {
      ...parts,
      keeper,
      locks,
      forget: path => this.replacer.forget(path),
      isOpen: path => saves.seen(path) !== undefined,
      created: (model, { noticeGroup }) => events.created(model, noticeGroup),
      deleted: location => events.deleted(location, false)
    });
    this.selections = new SelectionPaths(context, this.consent, selections);
  }

  readonly checkpoints: Checkpoints;
  readonly consent: Consent;
  readonly deletions: Deletions;
  readonly events: ChangeEvents;
  readonly publication: ExposureNotices;
  readonly replacer: Replacer;
  readonly selections: SelectionPaths;
  readonly uploader: Uploader;

  /** `Contents.IDrive.newUntitled`. */
  async newUntitled(
    options: Contents.ICreateOptions
  ): Promise<Contents.IModel> {
    const { path = '', type = 'file', ext = '' } = options;
    const folder = receivingFolder(this._context, path);
    const extension = ext && !ext.startsWith('.') ? `.${ext}` : ext;
    await this.consent.require({ to: untitledAt(folder, type, extension) });
    return this.events.created(
      await createUntitled(this._context, folder, type, extension)
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
        (await this.events.watch(from, () =>
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
    const location = locationInBucket(this._context, localPath);
    const { path } = location;
    // Before any `await`: see `Saves` and `Replacer`.
    const checked = this._saves.take(path);
    const replaced = this.replacer.takeTicket(location);
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
        await this.consent.require({
          to: isFolder ? location.asFolder() : location
        });
      }
      if (isFolder) {
        return this.events.created(await makeFolder(this._context, location));
      }
      const model = await this._writer.save(location, options, ticket);
      this.events.saved(location, model);
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
    const folder = receivingFolder(this._context, toLocalDir);
    const model = await this.events.watch(from, () =>
      this._mover.copy(from, folder, options)
    );
    return this.events.created(model, options.noticeGroup);
  }

  /** Upload a file into a folder. */
  async upload(
    localDir: string,
    file: File,
    options: IUploadOptions
  ): Promise<Contents.IModel> {
    const location = this.uploadPlace(localDir, options.name ?? file.name);
    const { path } = location;
    return this._locks.run([path], async () => {
      await this.checkpoints.requireAllowed(location);
      await this.consent.require({ to: location });
      const { model, replaced } = await this.uploader.upload(
        location,
        file,
        options
      );
      this.events.replaced(path);
      if (!replaced) {
        return this.events.created(model, options.noticeGroup);
      }
      this.events.uploadedOver(location, model, options.noticeGroup);
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
    const folder = receivingFolder(this._context, localDir);
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

  /** The location of an uploaded file. */
  uploadPlace(localDir: string, name: string): S3Location {
    const { path } = receivingFolder(this._context, localDir).child(name);
    return locationInBucket(this._context, path);
  }

  /** `Contents.IDrive.restoreCheckpoint`. */
  async restore(localPath: string): Promise<void> {
    const location = locationInBucket(this._context, localPath);
    const { path } = location;
    await this._locks.run([path], async () => {
      // The checkpoint may contain what was removed from the document.
      await this.consent.require({ to: location });
      await this.checkpoints.restore(location, this._saves.seen(path) ?? null);
      this.events.replaced(path, true);
    });
  }

  private _context: IDriveContext;
  private _locks: PathLocks;
  private _saves: Saves;
  private _mover: Mover;
  private _writer: Writer;
}
