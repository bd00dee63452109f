// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { showFailures } from '../../dialogs/errordialog';
import { STAYS } from '../../dialogs/stays';
import { explain } from '../../drive/messages/messages';
import type { Task } from './task';
import type { Tasks } from './tasks';

/**
 * Tasks that succeed within this time (ms) get no notice, unless their result
 * is out of sight.
 */
export const PATIENCE_MS = 1000;

/**
 * Show a notice when a task ends. A success that took a while, or whose result
 * is elsewhere, shows briefly; a failure stays until it is closed, retried or
 * cleared.
 */
export function showEnd(
  task: Task,
  tasks: Tasks,
  trans: TranslationBundle
): void {
  const { options, outcome, state } = task;
  if (state === 'failed') {
    if (!task.isTold) {
      tellFailure(task, tasks, trans);
    }
  } else if (state === 'done' && options.show) {
    Notification.success(outcome || trans.__('%1: done', options.title), {
      autoClose: STAYS.offer,
      actions: [{ label: trans.__('Show'), callback: options.show }]
    });
  } else if (task.duration > PATIENCE_MS) {
    if (state === 'done') {
      const message = outcome || trans.__('%1: done', options.title);
      Notification.success(message, { autoClose: STAYS.done });
    } else if (outcome) {
      Notification.info(outcome, { autoClose: STAYS.done });
    }
  }
}

function tellFailure(task: Task, tasks: Tasks, trans: TranslationBundle): void {
  const id = Notification.error(task.outcome || failed(task, trans), {
    autoClose: STAYS.waits,
    actions: actionsOf(task, tasks, trans)
  });
  const end = () => {
    if (!tasks.all.includes(task)) {
      tasks.changed.disconnect(end);
      Notification.dismiss(id);
    }
  };
  tasks.changed.connect(end);
}

/**
 * What failed, and the reason if there is only one.
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
  tasks: Tasks,
  trans: TranslationBundle
): Notification.IAction[] {
  const { retry, title } = task.options;
  const actions: Notification.IAction[] = [
    {
      label: trans.__('Show details'),
      callback: event => {
        // The notice stays, as the person may want to retry after reading.
        event.preventDefault();
        void showFailures(title, [...task.failures], trans);
      }
    }
  ];
  if (retry) {
    actions.push({
      label: trans.__('Retry'),
      callback: () => tasks.retry(task),
      displayType: 'accent'
    });
  }
  return actions;
}
