// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IObjectInfo } from '../s3/objects';
import { toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import type { PathLocks } from './locks';
import { explain, refusal } from './messages';
import { fileModel } from './models';
import type { Mover } from './moves';
import { isMissing, onlyKindOf } from './places';
import type { ITicket } from './saves';
import type { IRoom } from './types';

/**
 * Makes one step of what JupyterLab does in several when it replaces a file,
 * so that the store can die at any moment without a byte lost.
 *
 * - A move onto an existing name (`ContentsManager.overwrite`) is
 *   `rename(old, new.<uuid>)`, `delete(new)`, `rename(new.<uuid>, new)`. The
 *   first two are only remembered; the third moves `old` over `new`, on the
 *   condition that `new` still is what it was.
 * - "Save As" over an existing file is `get(new, content: false)`, a dialog,
 *   `delete(new)`, `save(new)`, the last two in one run of the microtask
 *   queue. A delete after such a `get` waits for the end of that run: if the
 *   save comes, it replaces the object on the condition that it still is what
 *   it was, and nothing is deleted.
 */
export class Replacer {
  constructor(room: IRoom, locks: PathLocks, mover: Mover) {
    this._room = room;
    this._locks = locks;
    this._mover = mover;
  }

  /**
   * The first step of a move onto an existing name.
   *
   * @returns The model that a rename would have; `null` if this is a rename
   * like any other.
   *
   * @throws `DriveError` 409 where a folder would be replaced, or by a folder.
   */
  async begin(
    from: IS3Location,
    temporary: IS3Location
  ): Promise<Contents.IModel | null> {
    const name = Private.TEMPORARY.exec(temporary.key)?.[1];
    if (!name) {
      return null;
    }
    const to = { ...temporary, key: name };
    let old: IObjectInfo | null;
    try {
      old = (await onlyKindOf(this._room, to)).file;
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      throw error;
    }
    const { file } = await onlyKindOf(this._room, from);
    if (!old || !file) {
      throw refusal(
        409,
        'FolderNotReplaced',
        this._room.trans.__(
          'A folder neither replaces something nor is it replaced: %1 and %2 were left as they are. Rename or delete one of them first.',
          toUri(from),
          toUri(to)
        ),
        to
      );
    }
    const path = Private.pathOf(temporary);
    const timer = setTimeout(() => {
      // No second step came: it was a rename to that odd name after all.
      this._moves.delete(path);
      void this._mover
        .move(from, temporary)
        .catch(error => this._tell(error, path));
    }, Private.PATIENCE);
    this._moves.set(path, { from, to, old, timer, deleted: false });
    return fileModel(this._room, temporary, file);
  }

  /** The second step: whether a delete is one, and so not to be done. */
  isSecondStep(place: IS3Location): boolean {
    const path = Private.pathOf(place);
    for (const move of this._moves.values()) {
      if (!move.deleted && Private.pathOf(move.to) === path) {
        move.deleted = true;
        return true;
      }
    }
    return false;
  }

  /**
   * The third step: what is to be moved instead, and the object to replace.
   */
  end(temporary: IS3Location): { from: IS3Location; old: IObjectInfo } | null {
    const path = Private.pathOf(temporary);
    const move = this._moves.get(path);
    if (!move) {
      return null;
    }
    clearTimeout(move.timer);
    this._moves.delete(path);
    return move;
  }

  /**
   * JupyterLab has looked whether something exists, as before "Save As".
   *
   * @param info - What it is; `null`: a folder.
   */
  looked(path: string, info: IObjectInfo | null): void {
    this._looked.set(path, info);
  }

  /** Something else was done with a path since. */
  forget(path: string): void {
    this._looked.delete(path);
  }

  /**
   * Whether a delete may be part of "Save As". If so, it is done at the end
   * of the current run of the microtask queue, unless a save comes before.
   * Call it synchronously.
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
    // Whoever asks for this path meanwhile waits.
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
   * Whether a save is that of "Save As": the delete before is not done, and
   * the save replaces what it would have deleted. Call it synchronously.
   *
   * @throws `DriveError` 409 for a folder.
   */
  takeTicket(place: IS3Location): ITicket | null {
    const path = Private.pathOf(place);
    const pending = this._deletes.get(path);
    if (!pending) {
      return null;
    }
    this._deletes.delete(path);
    pending.cancel();
    if (!pending.info) {
      throw refusal(
        409,
        'FolderNotReplaced',
        this._room.trans.__(
          '%1 is a folder and was left as it is. Choose another name for the file.',
          toUri(place)
        ),
        place
      );
    }
    return { info: pending.info, lost: false };
  }

  private _tell(error: unknown, path: string): void {
    this._room.notify({
      level: 'error',
      ...explain(error, this._room.trans, path)
    });
  }

  private _room: IRoom;
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

  /** How long the second step is waited for (ms); it comes at once. */
  export const PATIENCE = 10000;

  /** A move onto an existing name that has begun. */
  export interface IMove {
    from: IS3Location;
    to: IS3Location;
    old: IObjectInfo;
    timer: ReturnType<typeof setTimeout>;
    deleted: boolean;
  }

  /** A delete that waits for a save. */
  export interface IDelete {
    info: IObjectInfo | null;
    cancel: () => void;
  }

  export function pathOf(place: IS3Location): string {
    return toPath(place.bucket, place.key);
  }
}
