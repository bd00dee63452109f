// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf } from '../s3/errors';
import { hasPrefix } from '../s3/listing';
import { head } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { parsePath } from '../s3/path';
import { holds } from './compare';
import type { PathLocks } from './locks';
import { fileModel, folderModel } from './models';
import { isMissing } from './places';
import type { IRoom } from './types';

/**
 * What a check before a save has found. It is good for one save.
 */
export interface ITicket {
  /** What stood there; `null`: nothing. */
  readonly info: IObjectInfo | null;

  /** The object that a document came from was deleted by someone else. */
  readonly lost: boolean;
}

/**
 * Lost updates, and how they are prevented (rule 1 of the design).
 *
 * JupyterLab saves in three calls: `get(content: false, hash: true)` (A),
 * `save` (B), and the same `get` again (C), whose hash it takes for that of
 * the document. None tells which document it is for, and two documents may be
 * open on one path. What tells them apart is when they come:
 *
 * - B follows A in the same run of the microtask queue, or a person's answer
 *   to the conflict dialog. So A leaves a ticket when it resolves, and `take`,
 *   called synchronously by B, consumes it. As checks and saves of one path
 *   run one after the other, no other document's check comes in between.
 * - C follows B in the same run of the microtask queue. A check that is
 *   *called* then is C, and is answered with the ETag of our own write without
 *   asking the store, so that a foreign write in between is not adopted. A
 *   check called before B resolved is another document's A. Should such an
 *   answer reach another document's A, nothing is lost: it leaves the ticket
 *   of our own write, so that a save is still conditional on it.
 */
export class Saves {
  constructor(room: IRoom, locks: PathLocks) {
    this._room = room;
    this._locks = locks;
  }

  /**
   * Answer a `get(content: false, hash: true)`. Call it synchronously.
   *
   * @throws `S3Error` 404 when there is nothing: JupyterLab then saves a new
   * object.
   */
  check(path: string): Promise<Contents.IModel> {
    const state = this._state(path);
    const { after } = state;
    if (after) {
      state.ticket = after.ticket;
      this._endAfter(state, 0);
      return Promise.resolve(after.model);
    }
    return this._locks.run([path], () => this._ask(path));
  }

  /**
   * Take what the last check of a path has left; it is gone then. Call it
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
   * A document was opened, or reverted to what the store has.
   *
   * @param locked - Why it may not be saved as text, if so.
   */
  opened(path: string, etag: string, locked: string | null): void {
    const state = this._state(path);
    state.seen = state.seen === undefined || state.seen === etag ? etag : null;
    state.locked = locked;
    state.checkpointed = false;
  }

  /**
   * An object was written: C is answered from here.
   *
   * @param before - The ETag that was replaced; `null` for none.
   */
  written(
    path: string,
    before: string | null,
    info: IObjectInfo,
    model: Contents.IModel
  ): void {
    const state = this._state(path);
    const { seen } = state;
    state.unsure = undefined;
    state.locked = null;
    state.seen =
      seen === undefined || (seen !== null && seen === before)
        ? info.etag
        : null;
    state.after = { model, ticket: { info, lost: false } };
    // C comes at once. What nobody has fetched (after an overwrite from the
    // dialog nobody does) must not answer for long.
    this._endAfter(state, 2000);
  }

  /**
   * A write failed so that nobody knows whether it was done. Should the store
   * hold these bytes later, that is no conflict.
   */
  unsure(path: string, before: string | null, bytes: Uint8Array): void {
    this._state(path).unsure = { before, bytes };
  }

  /** Why a path may not be saved as text, or `null`. */
  locked(path: string): string | null {
    return this._states.get(path)?.locked ?? null;
  }

  /**
   * Whether a save is the first one of a document since it was opened; asking
   * makes it none.
   */
  isFirst(path: string): boolean {
    const state = this._state(path);
    const first = !state.checkpointed;
    state.checkpointed = true;
    return first;
  }

