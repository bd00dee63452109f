// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf, isMissing } from '../../s3/errors';
import { hasPrefix } from '../../s3/objects/list';
import { head } from '../../s3/objects/head';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { S3Location } from '../../s3/location';
import { hasSameBytes } from './samebytes';
import { requireWanted } from './gone';
import type { PathLocks } from '../lookup/locks';
import { fileModel, folderModel } from '../lookup/models';
import { SaveStates } from './savestates';
import type { ISaveState, ITicket } from './savestates';
import type { IGone, IDriveContext } from '../context';

/**
 * Prevents lost updates (R1 to R3 in `docs/architecture.md`).
 *
 * JupyterLab saves in three calls: `get(content: false, hash: true)` (A),
 * `save` (B), and the same `get` again (C), whose hash becomes the document's.
 * None of them says which document it is for, and two documents may be open on
 * one path. Their timing distinguishes them:
 *
 * - B follows A in the same run of the microtask queue, or after the person's
 *   answer to the conflict dialog. So A leaves a ticket when it resolves, and
 *   `take`, called synchronously by B, consumes it. Checks and saves of one
 *   path run one after the other, so no other document's check comes in
 *   between.
 * - C follows B in the same run of the microtask queue. A check that is
 *   *called* then is C, and is answered with the ETag of our own write without
 *   asking the store, so that a foreign write in between is not mistaken for
 *   ours. A check called before B resolved is another document's A. Should C's
 *   answer reach another document's A, nothing is lost: it leaves the ticket of
 *   our own write, so that a save is still conditional on it.
 *
 * When A finds nothing although a document was opened from there, the person is
 * asked before A resolves; B follows their answer.
 */
export class Saves {
  constructor(context: IDriveContext, locks: PathLocks) {
    this._context = context;
    this._locks = locks;
  }

  /**
   * Answer a `get(content: false, hash: true)`. Call it synchronously.
   *
   * @throws `S3Error` 404 when there is nothing: JupyterLab then saves a new
   * object. `SaveDropped`, or `DriveError` 410, when a document was opened from
   * there and must not be saved there again.
   */
  check(location: S3Location): Promise<Contents.IModel> {
    const state = this._states.of(location.path);
    const { after } = state;
    if (after) {
      state.ticket = after.ticket;
      this._states.endAfter(state, 0);
      return Promise.resolve(after.model);
    }
    return this._check(location);
  }

  /**
   * Take the ticket that the last check of a path has left. Call it
   * synchronously.
   */
  take(path: string): ITicket | null {
    const state = this._states.get(path);
    const ticket = state?.ticket ?? null;
    if (state) {
      state.ticket = undefined;
    }
    return ticket;
  }

  /**
   * Note that a document was opened, or reverted to what the store has.
   *
   * @param locked - Why it may not be saved as text, or `null`.
   */
  opened(path: string, etag: string, locked: string | null): void {
    const state = this._states.of(path);
    state.seen = state.seen === undefined || state.seen === etag ? etag : null;
    state.gone = undefined;
    state.locked = locked;
    state.checkpointed = false;
  }

  /**
   * Note that an object was written: C is answered with this.
   *
   * @param before - The ETag that was replaced; `null` for none.
   */
  written(
    path: string,
    before: string | null,
    info: IObjectInfo,
    model: Contents.IModel
  ): void {
    const state = this._states.of(path);
    const { seen } = state;
    state.unsure = undefined;
    state.gone = undefined;
    state.locked = null;
    state.seen =
      seen === undefined || (seen !== null && seen === before)
        ? info.etag
        : null;
    state.after = { model, ticket: { info } };
    // C comes at once. If it does not (it never does after an overwrite from
    // the dialog), this answer must soon expire.
    this._states.endAfter(state, 2000);
  }

  /**
   * Note that a write failed, and may have been done nevertheless. If the store
   * is later found to hold these bytes, that is no conflict.
   */
  unsure(path: string, before: string | null, bytes: Uint8Array): void {
    this._states.of(path).unsure = { before, bytes };
  }

  /** Why a path may not be saved as text, or `null`. */
  locked(path: string): string | null {
    return this._states.get(path)?.locked ?? null;
  }

  /**
   * Whether a save is the first one of a document since it was opened. The next
   * call returns `false`.
   */
  isFirst(path: string): boolean {
    const state = this._states.of(path);
    const first = !state.checkpointed;
    state.checkpointed = true;
    return first;
  }

  /**
   * The ETag that all documents on a path hold; `null` if they may hold
   * different ones, `undefined` if none was opened.
   */
  seen(path: string): string | null | undefined {
    return this._states.get(path)?.seen;
  }

