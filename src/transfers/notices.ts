// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { showFailures } from '../dialogs/problems';
import { explain } from '../drive/messages';
import type { Task } from './tasks';

/**
 * What is done in less time is not told (ms).
 */
export const PATIENCE_MS = 1000;

/**
 * How long a success stays on the screen (ms).
 */
const STAYS_MS = 5000;

/**
 * Tell how a task ended: a success that took a while, briefly; a failure until
 * it is closed.
 */
export function tellEnd(task: Task, trans: TranslationBundle): void {
  const { options, outcome, state } = task;
  if (state === 'failed') {
    if (!task.isTold) {
      const message = outcome || failed(task, trans);
      Notification.error(message, {
        autoClose: false,
        actions: actionsOf(task, trans)
      });
    }
  } else if (task.duration > PATIENCE_MS) {
    if (state === 'done') {
      const message = outcome || trans.__('%1: done', options.title);
      Notification.success(message, { autoClose: STAYS_MS });
    } else if (outcome) {
      Notification.info(outcome, { autoClose: STAYS_MS });
    }
  }
}

/**
 * What failed; and why, where that is one thing.
 */
function failed(task: Task, trans: TranslationBundle): string {
  const message = trans.__('%1: failed', task.options.title);
  const [failure, another] = task.failures;
  return failure && !another
    ? `${message}. ${explain(failure.error, trans).message}`
    : message;
}

function actionsOf(
  task: Task,
  trans: TranslationBundle
): Notification.IAction[] {
  const { retry, title } = task.options;
  const actions: Notification.IAction[] = [
    {
      label: trans.__('Show details'),
      callback: event => {
        // The notice stays: one may want to try again after reading.
        event.preventDefault();
        void showFailures(title, [...task.failures], trans);
      }
    }
  ];
  if (retry) {
    actions.push({
      label: trans.__('Retry'),
      callback: () => retry(),
      displayType: 'accent'
    });
  }
  return actions;
}
