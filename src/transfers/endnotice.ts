// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { showFailures } from '../dialogs/problems';
import type { Task, Tasks } from './tasks';

/**
 * How long a success stays on the screen (ms).
 */
const STAYS_MS = 4000;

/**
 * Tell how tasks end, in JupyterLab's notifications.
 */
export function tellEnds(tasks: Tasks, trans: TranslationBundle): void {
  tasks.ended.connect((_, task) => tellEnd(task, trans));
}

function tellEnd(task: Task, trans: TranslationBundle): void {
  const { failures, options, outcome, state } = task;
  if (!outcome) {
    return;
  }
  if (state !== 'failed') {
    const type = state === 'cancelled' ? 'warning' : 'success';
    Notification.emit(outcome, type, { autoClose: STAYS_MS });
    return;
  }
  const details = () =>
    void showFailures(trans.__('Upload failed'), [...failures], trans);
  Notification.emit(outcome, 'error', {
    autoClose: false,
    actions: [
      { label: trans.__('Show details'), callback: details },
      ...(options.retry
        ? [{ label: trans.__('Retry'), callback: options.retry }]
        : [])
    ]
  });
}
