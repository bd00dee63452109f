// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import {
  copyIcon,
  newFolderIcon,
  refreshIcon
} from '@jupyterlab/ui-components';

import { bucketIcon } from '../../icons';
import { CommandIDs, PANEL_ID, TRANSLATION_DOMAIN } from '../../names';
import { NO_ARGS, pathsArgs } from '../commandargs';
import { IOwnPanel } from '../parts';
import { Subject } from '../subject';

/**
 * Adds the commands for the whole panel.
 *
 * JupyterLab's own commands act on the file browser that last had the focus or,
 * like `filebrowser:go-up`, always on the workspace. These act on the panel.
 */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:commands',
  description: 'Adds the commands on the S3 panel as a whole.',
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
    const { commands } = app;
    const subject = new Subject(app, panel);

    commands.addCommand(CommandIDs.show, {
      label: trans.__('Show S3 Buckets'),
      icon: bucketIcon,
      describedBy: NO_ARGS,
      execute: () => app.shell.activateById(PANEL_ID)
    });

    commands.addCommand(CommandIDs.refresh, {
      label: trans.__('Refresh S3 Panel'),
      caption: trans.__('List this place again'),
      icon: refreshIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: NO_ARGS,
      execute: async () => (await panel.ready()).s3.relist()
    });

    commands.addCommand(CommandIDs.goUp, {
      label: trans.__('Go Up in S3 Panel'),
      describedBy: NO_ARGS,
      isEnabled: () => !!panel.browser && !panel.browser.s3.isRoot,
      execute: () => panel.browser?.goUp()
    });

    const refusesNew = () => panel.browser?.targets.refusal('new') ?? null;
    commands.addCommand(CommandIDs.newFolder, {
      label: trans.__('New Folder in S3'),
      caption: () => refusesNew() ?? trans.__('New folder in this place'),
      icon: newFolderIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: NO_ARGS,
      isEnabled: () => !!panel.browser && refusesNew() === null,
      execute: async () =>
        (await (await panel.ready()).createNewDirectory()).path
    });

    commands.addCommand(CommandIDs.copyUri, {
      label: trans.__('Copy S3 URI'),
      caption: trans.__('Copy the address for code: s3://bucket/key'),
      icon: copyIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathsArgs(trans),
      isEnabled: args => subject.isAny(args),
      execute: async args => {
        const locations = await subject.locations(args);
        const text = locations.map(({ uri }) => uri).join('\n');
        Clipboard.copyToSystem(text);
        return text;
      }
    });

    // Update buttons and menus when the folder or its state changes.
    panel.loaded.connect((_, { model, s3 }) => {
      const update = () => commands.notifyCommandChanged();
      s3.stateChanged.connect(update);
      model.pathChanged.connect(update);
      update();
    });

    const category = trans.__('S3');
    palette?.addItem({ command: CommandIDs.show, category });
    palette?.addItem({ command: CommandIDs.refresh, category });
    palette?.addItem({ command: CommandIDs.goUp, category });
    palette?.addItem({ command: CommandIDs.newFolder, category });
    palette?.addItem({ command: CommandIDs.copyUri, category });
  }
};
