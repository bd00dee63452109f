// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, InputDialog } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { locationIcon } from '../browser/icons';
import {
  CommandIDs,
  IS3Drive,
  IS3Panel,
  IS3Places,
  PANEL_ID,
  TRANSLATION_DOMAIN
} from '../tokens';

/**
 * Opens a place by its address.
 */
export const openLocationPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:open-location',
  description: 'Adds the command that opens an S3 location by its address.',
  autoStart: true,
  requires: [IS3Panel, IS3Drive, IS3Places],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    drive: IS3Drive,
    places: IS3Places,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, serviceManager, shell } = app;
    const { contents } = serviceManager;

    const ask = async (): Promise<string | null> => {
      const result = await InputDialog.getText({
        title: trans.__('Open S3 Location'),
        label: trans.__(
          'An s3:// address, a link of the store, or bucket/folder/'
        ),
        placeholder: trans.__('s3://bucket/folder/'),
        okLabel: trans.__('Open')
      });
      return result.button.accept ? result.value : null;
    };

    const open = async (text: string): Promise<string> => {
      const { locate, readLocation } = await import('../browser/locate');
      const { bucket, key } = await readLocation(text, drive, trans);
      shell.activateById(PANEL_ID);
      const browser = await panel.ready();
      const located = await locate(contents, drive.name, { bucket, key });
      const { path, isFolder } = located;
      const local = contents.localPath(path);
      const end = isFolder ? local.length : local.lastIndexOf('/');
      if (!isFolder) {
        await commands.execute('docmanager:open', { path });
      }
      await browser.model.cd(`/${local.slice(0, end)}`);
      if (browser.s3.problem === null) {
        const prefix = isFolder ? key : key.slice(0, key.lastIndexOf('/') + 1);
        const slash = prefix === '' || prefix.endsWith('/') ? '' : '/';
        (await places.get()).addRecent({ bucket, key: prefix + slash });
      }
      return path;
    };

    commands.addCommand(CommandIDs.openLocation, {
      label: trans.__('Open S3 Location…'),
      caption: trans.__('Open a bucket, folder or file by its address'),
      icon: locationIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            uri: {
              type: 'string',
              description: trans.__(
                's3://bucket/key, an https URL of the store, or bucket/prefix; asked for when it is absent.'
              )
            }
          }
        }
      },
      execute: async args => {
        const uri = typeof args.uri === 'string' ? args.uri : await ask();
        if (!uri?.trim()) {
          return null;
        }
        try {
          return await open(uri);
        } catch (error) {
          const { showProblem } = await import('../dialogs/problems');
          await showProblem(trans.__('Cannot be opened'), error, trans);
          return null;
        }
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
