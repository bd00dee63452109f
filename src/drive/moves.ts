// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { copyFolder, copyObject, moveFolder, moveObject } from '../s3/copy';
import type { ICopyOptions, IFolderOptions } from '../s3/copy';
import { S3Error } from '../s3/errors';
import { findJournal } from '../s3/journal';
import type { IObjectInfo } from '../s3/objects';
import { basename, parsePath, toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import type { Checkpoints } from './checkpoints';
import { namesIn, putMarker, withFreeName } from './create';
import type { FolderKeeper } from './keeper';
import { refusal } from './messages';
import { fileModel, folderModel } from './models';
import { MovedDocuments } from './moveddocuments';
import type { Notebooks } from './notebooks';
import { asFolder, onlyKindOf, requireFree } from './places';
import type { Publication } from './publication';
import type { Saves } from './saves';
import type { IMoveOptions, IRoom } from './types';

/**
 * Renames, moves and copies objects and folders (rule 3 of the design), and
 * tells the documents that are open.
 */
export class Mover {
  constructor(
    room: IRoom,
    saves: Saves,
    notebooks: Notebooks,
    keeper: FolderKeeper,
    parts: { checkpoints: Checkpoints; publication: Publication }
  ) {
    this._room = room;
    this._saves = saves;
    this._documents = new MovedDocuments(room, saves, notebooks);
    this._keeper = keeper;
    this._checkpoints = parts.checkpoints;
    this._publication = parts.publication;
  }

  /**
   * Rename or move.
   *
   * @param from - Without a trailing slash, as `to`.
   * @param replace - The object at the destination that the person wants
   * replaced, as they know it.
   * @param options - Progress, and a signal: cancelled, the source is whole.
   *
   * @throws `DriveError` 409 when the new name is taken or the old one is
   * both object and folder; `S3Error` 404, 412 when someone changed what is
   * moved or replaced: nothing is lost then, but both names may stand.
   */
  async move(
    from: IS3Location,
    to: IS3Location,
    replace?: IObjectInfo,
    options: IMoveOptions = {}
  ): Promise<Contents.IModel> {
    const { file } = await onlyKindOf(this._room, from);
    this._requireNotInside(from, to, !file);
    if (!file) {
      // An interrupted move to the same place may go on, which `moveFolder`
      // tells from a folder that is in the way.
      await requireFree(this._room, to, { aboveOnly: true });
      const model = await this._moveFolder(from, to, options);
      const [old, now] = [from, to].map(asFolder);
      this._publication.arrived({ from: old, to: now }, options.gathering);
      return model;
    }
    if (!replace) {
      await requireFree(this._room, to);
    }
    const how = { ...options, replace };
    const model = await this._moveFile(from, to, file, how);
    this._publication.arrived({ from, to }, options.gathering);
    return model;
  }

  /**
   * Copy into a folder, under a name that is free there. A copy of a folder
   * that was interrupted is completed instead.
   *
   * @param from - Without a trailing slash.
   * @param folder - Its key is `''` or ends in a slash.
   * @param options - Progress, and a signal: cancelled, there is no copy.
   */
  async copy(
    from: IS3Location,
    folder: IS3Location,
    options: IFolderOptions = {}
  ): Promise<Contents.IModel> {
    const { connection } = this._room;
    const { file } = await onlyKindOf(this._room, from);
    this._requireNotInside(from, folder, !file);
    const name = basename(from.key);
    const { stem, ext } = Private.split(name, file !== null);
    const copy = async (to: IS3Location): Promise<Contents.IModel> => {
      // An interrupted copy to the same place may go on: see `move`.
      const aboveOnly = !file && Private.pathOf(to) !== Private.pathOf(from);
      await requireFree(this._room, to, { aboveOnly });
      if (!file) {
        const [source, target] = [from, to].map(asFolder);
        const leave = await this._checkpoints.leftFrom(target);
        const how = { ...options, leave };
        const { copied } = await copyFolder(connection, source, target, how);
        await this._ensureFolder(target, copied);
        return folderModel(to);
      }
      const { etag } = await copyObject(connection, from, to, {
        ...Private.forFile(file, options),
        ifMatch: file.etag
      });
      const facts = { size: file.size, etag, lastModified: new Date() };
      return fileModel(this._room, to, facts);
    };
    try {
      return await copy({ ...folder, key: folder.key + name });
    } catch (error) {
      if (!(error instanceof S3Error) || error.status !== 409) {
        throw error;
      }
    }
    const nameOf = (number: number) => `${stem}-Copy${number + 1}${ext}`;
    const begun = file ? null : await this._begunCopy(from, folder, nameOf);
    if (begun) {
      return copy(begun);
    }
    return withFreeName(this._room, folder, nameOf, copy);
  }

  /**
   * The last copy of a folder that stands there, if it was interrupted.
   */
  private async _begunCopy(
    from: IS3Location,
    folder: IS3Location,
    nameOf: (number: number) => string
  ): Promise<IS3Location | null> {
    const { connection } = this._room;
    const start = nameOf(0).slice(0, -1);
    const taken = await namesIn(this._room, folder, start);
    const key = folder.key + nameOf(taken.size - 1);
    const last = { ...folder, key };
    const places = [from, last].map(asFolder);
    const isBegun =
      taken.size > 0 &&
      (await findJournal(connection, 'copiedFrom', places[0], places[1], {}));
    return isBegun ? last : null;
  }

  private async _moveFile(
    from: IS3Location,
    to: IS3Location,
    file: IObjectInfo,
    options: IFolderOptions & { replace?: IObjectInfo }
  ): Promise<Contents.IModel> {
    const { etag } = await this._keeper.run(from.bucket, from.key, () =>
      moveObject(this._room.connection, from, to, {
        ...Private.forFile(file, options),
        ifMatch: file.etag,
        overwrite: options.replace
      })
    );
    await this._checkpoints.move(from, to);
    const facts = { size: file.size, etag, lastModified: new Date() };
    const model = fileModel(this._room, to, facts);
    this._documents.tell(Private.pathOf(from), model, file.etag);
    return model;
  }

  private async _moveFolder(
    from: IS3Location,
    to: IS3Location,
    options: IFolderOptions
  ): Promise<Contents.IModel> {
    const { emit, connection, notify, trans } = this._room;
    const [source, target] = [from, to].map(asFolder);
    const oldPath = Private.pathOf(from);
    const open = this._saves.seenBelow(oldPath);
    const leave = await this._checkpoints.leftFrom(target);
    const { copied, kept, left } = await this._keeper.run(
      from.bucket,
      source.key,
      () => moveFolder(connection, source, target, { ...options, leave })
    );
    await this._ensureFolder(target, copied);
    for (const path of open) {
      const { key } = parsePath(path);
      if (!kept.includes(key) && !left.includes(key)) {
        const moved = {
          bucket: to.bucket,
          key: target.key + key.slice(source.key.length)
        };
        await this._documents.tellBelow(path, moved);
      }
    }
    const model = folderModel(to);
    // Not as a rename: JupyterLab's documents would make a regular expression
    // of the folder's name, and take other documents for what is below it.
    emit({ type: 'new', oldValue: null, newValue: model });
    emit({ type: 'delete', oldValue: { path: oldPath }, newValue: null });
    if (kept.length) {
      notify({
        level: 'warning',
        message: trans.__(
          '%1 was moved, but someone changed %2 of its objects meanwhile: these were kept in their old place, and what they were before is at the new one.',
          toUri(source),
          kept.length
        ),
        details: kept.join('\n')
      });
    }
    this._checkpoints.tellLeft(source, left);
    return model;
  }

  /** A folder of which all was left behind is there nevertheless. */
  private async _ensureFolder(
    folder: IS3Location,
    copied: number
  ): Promise<void> {
    if (copied === 0) {
      await putMarker(this._room, folder);
    }
  }

  private _requireNotInside(
    from: IS3Location,
    to: IS3Location,
    isFolder: boolean
  ): void {
    const inside = `${Private.pathOf(to)}/`.startsWith(
      `${Private.pathOf(from)}/`
    );
    if (isFolder && inside) {
      throw refusal(
        400,
        'IntoItself',
        this._room.trans.__(
          'The folder %1 cannot be put into itself; nothing was changed.',
          toUri(from)
        ),
        from
      );
    }
  }

  private _room: IRoom;
  private _saves: Saves;
  private _documents: MovedDocuments;
  private _keeper: FolderKeeper;
  private _checkpoints: Checkpoints;
  private _publication: Publication;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function pathOf(place: IS3Location): string {
    return toPath(place.bucket, place.key).replace(/\/$/, '');
  }

  /**
   * What copying one object needs of the options for a folder.
   */
  export function forFile(
    { size }: IObjectInfo,
    { onProgress, signal }: IFolderOptions
  ): ICopyOptions {
    const one = { total: 1, totalBytes: size, stage: 'copy' as const };
    return {
      signal,
      onProgress: bytes =>
        onProgress?.({ ...one, bytes, done: bytes === size ? 1 : 0 })
    };
  }

  /**
   * Stem and extension of the name of a copy, as Jupyter's server has them:
   * `a.tar.gz` is copied as `a-Copy1.tar.gz`, `a-Copy1.py` as `a-Copy2.py`.
   */
  export function split(
    name: string,
    isFile: boolean
  ): { stem: string; ext: string } {
    const plain = name.replace(/-Copy\d*(?=\.|$)/, '');
    const dot = plain.endsWith('.ipynb')
      ? plain.lastIndexOf('.')
      : plain.indexOf('.', 1);
    return isFile && dot > 0
      ? { stem: plain.slice(0, dot), ext: plain.slice(dot) }
      : { stem: plain, ext: '' };
  }
}