  /** The paths below a folder from which documents were opened or saved. */
  seenBelow(folder: string): string[] {
    return this._states
      .below(folder)
      .filter(path => this.seen(path) !== undefined);
  }

  /**
   * Note that a document's object is at another path now.
   *
   * @param etag - The object's ETag there, if it is known to be the same
   * object.
   */
  moved(from: string, to: string, etag: string | null): void {
    const locked = this.locked(from);
    const seen = this.seen(from);
    this.left(from, to);
    this.forget(to);
    if (seen !== undefined) {
      const state = this._states.of(to);
      state.seen = etag;
      state.locked = locked;
    }
  }

  /**
   * Note that a document's object was deleted or moved here. A later save does
   * not create it again.
   *
   * @param to - Its new path, if it was moved.
   */
  left(path: string, to: string | null): void {
    const isKnown = this.gone(path) !== null;
    this.forget(path);
    if (isKnown) {
      this._states.of(path).gone = { isOurs: true, to };
    }
  }

  /** Note that everything below a folder was deleted here. */
  leftBelow(folder: string): void {
    for (const path of this._states.below(folder)) {
      this.left(path, null);
    }
  }

  /** How a path's object was deleted or moved here; otherwise `null`. */
  whereLeft(path: string): IGone | null {
    return this._states.get(path)?.gone ?? null;
  }

  /**
   * How the missing object of a document was lost; `null` if no document was
   * opened from the path.
   */
  gone(path: string): IGone | null {
    const isKnown = this.seen(path) !== undefined;
    return this.whereLeft(path) ?? (isKnown ? THEIRS : null);
  }

  /**
   * Note that the object was replaced by something other than a save: documents
   * hold an older version.
   */
  replaced(path: string): void {
    const state = this._states.get(path);
    if (state) {
      state.ticket = undefined;
      this._states.endAfter(state, 0);
      state.after = undefined;
    }
  }

  /** The paths below a folder from which documents were opened or saved. */
  below(folder: string): string[] {
    return this._states.below(folder);
  }

  /** Forget a path: no document holds its object. */
  forget(path: string): void {
    this._states.forget(path);
  }

  /** Clear the timers. */
  dispose(): void {
    this._states.dispose();
  }

  private async _check(location: S3Location): Promise<Contents.IModel> {
    const { path } = location;
    try {
      return await this._locks.run([path], () => this._ask(location));
    } catch (error) {
      const gone = isMissing(error) ? this.gone(path) : null;
      if (gone) {
        // Outside the lock: the person may take long to answer.
        await requireWanted(this._context, location, gone);
        this._states.of(path).ticket = { info: null };
      }
      throw error;
    }
  }

  private async _ask(location: S3Location): Promise<Contents.IModel> {
    const { path } = location;
    const state = this._states.of(path);
    const { connection } = this._context;
    // The ticket of an earlier check is kept until here: its save is called in
    // the run of the microtask queue in which this check begins.
    let ticket: ITicket | undefined;
    try {
      const info = await head(connection, location.bucket, location.key);
      const own = await this._isOwn(location, state, info);
      ticket = { info };
      state.gone = undefined;
      const model = fileModel(this._context, location, info);
      return own === undefined ? model : { ...model, hash: own ?? info.etag };
    } catch (error) {
      if (!isMissing(error) && problemOf(error) !== 'forbidden') {
        throw error;
      }
      if (await hasPrefix(connection, location.bucket, `${location.key}/`)) {
        return folderModel(location);
      }
      if (isMissing(error) && !this.gone(path)) {
        ticket = { info: null };
      }
      throw error;
    } finally {
      state.ticket = ticket;
    }
  }

  /**
   * Whether the store holds what a failed save of ours has sent.
   *
   * @returns The hash that the document still has; `undefined` if it is not our
   * own write.
   */
  private async _isOwn(
    location: S3Location,
    state: ISaveState,
    info: IObjectInfo
  ): Promise<string | null | undefined> {
    const { unsure } = state;
    if (!unsure || unsure.before === info.etag) {
      return undefined;
    }
    state.unsure = undefined;
    return (await hasSameBytes(this._context, location, info, unsure.bytes))
      ? unsure.before
      : undefined;
  }

  private _context: IDriveContext;
  private _locks: PathLocks;
  private _states = new SaveStates();
}

/**
 * Someone else has deleted or moved it; the new path is not known.
 */
const THEIRS: IGone = { isOurs: false, to: null };
