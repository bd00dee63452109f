// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ITaskOptions } from './task';
import { Task } from './task';

export { Task } from './task';
export type { ITaskOptions, ITaskProgress, TaskKind, TaskState } from './task';

/**
 * How many tasks that have ended are kept to be seen.
 */
const KEPT = 100;

/**
 * All tasks: those under way, and those that ended and were not cleared.
 */
export class Tasks implements IDisposable {
  /**
   * A signal emitted when any task begins, goes on or ends. Views wait for the
   * next frame before they show it: it may come a thousand times a second.
   */
  get changed(): ISignal<this, Task> {
    return this._taskChanged;
  }

  /** A signal emitted when a task has ended. */
  get ended(): ISignal<this, Task> {
    return this._ended;
  }

  /** The tasks, the newest first. */
  get all(): readonly Task[] {
    return this._tasks;
  }

  /** The tasks under way. */
  get running(): Task[] {
    return this._tasks.filter(task => task.state === 'running');
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Cancel what is under way. */
  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.running.forEach(task => task.cancel());
      Signal.clearData(this);
    }
  }

  /**
   * Do something as a task. It has ended as `cancelled` when it was cancelled,
   * as `failed` when the work throws or has told of failures, else as `done`.
   *
   * @param work - Does it; is given the task, to report and to watch `signal`.
   *
   * @returns What the work returns.
   *
   * @throws What the work throws; it is among the task's failures already.
   */
  async run<T>(
    options: ITaskOptions,
    work: (task: Task) => Promise<T>
  ): Promise<T> {
    const task = new Task(options, () => this._taskChanged.emit(task));
    this._tasks = [task, ...this._tasks];
    this._taskChanged.emit(task);
    this._guardPage();
    try {
      return await work(task);
    } catch (error) {
      if (!task.signal.aborted) {
        task.fail({ name: options.place ?? options.title, error });
      }
      throw error;
    } finally {
      task.end(
        task.signal.aborted
          ? 'cancelled'
          : task.failures.length > 0
            ? 'failed'
            : 'done'
      );
      this._guardPage();
      this._dropOldest();
      this._ended.emit(task);
    }
  }

  /** Forget a task that has ended, or all of them. */
  clear(task?: Task): void {
    const keep = (other: Task) =>
      other.state === 'running' || (task !== undefined && other !== task);
    const gone = this._tasks.filter(other => !keep(other));
    this._tasks = this._tasks.filter(keep);
    gone.forEach(other => this._taskChanged.emit(other));
  }

  private _dropOldest(): void {
    const ended = this._tasks.filter(task => task.state !== 'running');
    const gone = new Set(ended.slice(KEPT));
    if (gone.size > 0) {
      this._tasks = this._tasks.filter(task => !gone.has(task));
    }
  }

  /** Have the browser ask before the page is left while it is needed. */
  private _guardPage(): void {
    window.removeEventListener('beforeunload', Private.ask);
    if (this.running.some(task => task.options.needsPage)) {
      window.addEventListener('beforeunload', Private.ask);
    }
  }

  private readonly _taskChanged = new Signal<this, Task>(this);
  private readonly _ended = new Signal<this, Task>(this);
  private _tasks: Task[] = [];
  private _isDisposed = false;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function ask(event: BeforeUnloadEvent): void {
    event.preventDefault();
  }
}
