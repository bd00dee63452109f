// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { UUID } from '@lumino/coreutils';

import type { IFailure } from '../dialogs/problems';
import { Speed } from './speed';

/**
 * What a task does.
 */
export type TaskKind =
  | 'upload'
  | 'download'
  | 'delete'
  | 'move'
  | 'copy'
  | 'to-workspace'
  | 'to-s3'
  | 'measure';

/**
 * How a task stands. `failed`: something of it failed, see its failures.
 */
export type TaskState = 'running' | 'done' | 'failed' | 'cancelled';

/**
 * How far a task is.
 */
export interface ITaskProgress {
  /** What `done` and `total` count. */
  readonly unit: 'bytes' | 'objects';
  readonly done: number;
  /** `null`: not known (yet). */
  readonly total: number | null;
  /** How many files or objects are done, where the unit is bytes. */
  readonly files?: { readonly done: number; readonly total: number | null };
  /** What is being done now: a name, a step. */
  readonly detail?: string;
}

/**
 * What a task is begun with.
 */
export interface ITaskOptions {
  readonly kind: TaskKind;
  /** What is done, in words: `Uploading "a.csv"`. */
  readonly title: string;
  /** Where: `s3://bucket/folder/`. */
  readonly place?: string;
  /** Whether it ends when the page is left: the browser asks before. */
  readonly needsPage?: boolean;
  /** Does again what failed or was cancelled, as a new task. */
  readonly retry?: () => void;
}

/**
 * Something that takes a while: it tells how far it is, and can be cancelled.
 */
export class Task {
  constructor(
    readonly options: ITaskOptions,
    changed: () => void
  ) {
    this._changed = changed;
  }

  readonly id = UUID.uuid4();

  readonly started = Date.now();

  /** How long it has taken so far, or took, in ms. */
  get duration(): number {
    return (this._endedAt ?? Date.now()) - this.started;
  }

  get state(): TaskState {
    return this._state;
  }

  get progress(): ITaskProgress {
    return this._progress;
  }

  /** What went wrong with which entries; also of a task that goes on. */
  get failures(): readonly IFailure[] {
    return this._failures;
  }

  /** How many entries failed; not all of them may be named. */
  get failureCount(): number {
    return Math.max(this._failures.length, this._failureCount);
  }

  /** Units a second over the last seconds; 0 when not known. */
  get speed(): number {
    return this._speed.perSecond;
  }

  /** How long it takes still, in seconds; `null` when not known. */
  get secondsLeft(): number | null {
    const { done, total } = this._progress;
    return total !== null && this.speed > 0
      ? Math.max(0, total - done) / this.speed
      : null;
  }

  /** How much of it is done, from 0 to 1; `null` when not known. */
  get fraction(): number | null {
    const { done, total, files } = this._progress;
    if (total) {
      return Math.min(1, done / total);
    }
    // Nothing but empty files: their number tells.
    return files?.total ? Math.min(1, files.done / files.total) : null;
  }

  /** Whether cancelling has an effect: not once it is too late for that. */
  get canCancel(): boolean {
    return (
      this._state === 'running' && !this._isCommitted && !this.signal.aborted
    );
  }

  /**
   * Whether who began it tells of its failure: then no notice does.
   */
  isTold = false;

  /** A sentence about how it ended, once it has. */
  get outcome(): string {
    return this._outcome;
  }

  /** Is aborted when the person cancels. */
  get signal(): AbortSignal {
    return this._abort.signal;
  }

  /** Cancel: the work learns it by `signal`. */
  cancel(): void {
    if (this.canCancel) {
      this._abort.abort();
      this._changed();
    }
  }

  /**
   * Tell that it cannot be cancelled any more: what follows would only leave
   * it half done.
   */
  commit(): void {
    this._isCommitted = true;
    this._changed();
  }

  /** Tell how far it is. */
  report(progress: ITaskProgress): void {
    this._progress = progress;
    this._speed.add(progress.done);
    this._changed();
  }

  /** Tell that something of it failed. */
  fail(failure: IFailure): void {
    this._failures.push(failure);
    this._changed();
  }

  /** Tell how many failed, where that is more than are named. */
  failMore(count: number): void {
    this._failureCount = count;
    this._changed();
  }

  /** Say how it ended, in words. */
  conclude(outcome: string): void {
    this._outcome = outcome;
  }

  /** End it; for `Tasks`. */
  end(state: TaskState): void {
    this._state = state;
    this._endedAt = Date.now();
    this._changed();
  }

  private readonly _changed: () => void;
  private readonly _abort = new AbortController();
  private readonly _failures: IFailure[] = [];
  private readonly _speed = new Speed();
  private _state: TaskState = 'running';
  private _isCommitted = false;
  private _failureCount = 0;
  private _endedAt: number | null = null;
  private _progress: ITaskProgress = { unit: 'objects', done: 0, total: null };
  private _outcome = '';
}
