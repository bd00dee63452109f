// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { S3Location } from '../../s3/location';
import type { IDriveContext, INoticeGroup } from '../context';
import type { Saves } from '../documents/saves';
import type { ExposureNotices } from '../exposure/notices';
import { isVanished } from '../lookup/emptyfolders';
import { folderModel, modelLocation } from '../lookup/models';
import type { Notebooks } from '../notebooks/notebooks';

/**
 * Reports what has changed in the store: emits the drive's events, and informs
 * the open documents, what is known of saves and notebooks, the folders that
 * are hidden, and the notices about what others can read.
 */
export class ChangeEvents {
  constructor(
    context: IDriveContext,
    saves: Saves,
    notebooks: Notebooks,
    publication: ExposureNotices
  ) {
    this._context = context;
    this._saves = saves;
    this._notebooks = notebooks;
    this._publication = publication;
  }

  /**
   * Something was created.
   *
   * @returns Its model.
   */
  created(
    model: Contents.IModel,
    noticeGroup?: INoticeGroup | null
  ): Contents.IModel {
    const to = modelLocation(this._context, model);
    this._context.emit({ type: 'new', oldValue: null, newValue: model });
    this._publication.arrived({ to }, noticeGroup);
    return model;
  }

  /** A document was saved. */
  saved(location: S3Location, model: Contents.IModel): void {
    this._context.emit({ type: 'save', oldValue: null, newValue: model });
    this._publication.saved(location);
  }

  /** An upload has replaced a file. */
  uploadedOver(
    location: S3Location,
    model: Contents.IModel,
    noticeGroup?: INoticeGroup | null
  ): void {
    this._publication.arrived({ to: location }, noticeGroup);
    this._context.emit({ type: 'save', oldValue: null, newValue: model });
  }

  /** A file, or a folder with everything below it, was deleted. */
  deleted(location: S3Location, isFolder: boolean): void {
    const { path } = location;
    this._saves.left(path, null);
    this._notebooks.forget(path);
    if (isFolder) {
      this._saves.leftBelow(path);
      this._context.vanished.add(location.asFolder());
    }
    this.gone(path);
  }

  /**
   * An entry was deleted by its exact key. What has the same name, or the same
   * path in the drive, is left alone.
   *
   * @param localPath - Its path in the listing.
   */
  deletedExactly(localPath: string, location: S3Location): void {
    const path = location.entryPath;
    if (location.isFolder) {
      this._saves.leftBelow(path);
      this._context.vanished.add(location);
    } else {
      this._saves.left(path, null);
      this._notebooks.forget(path);
    }
    this.gone(localPath);
  }

  /** There is nothing at a path: remove it from listings. */
  gone(path: string): void {
    const oldValue = { path };
    this._context.emit({ type: 'delete', oldValue, newValue: null });
  }

  /** A folder was created by putting something into it. */
  folderCreated(folder: S3Location): void {
    const newValue = folderModel(folder);
    this._context.emit({ type: 'new', oldValue: null, newValue });
  }

  /**
   * Something other than a save has written an object: the documents that are
   * open on it are reloaded, or ask before they are saved.
   *
   * @param isAsked - Whether one of the documents reloads by itself.
   */
  replaced(path: string, isAsked = false): void {
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

  /**
   * The server has written an object, or objects below a folder. See
   * `S3Drive.tellWritten`.
   */
  written(location: S3Location): void {
    const path = location.entryPath;
    const paths = location.isFolder ? this._saves.below(path) : [path];
    paths.forEach(each => this.replaced(each));
  }

  /**
   * Run an operation on an entry; one that turns out to be a vanished folder is
   * removed from listings.
   */
  async watch<T>(from: S3Location, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (isVanished(error)) {
        this.gone(from.path);
      }
      throw error;
    }
  }

  private readonly _context: IDriveContext;
  private readonly _saves: Saves;
  private readonly _notebooks: Notebooks;
  private readonly _publication: ExposureNotices;
}
