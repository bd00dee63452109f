// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { INotice } from '../drive/context';
import { showMessage } from './errordialog';
import { STAYS, stayOf } from './stays';

/**
 * How many characters of a sentence a notification shows.
 */
const SHOWN = 140;

/**
 * Show a notice of the drive, with a button for what does not fit.
 */
export function showNotice(notice: INotice, trans: TranslationBundle): void {
  const { details, level, message } = notice;
  const hasMore = !!details || message.length > SHOWN;
  Notification.emit(message, level, {
    autoClose: STAYS[stayOf(notice, hasMore)],
    actions: hasMore
      ? [
          {
            label: trans.__('Show details'),
            callback: () =>
              void showMessage(trans.__('S3'), message, details ?? '', trans)
          }
        ]
      : []
  });
}
