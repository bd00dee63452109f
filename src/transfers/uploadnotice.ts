// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { failureSummary, showFailures } from '../dialogs/problems';
import type {
  IUploadItem,
  IUploadProgress,
  IUploadReporter,
  IUploadResult
} from './uploads';

/**
 * How long a success stays on the screen (ms).
 */
const STAYS_MS = 4000;

/**
 * Tells of a batch of uploads in one of JupyterLab's notifications, with a
 * bar, a way to cancel and what failed.
 */
export class UploadNotice implements IUploadReporter {
  constructor(trans: TranslationBundle) {
    this._trans = trans;
  }

  start(items: IUploadItem[], cancel: () => void): void {
    this._items = items;
    this._id = Notification.emit(this._message(0), 'in-progress', {
      autoClose: false,
      progress: 0,
      actions: [
        {
          label: this._trans.__('Cancel'),
          callback: event => {
            // Keep the notification: its end is still to be told.
            event.preventDefault();
            cancel();
          }
        }
      ]
    });
  }

  progress(progress: IUploadProgress): void {
    const { bytes, sent, files, finished } = progress;
    const part = bytes > 0 ? sent / bytes : finished / files;
    Notification.update({
      id: this._id,
      message: this._message(finished),
      type: 'in-progress',
      progress: Math.min(1, part)
    });
  }

  finish(results: IUploadResult[], cancelled: boolean): void {
    const trans = this._trans;
    const failed = results.filter(result => result?.error !== undefined);
    const sent = results.filter(result => result?.model).length;
    if (failed.length > 0) {
      const failures = failed.map(({ item, error }) => ({
        name: item.file.name,
        error
      }));
      this._end('error', failureSummary(failures, trans), () =>
        showFailures(trans.__('Upload failed'), failures, trans)
      );
    } else if (sent === 0) {
      Notification.dismiss(this._id);
    } else {
      const message = trans._n('Uploaded %1 file.', 'Uploaded %1 files.', sent);
      this._end(
        cancelled ? 'warning' : 'success',
        cancelled ? trans.__('Upload cancelled. %1', message) : message
      );
    }
  }

  private _end(
    type: 'success' | 'warning' | 'error',
    message: string,
    details?: () => Promise<void>
  ): void {
    Notification.update({
      id: this._id,
      message,
      type,
      progress: 1,
      autoClose: details ? false : STAYS_MS,
      actions: details
        ? [
            {
              label: this._trans.__('Show details'),
              callback: () => void details()
            }
          ]
        : []
    });
  }

  private _message(finished: number): string {
    const { length } = this._items;
    return length === 1
      ? this._trans.__('Uploading "%1"', this._items[0].file.name)
      : this._trans.__('Uploading files: %1 of %2', finished, length);
  }

  private readonly _trans: TranslationBundle;
  private _items: IUploadItem[] = [];
  private _id = '';
}
