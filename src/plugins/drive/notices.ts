// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { TRANSLATION_DOMAIN } from '../../names';
import { IOwnDrive } from '../parts';

/**
 * Shows the notices of the drive.
 */
export const noticesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:notices',
  description: 'Shows the notices of the S3 drive as notifications.',
  autoStart: true,
  requires: [IOwnDrive],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    drive: IOwnDrive,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    drive.notices.connect(async (_, notice) => {
      const { showNotice } = await import('../../dialogs/notices');
      showNotice(notice, trans);
    });
  }
};
