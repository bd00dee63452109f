// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IS3Drive, TRANSLATION_DOMAIN } from '../tokens';

/**
 * How much of a sentence a notification shows.
 */
const SHOWN = 140;

/**
 * Shows what the drive has to say outside of any dialog.
 */
export const noticesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:notices',
  description: 'Shows the notices of the S3 drive as notifications.',
  autoStart: true,
  requires: [IS3Drive],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    drive: IS3Drive,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const show = async (message: string, details: string) => {
      const { showMessage } = await import('../dialogs/problems');
      await showMessage(trans.__('S3'), message, details, trans);
    };
    drive.notices.connect((_, { level, message, details }) => {
      const hasMore = !!details || message.length > SHOWN;
      Notification.emit(message, level, {
        autoClose: level === 'info' ? 5000 : false,
        actions: hasMore
          ? [
              {
                label: trans.__('Show details'),
                callback: () => void show(message, details ?? '')
              }
            ]
          : []
      });
    });
  }
};
