// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { IGone } from '../context';

/**
 * What a check before a save has found. It is valid for one save.
 */
export interface ITicket {
  /** The object; `null` if there was none. */
  readonly info: IObjectInfo | null;
}

/**
 * What is known about a path.
 */
export interface ISaveState {
  /** Left by the last check, for one save. */
  ticket?: ITicket;

  /** Our own last write, until the check after it has come or is overdue (R1). */
  after?: { model: Contents.IModel; ticket: ITicket };
  timer?: ReturnType<typeof setTimeout>;

  /** The ETag that open documents hold; see `Saves.seen`. */
  seen?: string | null;

  /** A write that may or may not have been done. */
  unsure?: { before: string | null; bytes: Uint8Array };

  /**
   * How the object was deleted or moved here, if a document was opened from the
   * path.
   */
  gone?: IGone;

  locked: string | null;
  checkpointed: boolean;
}

/**
 * What is known about each path from which documents were opened or saved.
 */
export class SaveStates {
  /** The state of a path, created if there is none. */
  of(path: string): ISaveState {
    let state = this._states.get(path);
    if (!state) {
      state = { locked: null, checkpointed: false };
      this._states.set(path, state);
    }
    return state;
  }

  /** The state of a path, if there is one. */
  get(path: string): ISaveState | undefined {
    return this._states.get(path);
  }

  /** The known paths below a folder. */
  below(folder: string): string[] {
    return [...this._states.keys()].filter(path =>
      path.startsWith(`${folder}/`)
    );
  }

  /** Stop answering checks with our own write after some milliseconds. */
  endAfter(state: ISaveState, delay: number): void {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      state.after = undefined;
    }, delay);
  }

  /** Forget a path. */
  forget(path: string): void {
    clearTimeout(this._states.get(path)?.timer);
    this._states.delete(path);
  }

  /** Forget everything, and clear the timers. */
  dispose(): void {
    for (const path of [...this._states.keys()]) {
      this.forget(path);
    }
  }

  private readonly _states = new Map<string, ISaveState>();
}
