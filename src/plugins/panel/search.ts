// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { folderIcon, searchIcon } from '@jupyterlab/ui-components';

import { CommandIDs, PANEL_ID, TRANSLATION_DOMAIN } from '../../names';
import { pathArgs } from '../commandargs';
import { IOwnPanel } from '../parts';
import { pathsIn, Subject } from '../subject';

/**
 * Adds the commands that search in the panel.
 */
export const searchPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:search',
  description: 'Adds the commands that search in the S3 panel.',
  autoStart: true,
  requires: [IOwnPanel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, shell } = app;
    const subject = new Subject(app, panel);
    const textArgs = {
      args: {
        type: 'object',
        properties: {
          text: {
            type: 'string',
            description: trans.__('What to search for; else it is typed.')
          }
        }
      }
    };
    const search = async (text: unknown) => {
      const browser = await panel.ready();
      shell.activateById(PANEL_ID);
      browser.search.open();
      if (typeof text === 'string') {
        browser.search.inFolder.text = text;
      }
      return browser.search;
    };

    commands.addCommand(CommandIDs.toggleFilter, {
      label: trans.__('Search in S3 Panel'),
      caption: trans.__('Search in this folder'),
      icon: searchIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: textArgs,
      isToggled: () => panel.browser?.showFileFilter === true,
      execute: async args => {
        const shown = panel.browser?.search;
        // A click on the button takes the focus from the field, a key does not.
        const isDone = !args._luminoEvent || shown?.field.hasFocus;
        if (shown?.field.isVisible && isDone && args.text === undefined) {
          shown.close();
        } else {
          await search(args.text);
        }
        commands.notifyCommandChanged(CommandIDs.toggleFilter);
      }
    });

    commands.addCommand(CommandIDs.searchBelow, {
      label: trans.__('Search Below This S3 Folder'),
      caption: trans.__('Search in all folders below this one'),
      icon: searchIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: textArgs,
      isEnabled: () => !!panel.browser && !panel.browser.s3.isRoot,
      execute: async args => {
        (await search(args.text)).searchBelow();
      }
    });

    commands.addCommand(CommandIDs.reveal, {
      label: trans.__('Show in Its Folder'),
      icon: folderIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathArgs(trans),
      isEnabled: args =>
        pathsIn(args) !== null || !!panel.browser?.search.results.selectedPath,
      execute: async args => {
        const browser = await panel.ready();
        const path =
          subject.named(args)?.[0] ?? browser.search.results.selectedPath;
        if (!path) {
          return null;
        }
        shell.activateById(PANEL_ID);
        return (await browser.reveal(path))
          ? `${browser.s3.driveName}:${path}`
          : null;
      }
    });

    const category = trans.__('S3');
    palette?.addItem({ command: CommandIDs.toggleFilter, category });
    palette?.addItem({ command: CommandIDs.searchBelow, category });
  }
};
