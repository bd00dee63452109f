// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';

import { STAYS } from './stays';

/**
 * Show a notice while the store asks for fewer requests.
 *
 * @param waiting - Emitted with whether requests have to wait for the store.
 */
export function showPatience(
  waiting: ISignal<unknown, boolean>,
  trans: TranslationBundle
): void {
  let id: string | null = null;
  waiting.connect((_, isWaiting) => {
    if (id !== null) {
      Notification.dismiss(id);
    }
    id = isWaiting
      ? Notification.emit(
          trans.__(
            'The store has much to do and asks for patience. Your work goes on by itself.'
          ),
          'in-progress',
          { autoClose: STAYS.waits }
        )
      : null;
  });
}
