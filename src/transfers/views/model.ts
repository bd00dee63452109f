// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { VDomModel } from '@jupyterlab/ui-components';

import type { Task } from '../tasks/task';
import type { Tasks } from '../tasks/tasks';

/**
 * How often the views are drawn (ms) while tasks run without reporting, so that
 * their speed falls.
 */
const TICK_MS = 1000;

/**
 * The tasks for views, with at most one change per frame.
 */
export class TransfersModel extends VDomModel {
  constructor(tasks: Tasks) {
    super();
    this.tasks = tasks;
    tasks.changed.connect(this._onChanged, this);
    this._watch();
  }

  readonly tasks: Tasks;

  /** The running and the ended tasks, newest first. */
  get all(): readonly Task[] {
    return this.tasks.all;
  }

  /** The fraction done of all running tasks, from 0 to 1; `null` if unknown. */
  get fraction(): number | null {
    const known = this.tasks.running.flatMap(({ fraction }) =>
      fraction === null ? [] : [fraction]
    );
    return known.length > 0
      ? known.reduce((a, b) => a + b, 0) / known.length
      : null;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.tasks.changed.disconnect(this._onChanged, this);
    cancelAnimationFrame(this._frame);
    clearInterval(this._ticking);
    super.dispose();
  }

  private _onChanged(): void {
    this._frame ||= requestAnimationFrame(() => {
      this._frame = 0;
      this._watch();
      this.stateChanged.emit();
    });
  }

  private _watch(): void {
    const isRunning = this.tasks.running.length > 0;
    if (isRunning && !this._ticking) {
      this._ticking = window.setInterval(() => this._onChanged(), TICK_MS);
    } else if (!isRunning) {
      clearInterval(this._ticking);
      this._ticking = 0;
    }
  }

  private _frame = 0;
  private _ticking = 0;
}