  /**
   * The one ETag that the documents on a path have; `null` if they may have
   * different ones, `undefined` if none was opened.
   */
  seen(path: string): string | null | undefined {
    return this._states.get(path)?.seen;
  }

  /** Paths below a folder of which documents were opened or saved. */
  seenBelow(folder: string): string[] {
    return [...this._states.keys()].filter(
      path => path.startsWith(`${folder}/`) && this.seen(path) !== undefined
    );
  }

  /**
   * What a document held is at another path now.
   *
   * @param etag - The object's ETag there, if it is known to be the same
   * object.
   */
  moved(from: string, to: string, etag: string | null): void {
    const locked = this.locked(from);
    const seen = this.seen(from);
    this.forget(from);
    this.forget(to);
    if (seen !== undefined) {
      const state = this._state(to);
      state.seen = etag;
      state.locked = locked;
    }
  }

  /** A path was deleted by us, or what is there is of no document of ours. */
  forget(path: string): void {
    const state = this._states.get(path);
    if (state) {
      clearTimeout(state.timer);
      this._states.delete(path);
    }
  }

  /** Forget everything below a folder. */
  forgetBelow(folder: string): void {
    for (const path of [...this._states.keys()]) {
      if (path.startsWith(`${folder}/`)) {
        this.forget(path);
      }
    }
  }

  /** Drop the timers. */
  dispose(): void {
    for (const path of [...this._states.keys()]) {
      this.forget(path);
    }
  }

  private async _ask(path: string): Promise<Contents.IModel> {
    const state = this._state(path);
    const place = parsePath(path);
    const { connection } = this._room;
    // The ticket of an earlier check stays until here: its save is called in
    // the run of the microtask queue in which this check begins.
    let ticket: ITicket | undefined;
    try {
      const info = await head(connection, place.bucket, place.key);
      const own = await this._isOwn(path, state, info);
      ticket = { info, lost: false };
      const model = fileModel(this._room, place, info);
      return own === undefined ? model : { ...model, hash: own ?? info.etag };
    } catch (error) {
      if (!isMissing(error) && problemOf(error) !== 'forbidden') {
        throw error;
      }
      if (await hasPrefix(connection, place.bucket, `${place.key}/`)) {
        return folderModel(place);
      }
      if (isMissing(error)) {
        ticket = { info: null, lost: state.seen !== undefined };
      }
      throw error;
    } finally {
      state.ticket = ticket;
    }
  }

  /**
   * Whether the store holds what a failed save of ours has sent.
   *
   * @returns The hash that the document still has; `undefined` if it is not
   * our own write.
   */
  private async _isOwn(
    path: string,
    state: Private.IState,
    info: IObjectInfo
  ): Promise<string | null | undefined> {
    const { unsure } = state;
    if (!unsure || unsure.before === info.etag) {
      return undefined;
    }
    state.unsure = undefined;
    return (await holds(this._room, path, info, unsure.bytes))
      ? unsure.before
      : undefined;
  }

  /** Answer no more checks from here after some milliseconds. */
  private _endAfter(state: Private.IState, delay: number): void {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      state.after = undefined;
    }, delay);
  }

  private _state(path: string): Private.IState {
    let state = this._states.get(path);
    if (!state) {
      state = { locked: null, checkpointed: false };
      this._states.set(path, state);
    }
    return state;
  }

  private _room: IRoom;
  private _locks: PathLocks;
  private _states = new Map<string, Private.IState>();
}

/**
 * A namespace for private data.
 */
namespace Private {
  /**
   * What is known of a path.
   */
  export interface IState {
    /** Left by the last check, for one save. */
    ticket?: ITicket;

    /** Our own last write, while C may come. */
    after?: { model: Contents.IModel; ticket: ITicket };
    timer?: ReturnType<typeof setTimeout>;

    /** What documents here hold; see `Saves.seen`. */
    seen?: string | null;

    /** A write of which nobody knows whether it was done. */
    unsure?: { before: string | null; bytes: Uint8Array };

    locked: string | null;
    checkpointed: boolean;
  }
}
