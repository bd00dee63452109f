// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { groupIcon } from '../browser/icons';
import { sharedBucketUrl } from '../browser/sharedbucket';
import { CommandIDs, IS3Drive, IS3Panel, TRANSLATION_DOMAIN } from '../tokens';
import { NO_ARGS } from './arguments';

/**
 * Leads to the page where people ask for a bucket that they share, where the
 * administrator has set one.
 */
export const sharedBucketsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:shared-buckets',
  description: 'Adds the command that asks for a shared bucket.',
  autoStart: true,
  requires: [IS3Drive, IS3Panel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    drive: IS3Drive,
    panel: IS3Panel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const command = CommandIDs.askForBucket;
    const isSet = () => sharedBucketUrl(drive.sharing) !== null;

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
        const url = sharedBucketUrl(drive.sharing);
        if (url) {
          window.open(url, '_blank', 'noopener,noreferrer');
        }
        return url;
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
