// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { UUID } from '@lumino/coreutils';

import type { IShownError } from '../../dialogs/errordialog';
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
 * The state of a task. `failed`: at least partly, see its failures.
 */
export type TaskState = 'running' | 'done' | 'failed' | 'cancelled';

/**
 * The progress of a task.
 */
export interface ITaskProgress {
  /** The unit of `done` and `total`. */
  readonly unit: 'bytes' | 'objects';
  readonly done: number;
  /** `null` while it is not known. */
  readonly total: number | null;
  /** The number of files or objects, where the unit is bytes. */
  readonly files?: { readonly done: number; readonly total: number | null };
  /** The current name or step. */
  readonly detail?: string;
}

/**
 * The options of a task.
 */
export interface ITaskOptions {
  readonly kind: TaskKind;
  /** A description: `Uploading "a.csv"`. */
  readonly title: string;
  /** The folder: `s3://bucket/folder/`. */
  readonly place?: string;
  /** Whether it ends when the page is left, so that the browser asks before. */
  readonly needsPage?: boolean;
  /**
   * Shows the result once it is done. With it, even a fast task gets a notice,
   * as its result is elsewhere.
   */
  readonly show?: () => void;
  /** Runs what failed or was cancelled again, as a new task. */
  readonly retry?: () => void;
}

/**
 * A long-running operation that reports its progress and can be cancelled.
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

  /** The duration so far, or in total, in ms. */
  get duration(): number {
    return (this._endedAt ?? Date.now()) - this.started;
  }

  get state(): TaskState {
    return this._state;
  }

  get progress(): ITaskProgress {
    return this._progress;
  }

  /**
   * The errors, with the entries they are about. A running task may have some.
   */
  get failures(): readonly IShownError[] {
    return this._failures;
  }

  /** The number of entries that failed, which may exceed `failures`. */
  get failureCount(): number {
    return Math.max(this._failures.length, this._failureCount);
  }

  /** Units per second over the last seconds; 0 when not known. */
  get speed(): number {
    return this._speed.perSecond;
  }

  /** The estimated time left in seconds; `null` when not known. */
  get secondsLeft(): number | null {
    const { done, total } = this._progress;
    return total !== null && this.speed > 0
      ? Math.max(0, total - done) / this.speed
      : null;
  }

  /** The fraction done, from 0 to 1; `null` when not known. */
  get fraction(): number | null {
    const { done, total, files } = this._progress;
    if (total) {
      return Math.min(1, done / total);
    }
    // Only empty files: count files instead of bytes.
    return files?.total ? Math.min(1, files.done / files.total) : null;
  }

  /** Whether cancelling still has an effect. */
  get canCancel(): boolean {
    return (
      this._state === 'running' && !this._isCommitted && !this.signal.aborted
    );
  }

  /**
   * Whether the caller shows its failure, so that no notice does.
   */
  isTold = false;

  /** A sentence about the outcome, once it has ended. */
  get outcome(): string {
    return this._outcome;
  }

  /** Aborted when the person cancels. */
  get signal(): AbortSignal {
    return this._abort.signal;
  }

  /** Cancel the task by aborting `signal`. */
  cancel(): void {
    if (this.canCancel) {
      this._abort.abort();
      this._changed();
    }
  }

  /**
   * Make it impossible to cancel: interrupting the rest would leave it half
   * done.
   */
  commit(): void {
    this._isCommitted = true;
    this._changed();
  }

  /** Report the progress. */
  report(progress: ITaskProgress): void {
    this._progress = progress;
    this._speed.add(progress.done);
    this._changed();
  }

  /** Report a failure of some part. */
  fail(failure: IShownError): void {
    this._failures.push(failure);
    this._changed();
  }

  /** Report more failures by their number only. */
  failMore(count: number): void {
    this._failureCount = count;
    this._changed();
  }

  /** Set the sentence about the outcome. */
  conclude(outcome: string): void {
    this._outcome = outcome;
  }

  /** End the task. Only called by `Tasks`. */
  end(state: TaskState): void {
    this._state = state;
    this._endedAt = Date.now();
    this._changed();
  }

  private readonly _changed: () => void;
  private readonly _abort = new AbortController();
  private readonly _failures: IShownError[] = [];
  private readonly _speed = new Speed();
  private _state: TaskState = 'running';
  private _isCommitted = false;
  private _failureCount = 0;
  private _endedAt: number | null = null;
  private _progress: ITaskProgress = { unit: 'objects', done: 0, total: null };
  private _outcome = '';
}
