// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { copyFolder, copyObject, moveFolder, moveObject } from '../s3/copy';
import { S3Error } from '../s3/errors';
import { head } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { basename, parsePath, toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import type { Checkpoints } from './checkpoints';
import { withFreeName } from './create';
import type { FolderKeeper } from './keeper';
import { refusal } from './messages';
import { fileModel, folderModel } from './models';
import type { Notebooks } from './notebooks';
import { asFolder, onlyKindOf, requireFree } from './places';
import type { Saves } from './saves';
import type { IRoom } from './types';

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
    checkpoints: Checkpoints
  ) {
    this._room = room;
    this._saves = saves;
    this._notebooks = notebooks;
    this._keeper = keeper;
    this._checkpoints = checkpoints;
  }

  /**
   * Rename or move.
   *
   * @param from - Without a trailing slash, as `to`.
   * @param replace - The object at the destination that the person wants
   * replaced, as they know it.
   *
   * @throws `DriveError` 409 when the new name is taken or the old one is
   * both object and folder; `S3Error` 404, 412 when someone changed what is
   * moved or replaced: nothing is lost then, but both names may stand.
   */
  async move(
    from: IS3Location,
    to: IS3Location,
    replace?: IObjectInfo
  ): Promise<Contents.IModel> {
    const { file } = await onlyKindOf(this._room, from);
    this._requireNotInside(from, to, !file);
    if (!file) {
      // An interrupted move to the same place may go on, which `moveFolder`
      // tells from a folder that is in the way.
      await requireFree(this._room, to, { aboveOnly: true });
      return this._moveFolder(from, to);
    }
    if (!replace) {
      await requireFree(this._room, to);
    }
    return this._moveFile(from, to, file, replace);
  }

  /**
   * Copy into a folder, under a name that is free there.
   *
   * @param from - Without a trailing slash.
   * @param folder - Its key is `''` or ends in a slash.
   */
  async copy(from: IS3Location, folder: IS3Location): Promise<Contents.IModel> {
    const { connection } = this._room;
    const { file } = await onlyKindOf(this._room, from);
    this._requireNotInside(from, folder, !file);
    const name = basename(from.key);
    const { stem, ext } = Private.split(name, file !== null);
    const copy = async (to: IS3Location): Promise<Contents.IModel> => {
      await requireFree(this._room, to);
      if (!file) {
        const [source, target] = [from, to].map(asFolder);
        await copyFolder(connection, source, target);
        return folderModel(to);
      }
      const { etag } = await copyObject(connection, from, to, {
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
    return withFreeName(this._room, folder, nameOf, copy);
  }

  private async _moveFile(
    from: IS3Location,
    to: IS3Location,
    file: IObjectInfo,
    replace?: IObjectInfo
  ): Promise<Contents.IModel> {
    const { etag } = await this._keeper.run(from.bucket, from.key, () =>
      moveObject(this._room.connection, from, to, {
        ifMatch: file.etag,
        overwrite: replace
      })
    );
    await this._checkpoints.move(from, to);
    const facts = { size: file.size, etag, lastModified: new Date() };
    const model = fileModel(this._room, to, facts);
    this._tellDocument(Private.pathOf(from), model, file.etag);
    return model;
  }

  private async _moveFolder(
    from: IS3Location,
    to: IS3Location
  ): Promise<Contents.IModel> {
    const { emit, connection, notify, trans } = this._room;
    const [source, target] = [from, to].map(asFolder);
    const oldPath = Private.pathOf(from);
    const open = this._saves.seenBelow(oldPath);
    const { kept } = await this._keeper.run(from.bucket, source.key, () =>
      moveFolder(connection, source, target)
    );
    for (const path of open) {
      const { key } = parsePath(path);
      if (!kept.includes(key)) {
        const moved = {
          bucket: to.bucket,
          key: target.key + key.slice(source.key.length)
        };
        await this._tellMoved(path, moved);
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
    return model;
  }

  /** Tell a document below a folder that was moved. */
  private async _tellMoved(path: string, to: IS3Location): Promise<void> {
    try {
      const info = await head(this._room.connection, to.bucket, to.key);
      // A plain copy has its source's ETag; another one tells nothing.
      this._tellDocument(path, fileModel(this._room, to, info), info.etag);
    } catch {
      const facts = { size: 0, etag: '', lastModified: new Date() };
      this._tellDocument(path, fileModel(this._room, to, facts), null);
    }
  }

  /**
   * Tell the documents of a path that their object has another one now.
   *
   * They get its hash only if they all hold what was moved: else their next
   * save has to show the conflict.
   *
   * @param source - The ETag of what was moved.
   */
  private _tellDocument(
    oldPath: string,
    model: Contents.IModel,
    source: string | null
  ): void {
    const seen = this._saves.seen(oldPath);
    const same = seen === undefined || (seen !== null && seen === source);
    this._notebooks.moved(oldPath, model.path);
    this._saves.moved(oldPath, model.path, same ? model.hash! : null);
    this._room.emit({
      type: 'rename',
      oldValue: { path: oldPath },
      newValue: same ? model : Private.withoutHash(model)
    });
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
  private _notebooks: Notebooks;
  private _keeper: FolderKeeper;
  private _checkpoints: Checkpoints;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function pathOf(place: IS3Location): string {
    return toPath(place.bucket, place.key).replace(/\/$/, '');
  }

  /**
   * A model that leaves a document the hash that it has.
   */
  export function withoutHash(
    model: Contents.IModel
  ): Partial<Contents.IModel> {
    return Object.fromEntries(
      Object.entries(model).filter(([name]) => !name.startsWith('hash'))
    );
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
