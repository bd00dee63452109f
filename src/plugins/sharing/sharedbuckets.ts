// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { groupIcon } from '../../icons';
import { sharedBucketUrl } from '../../browser/widgets/sharedbucketnote';
import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { NO_ARGS } from '../commandargs';
import { IOwnDrive, IOwnPanel } from '../parts';

/**
 * Links to the page where people request a shared bucket, if the administrator
 * has set one.
 */
export const sharedBucketsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:shared-buckets',
  description: 'Adds the command that asks for a shared bucket.',
  autoStart: true,
  requires: [IOwnDrive, IOwnPanel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    drive: IOwnDrive,
    panel: IOwnPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const command = CommandIDs.askForBucket;
    const url = () => sharedBucketUrl(drive.loaded?.drive.sharing ?? null);
    const isSet = () => url() !== null;

    commands.addCommand(command, {
      label: trans.__('Ask for a Shared Bucket'),
      caption: trans.__(
        'Open the page where you ask for a bucket that you share with others'
      ),
      icon: groupIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: NO_ARGS,
      isEnabled: isSet,
      isVisible: isSet,
      execute: () => {
        const page = url();
        if (page) {
          window.open(page, '_blank', 'noopener,noreferrer');
        }
        return page;
      }
    });
    palette?.addItem({ command, category: trans.__('S3') });

    panel.loaded.connect((_, browser) => {
      browser.requested.connect((_, action) => {
        if (action === 'ask-for-bucket') {
          void commands.execute(command);
        }
      });
    });
  }
};
