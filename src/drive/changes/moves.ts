// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { copyFolder, moveFolder } from '../../s3/copies/copyfolder';
import { copyObject } from '../../s3/copies/copyobject';
import { finishMove, moveObject } from '../../s3/copies/moveobject';
import type { IMovedVersions } from '../../s3/copies/moveobject';
import type { ICopyOptions } from '../../s3/copies/copyobject';
import type { IFolderOptions } from '../../s3/copies/copyfolder';
import { S3Error } from '../../s3/errors';
import { findJournal } from '../../s3/copies/movejournal';
import type { Lost } from '../../s3/metadata/keeping';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import { S3Location } from '../../s3/location';
import type { Checkpoints } from '../documents/checkpoints';
import type { Consent } from '../exposure/consent';
import { copyNames } from './copynames';
import { namesIn, putMarker, withFreeName } from './create';
import type { FolderMarkers } from './foldermarkers';
import { refusal } from '../messages/messages';
import { fileModel, folderModel } from '../lookup/models';
import type { Losses } from '../messages/losses';
import type { RenameEvents } from './renameevents';
import { onlyKindOf, requireFreeName } from '../lookup/kinds';
import type { ExposureNotices } from '../exposure/notices';
import type { Saves } from '../documents/saves';
import type { UnfinishedMoves } from './unfinishedmoves';
import type { IMoveOptions, IDriveContext } from '../context';

/**
 * Renames, moves and copies objects and folders (R5 and R6 in
 * `docs/architecture.md`), and updates the documents that are open.
 */
export class Mover {
  constructor(
    context: IDriveContext,
    saves: Saves,
    keeper: FolderMarkers,
    parts: {
      checkpoints: Checkpoints;
      consent: Consent;
      documents: RenameEvents;
      losses: Losses;
      publication: ExposureNotices;
      unfinished: UnfinishedMoves;
    }
  ) {
    this._context = context;
    this._saves = saves;
    this._documents = parts.documents;
    this._keeper = keeper;
    this._checkpoints = parts.checkpoints;
    this._consent = parts.consent;
    this._losses = parts.losses;
    this._publication = parts.publication;
    this._unfinished = parts.unfinished;
  }

  /**
   * Rename or move.
   *
   * @param from - Without a trailing slash, like `to`.
   * @param replace - The object at the destination that the person wants to
   * replace, in the version they know.
   * @param options - Progress, and a signal; after a cancellation the source is
   * complete.
   *
   * The move of a file that failed at its last step is completed.
   *
   * @throws `DriveError` 409 when the new name is taken, or the old one is both
   * object and folder; `S3Error` 404 or 412 when someone has changed what is
   * moved or replaced: nothing is lost then, but both names may exist.
   */
  async move(
    from: S3Location,
    to: S3Location,
    replace?: IObjectInfo,
    options: IMoveOptions = {}
  ): Promise<Contents.IModel> {
    const { file } = await onlyKindOf(this._context, from);
    this._requireNotInside(from, to, !file);
    const arrival = file
      ? { from, to }
      : { from: from.asFolder(), to: to.asFolder() };
    await this._consent.require(arrival);
    if (!file) {
      // An interrupted move to the same location may be continued; `moveFolder`
      // distinguishes it from a folder that is in the way.
      await requireFreeName(this._context, to, { aboveOnly: true });
      const model = await this._moveFolder(from, to, options);
      this._publication.arrived(arrival, options.noticeGroup);
      return model;
    }
    const begun = replace
      ? undefined
      : this._unfinished.find(from, to, file.etag);
    if (!replace && !begun) {
      await requireFreeName(this._context, to);
    }
    const how = { ...options, begun, replace };
    const model = await this._moveFile(from, to, file, how);
    this._publication.arrived(arrival, options.noticeGroup);
    return model;
  }

  /**
   * Point the documents of a path to their object, which someone else has
   * moved.
   */
  async follow(path: string, to: S3Location): Promise<void> {
    await this._documents.follow(path, to);
  }

  /**
   * Copy into a folder, under a name that is free there. An interrupted copy of
   * a folder is completed instead.
   *
   * @param from - Without a trailing slash.
   * @param folder - Its key is `''` or ends in a slash.
   * @param options - Progress, and a signal; after a cancellation there is no
   * copy.
   */
  async copy(
    from: S3Location,
    folder: S3Location,
    options: IFolderOptions = {}
  ): Promise<Contents.IModel> {
    const { connection } = this._context;
    const { file } = await onlyKindOf(this._context, from);
    this._requireNotInside(from, folder, !file);
    const { name } = from;
    const first = folder.child(name);
    await this._consent.require({ to: file ? first : first.asFolder() });
    const copy = async (to: S3Location): Promise<Contents.IModel> => {
      // An interrupted copy to the same location may be continued: see `move`.
      const aboveOnly = !file && !to.equals(from);
      await requireFreeName(this._context, to, { aboveOnly });
      if (!file) {
        const [source, target] = [from.asFolder(), to.asFolder()];
        const leave = await this._checkpoints.leftFrom(target);
        const { copied } = await this._losses.during(target, onLost => {
          const how = { ...options, leave, onLost };
          return copyFolder(connection, source, target, how);
        });
        await this._ensureFolder(target, copied);
        return folderModel(to);
      }
      const { etag } = await this._losses.during(to, onLost =>
        copyObject(connection, from, to, {
          ...Private.forFile(file, options),
          ifMatch: file.etag,
          isCopy: true,
          onLost
        })
      );
      const facts = { size: file.size, etag, lastModified: new Date() };
      return fileModel(this._context, to, facts);
    };
    try {
      return await copy(first);
    } catch (error) {
      if (!(error instanceof S3Error) || error.status !== 409) {
        throw error;
      }
    }
    const nameOf = copyNames(name, file !== null);
    const begun = file ? null : await this._begunCopy(from, folder, nameOf);
    if (begun) {
      return copy(begun);
    }
    return withFreeName(this._context, folder, nameOf, copy);
  }

