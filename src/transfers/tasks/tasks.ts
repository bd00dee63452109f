// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ITaskOptions } from './task';
import { Task } from './task';

/**
 * The maximum number of ended tasks that are kept.
 */
const KEPT = 100;

/**
 * All tasks: running ones, and ended ones that were not cleared.
 */
export class Tasks implements IDisposable {
  /**
   * A signal emitted when any task starts, progresses or ends. It can be
   * emitted a thousand times per second, so views wait for the next frame.
   */
  get changed(): ISignal<this, Task> {
    return this._taskChanged;
  }

  /** A signal emitted when a task has ended. */
  get ended(): ISignal<this, Task> {
    return this._ended;
  }

  /** The tasks, newest first. */
  get all(): readonly Task[] {
    return this._tasks;
  }

  /** The running tasks. */
  get running(): Task[] {
    return this._tasks.filter(task => task.state === 'running');
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Cancel the running tasks. */
  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.running.forEach(task => task.cancel());
      Signal.clearData(this);
    }
  }

  /**
   * Run an operation as a task. It ends as `cancelled` when it was cancelled,
   * as `failed` when the operation throws or has reported failures, otherwise
   * as `done`.
   *
   * @param work - The operation, called with the task.
   *
   * @returns What the operation returns.
   *
   * @throws What the operation throws, which is also added to the task's
   * failures.
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

  /**
   * Retry what a task has not done. The new task replaces the old one and its
   * failures.
   */
  retry(task: Task): void {
    const { retry } = task.options;
    if (retry && task.state !== 'running' && this._tasks.includes(task)) {
      retry();
      this.clear(task);
    }
  }

  /** Remove a task that has ended, or all of them. */
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

  /** Make the browser ask before the page is left while a task needs it. */
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
