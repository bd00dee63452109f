// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { S3Location } from '../../s3/location';
import type { PathLocks } from '../lookup/locks';
import { explain, refusal } from '../messages/messages';
import { fileModel } from '../lookup/models';
import type { Mover } from './moves';
import { isMissing } from '../../s3/errors';
import { onlyKindOf } from '../lookup/kinds';
import type { ITicket } from '../documents/savestates';
import type { IDriveContext } from '../context';

/**
 * Turns the steps in which JupyterLab replaces a file into one, so that the
 * store can fail at any moment without losing a byte (R4 in
 * `docs/architecture.md`).
 *
 * - A move onto an existing name (`ContentsManager.overwrite`) is
 *   `rename(old, new.<uuid>)`, `delete(new)`, `rename(new.<uuid>, new)`. The
 *   first two are only remembered; the third moves `old` over `new`, on the
 *   condition that `new` is unchanged.
 * - "Save As" over an existing file is `get(new, content: false)`, a dialog,
 *   `delete(new)`, `save(new)`, the last two in one run of the microtask queue.
 *   A delete after such a `get` waits for the end of that run: if the save
 *   comes, it replaces the object on the condition that it is unchanged, and
 *   nothing is deleted.
 */
export class Replacer {
  constructor(context: IDriveContext, locks: PathLocks, mover: Mover) {
    this._context = context;
    this._locks = locks;
    this._mover = mover;
  }

  /**
   * The first step of a move onto an existing name.
   *
   * @returns The model that a rename would return; `null` if this is an
   * ordinary rename.
   *
   * @throws `DriveError` 409 when a folder would be replaced, or would replace.
   */
  async begin(
    from: S3Location,
    temporary: S3Location
  ): Promise<Contents.IModel | null> {
    const name = Private.TEMPORARY.exec(temporary.key)?.[1];
    if (!name) {
      return null;
    }
    const to = temporary.withKey(name);
    let old: IObjectInfo | null;
    try {
      old = (await onlyKindOf(this._context, to)).file;
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      throw error;
    }
    const { file } = await onlyKindOf(this._context, from);
    if (!old || !file) {
      const { trans } = this._context;
      throw refusal(
        409,
        'FolderNotReplaced',
        trans.__(
          'A folder neither replaces something nor is it replaced: %1 and %2 were left as they are. Rename or delete one of them first.',
          from.uri,
          to.uri
        ),
        to
      );
    }
    const { path } = temporary;
    const timer = setTimeout(() => {
      // The second step did not come: it was a rename to that unusual name.
      this._moves.delete(path);
      void this._mover
        .move(from, temporary)
        .catch(error => this._tell(error, path));
    }, Private.PATIENCE);
    this._moves.set(path, { from, to, old, timer, deleted: false });
    return fileModel(this._context, temporary, file);
  }

  /**
   * The second step: whether a delete is part of a move and must not be done.
   */
  isSecondStep(location: S3Location): boolean {
    for (const move of this._moves.values()) {
      if (!move.deleted && move.to.equals(location)) {
        move.deleted = true;
        return true;
      }
    }
    return false;
  }

  /** The third step: what to move instead, and the object to replace. */
  end(temporary: S3Location): { from: S3Location; old: IObjectInfo } | null {
    const { path } = temporary;
    const move = this._moves.get(path);
    if (!move) {
      return null;
    }
    clearTimeout(move.timer);
    this._moves.delete(path);
    return move;
  }

  /**
   * JupyterLab has checked whether something exists, as it does before "Save
   * As".
   *
   * @param info - The object; `null` for a folder.
   */
  looked(path: string, info: IObjectInfo | null): void {
    this._looked.set(path, info);
  }

  /** Another operation has used the path since. */
  forget(path: string): void {
    this._looked.delete(path);
  }

  /**
   * Whether a delete may be part of a "Save As". If so, it is done at the end
   * of the current run of the microtask queue, unless a save comes before. Call
   * it synchronously.
   */
  postpone(path: string, operation: () => Promise<void>): boolean {
    const info = this._looked.get(path);
    if (info === undefined) {
      return false;
    }
    this._looked.delete(path);
    let decide!: (isDeleted: boolean) => void;
    const decided = new Promise<boolean>(resolve => (decide = resolve));
    const timer = setTimeout(() => {
      this._deletes.delete(path);
      decide(true);
    }, 0);
    this._deletes.set(path, {
      info,
      cancel: () => {
        clearTimeout(timer);
        decide(false);
      }
    });
    // Other operations on this path wait meanwhile.
    void this._locks
      .run([path, `${path}/`], async () => {
        if (await decided) {
          await operation();
        }
      })
      .catch(error => this._tell(error, path));
    return true;
  }

  /**
   * The ticket for a save that is the last step of a "Save As": the delete
   * before it is not done, and the save replaces the object. `null` for any
   * other save. Call it synchronously.
   *
   * @throws `DriveError` 409 for a folder.
   */
  takeTicket(location: S3Location): ITicket | null {
    const { path } = location;
    const pending = this._deletes.get(path);
    if (!pending) {
      return null;
    }
    this._deletes.delete(path);
    pending.cancel();
    if (!pending.info) {
      const { trans } = this._context;
      throw refusal(
        409,
        'FolderNotReplaced',
        trans.__(
          '%1 is a folder and was left as it is. Choose another name for the file.',
          location.uri
        ),
        location
      );
    }
    return { info: pending.info };
  }

  private _tell(error: unknown, path: string): void {
    this._context.notify({
      level: 'error',
      ...explain(error, this._context.trans, path)
    });
  }

  private _context: IDriveContext;
  private _locks: PathLocks;
  private _mover: Mover;
  private _moves = new Map<string, Private.IMove>();
  private _looked = new Map<string, IObjectInfo | null>();
  private _deletes = new Map<string, Private.IDelete>();
}

/**
 * A namespace for private data.
 */
namespace Private {
  /** The name that `ContentsManager.overwrite` gives: `name.<UUID 4>`. */
  export const TEMPORARY =
    /^(.+)\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/s;

  /** How long to wait for the second step, which comes at once (ms). */
  export const PATIENCE = 10000;

  /** A move onto an existing name that has begun. */
  export interface IMove {
    from: S3Location;
    to: S3Location;
    old: IObjectInfo;
    timer: ReturnType<typeof setTimeout>;
    deleted: boolean;
  }

  /** A delete that waits for a save. */
  export interface IDelete {
    info: IObjectInfo | null;
    cancel: () => void;
  }
}