  /** The last copy of a folder at the destination, if it was interrupted. */
  private async _begunCopy(
    from: S3Location,
    folder: S3Location,
    nameOf: (number: number) => string
  ): Promise<S3Location | null> {
    const { connection } = this._context;
    const start = nameOf(0).slice(0, -1);
    const taken = await namesIn(this._context, folder, start);
    const last = folder.child(nameOf(taken.size - 1));
    const [source, target] = [from.asFolder(), last.asFolder()];
    const isBegun =
      taken.size > 0 &&
      (await findJournal(connection, 'copiedFrom', source, target, {}));
    return isBegun ? last : null;
  }

  private async _moveFile(
    from: S3Location,
    to: S3Location,
    file: IObjectInfo,
    options: IFolderOptions & { begun?: IMovedVersions; replace?: IObjectInfo }
  ): Promise<Contents.IModel> {
    const { connection } = this._context;
    const { begun, replace } = options;
    const move = async (onLost: (lost: Lost) => void) => {
      const how = Private.forFile(file, options);
      if (begun) {
        await finishMove(connection, from, to, begun, how);
        return { etag: begun.copy };
      }
      return moveObject(connection, from, to, {
        ...how,
        ifMatch: file.etag,
        overwrite: replace,
        onCopied: moved => this._unfinished.begin(from, to, moved),
        onLost
      });
    };
    const { etag } = await this._losses
      .during(to, onLost => this._keeper.run(from, () => move(onLost)))
      .catch(error => {
        // Someone else has changed the source or its copy: both are to stay.
        if (error instanceof S3Error && error.status === 412) {
          this._unfinished.end(from, to);
        }
        throw error;
      });
    this._unfinished.end(from, to);
    await this._checkpoints.move(from, to);
    const facts = { size: file.size, etag, lastModified: new Date() };
    const model = fileModel(this._context, to, facts);
    this._documents.tell(from.entryPath, model, file.etag);
    return model;
  }

  private async _moveFolder(
    from: S3Location,
    to: S3Location,
    options: IFolderOptions
  ): Promise<Contents.IModel> {
    const { emit, connection, notify, trans } = this._context;
    const [source, target] = [from.asFolder(), to.asFolder()];
    const oldPath = from.entryPath;
    const open = this._saves.seenBelow(oldPath);
    const leave = await this._checkpoints.leftFrom(target);
    const { copied, kept, left } = await this._losses.during(target, onLost =>
      this._keeper.run(source, () =>
        moveFolder(connection, source, target, { ...options, leave, onLost })
      )
    );
    await this._ensureFolder(target, copied);
    for (const path of open) {
      const { key } = S3Location.fromPath(path, from.connection);
      if (!kept.includes(key) && !left.includes(key)) {
        const moved = target.child(key.slice(source.key.length));
        await this._documents.tellBelow(path, moved);
      }
    }
    if (!kept.length && !left.length) {
      this._context.vanished.add(source);
    }
    const model = folderModel(to);
    // Not as a rename: JupyterLab would build a regular expression from the
    // folder's name, and could match documents that are not below it.
    emit({ type: 'new', oldValue: null, newValue: model });
    emit({ type: 'delete', oldValue: { path: oldPath }, newValue: null });
    if (kept.length) {
      notify({
        level: 'warning',
        asks: true,
        message: trans.__(
          '%1 was moved, but someone changed %2 of its objects meanwhile: these were kept in their old place, and what they were before is at the new one.',
          source.uri,
          kept.length
        ),
        details: kept.join('\n')
      });
    }
    this._checkpoints.tellLeft(source, left);
    return model;
  }

  /** Create the folder if no object was copied into it. */
  private async _ensureFolder(
    folder: S3Location,
    copied: number
  ): Promise<void> {
    if (copied === 0) {
      await putMarker(this._context, folder);
    }
  }

  private _requireNotInside(
    from: S3Location,
    to: S3Location,
    isFolder: boolean
  ): void {
    const inside = `${to.entryPath}/`.startsWith(`${from.entryPath}/`);
    if (isFolder && inside) {
      const { trans } = this._context;
      throw refusal(
        400,
        'IntoItself',
        trans.__(
          'The folder %1 cannot be put into itself; nothing was changed.',
          from.uri
        ),
        from
      );
    }
  }

  private _context: IDriveContext;
  private _saves: Saves;
  private _documents: RenameEvents;
  private _keeper: FolderMarkers;
  private _checkpoints: Checkpoints;
  private _consent: Consent;
  private _losses: Losses;
  private _publication: ExposureNotices;
  private _unfinished: UnfinishedMoves;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The options for copying one object, from those for a folder. */
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
}
