// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { IListPage } from '../../s3/objects/list';
import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { pathsArgs } from '../commandargs';
import { IOwnDrive, IOwnPanel } from '../parts';
import { Subject } from '../subject';

/**
 * Adds the command that measures the size of a folder.
 */
export const usagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:usage',
  description: 'Adds the command that measures folders of the S3 drive.',
  autoStart: true,
  requires: [IOwnPanel, IOwnDrive],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;

    const subject = new Subject(app, panel);

    commands.addCommand(CommandIDs.folderSize, {
      label: trans.__('Folder Size…'),
      caption: trans.__('Count the objects below, and add up their sizes'),
      describedBy: pathsArgs(
        trans,
        trans.__(
          'A folder or file (s3:bucket/key); by default what is selected in the panel, or its folder.'
        )
      ),
      isEnabled: args => subject.isAny(args),
      execute: async args => {
        const locations = await subject.locations(args);
        const [{ showUsage }, { listPlaces }, loaded] = await Promise.all([
          import('../../usage/dialog'),
          import('../../usage/listbelow'),
          drive.load(locations[0]?.connection)
        ]);
        if (locations.length === 0) {
          return null;
        }
        const list = (signal: AbortSignal): AsyncIterable<IListPage> =>
          listPlaces(loaded.connection, locations, signal);
        const title =
          locations.length === 1
            ? locations[0].uri
            : trans._n('%1 item', '%1 items', locations.length);
        const { usage, isAll } = await showUsage(title, list, trans);
        return { objects: usage.objects, bytes: usage.bytes, isAll };
      }
    });
    palette?.addItem({
      command: CommandIDs.folderSize,
      category: trans.__('S3')
    });
  }
};
