// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { STAYS } from './stays';

/**
 * The delay before a notification says what is waited for (ms).
 */
const SILENT_MS = 1000;

/**
 * Run an operation that may take a while: after a second a notification says
 * so, with a button that cancels it.
 *
 * @param name - What is being looked at.
 *
 * @returns `null` when the person has cancelled it.
 */
export async function withProgress<T>(
  name: string,
  run: (signal: AbortSignal) => Promise<T>,
  trans: TranslationBundle
): Promise<T | null> {
  const abort = new AbortController();
  let id: string | null = null;
  const timer = setTimeout(() => {
    id = Notification.emit(trans.__('Looking at "%1"…', name), 'in-progress', {
      autoClose: STAYS.waits,
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
