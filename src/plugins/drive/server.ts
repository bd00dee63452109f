// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { isOlder } from '../../browser/versions';
import { REQUIRED_SERVER_VERSION, TRANSLATION_DOMAIN } from '../../names';
import { IOwnPanel, IOwnDrive } from '../parts';

/**
 * Shows a notice when the server extension is too old for this frontend. If it
 * is missing, the panel says so in place of the buckets.
 */
export const serverPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:server',
  description: 'Tells when the server extension of the S3 drive is too old.',
  autoStart: true,
  requires: [IOwnPanel, IOwnDrive],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const check = async () => {
      // If the request fails, listing fails too, and the panel says why.
      const status = await drive
        .load()
        .then(loaded => loaded.drive.status())
        .catch(() => null);
      if (status && isOlder(status.version, REQUIRED_SERVER_VERSION)) {
        const { STAYS } = await import('../../dialogs/stays');
        Notification.warning(
          trans.__(
            'The server part of the S3 drive (%1) is too old for its panel. Run "pip install --upgrade jupyterlab-s3-drive", then restart Jupyter.',
            status.version
          ),
          { autoClose: STAYS.waits }
        );
      }
    };
    panel.loaded.connect(() => void check());
  }
};
