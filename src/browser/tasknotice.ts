// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * What is done in less time is not told (ms).
 */
const PATIENCE_MS = 1000;

/**
 * Tells how far something is, in words.
 */
export type Report = (message: string) => void;

/**
 * Run something that may take long: then a notification shows how far it is,
 * and can cancel it.
 *
 * @param message - What is being done.
 */
export async function withNotice<T>(
  message: string,
  trans: TranslationBundle,
  run: (report: Report, signal: AbortSignal) => Promise<T>
): Promise<T> {
  const abort = new AbortController();
  let id = '';
  const timer = setTimeout(() => {
    id = Notification.emit(message, 'in-progress', {
      autoClose: false,
      actions: [
        {
          label: trans.__('Cancel'),
          callback: event => {
            event.preventDefault();
            abort.abort();
          }
        }
      ]
    });
  }, PATIENCE_MS);
  const report: Report = text => {
    if (id) {
      Notification.update({ id, message: text });
    }
  };
  try {
    return await run(report, abort.signal);
  } finally {
    clearTimeout(timer);
    if (id) {
      Notification.dismiss(id);
    }
  }
}
