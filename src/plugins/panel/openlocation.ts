// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { locationIcon } from '../../icons';
import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { addressArgs } from '../commandargs';
import { IOwnDrive, IOwnPanel, IOwnBookmarks } from '../parts';

/**
 * Adds the command that opens a location by its address.
 */
export const openLocationPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:open-location',
  description: 'Adds the command that opens an S3 location by its address.',
  autoStart: true,
  requires: [IOwnPanel, IOwnDrive, IOwnBookmarks],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    places: IOwnBookmarks,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;

    commands.addCommand(CommandIDs.openLocation, {
      label: trans.__('Open S3 Location…'),
      caption: trans.__('Open a bucket, folder or file by its address'),
      icon: locationIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: addressArgs(trans),
      execute: async args => {
        const { openTyped } = await import('../../browser/opening');
        return openTyped(args.uri, { app, drive, panel, places, trans });
      }
    });

    panel.loaded.connect((_, browser) => {
      browser.requested.connect((_, action) => {
        if (action === 'open-location') {
          void commands.execute(CommandIDs.openLocation);
        }
      });
    });
    palette?.addItem({
      command: CommandIDs.openLocation,
      category: trans.__('S3')
    });
  }
};
