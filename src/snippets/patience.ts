// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * After how long a person is told what is waited for (milliseconds).
 */
const SILENT_MS = 1000;

/**
 * Do something that may take a while: after a second it is told, with a button
 * that cancels it.
 *
 * @param name - Of what is looked at.
 *
 * @returns `null` where the person has cancelled it.
 */
export async function patiently<T>(
  name: string,
  run: (signal: AbortSignal) => Promise<T>,
  trans: TranslationBundle
): Promise<T | null> {
  const abort = new AbortController();
  let id: string | null = null;
  const timer = setTimeout(() => {
    id = Notification.emit(trans.__('Looking at "%1"…', name), 'in-progress', {
      autoClose: false,
      actions: [{ label: trans.__('Cancel'), callback: () => abort.abort() }]
    });
  }, SILENT_MS);
  try {
    return await run(abort.signal);
  } catch (error) {
    if (abort.signal.aborted) {
      return null;
    }
    throw error;
  } finally {
    clearTimeout(timer);
    if (id !== null) {
      Notification.dismiss(id);
    }
  }
}
