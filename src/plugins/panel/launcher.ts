// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget } from '@jupyterlab/apputils';
import { ILauncher, LauncherModel } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addIcon, launcherIcon } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';

import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { folderArgs } from '../commandargs';
import { IOwnPanel } from '../parts';

/**
 * Adds the command that opens a launcher for the panel's folder.
 */
export const launcherPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:launcher',
  description: 'Adds launchers whose new files go to a folder on S3.',
  autoStart: true,
  requires: [IOwnPanel, ILauncher],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    launcher: ILauncher,
    maybeTranslator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const translator = maybeTranslator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { commands, shell } = app;
    const { contents } = app.serviceManager;
    const refusal = () => panel.browser?.targets.refusal('new') ?? null;

    const open = async (
      items: ILauncher.IModel,
      cwd: string
    ): Promise<Widget> => {
      const { S3Launcher } = await import('../../browser/widgets/launcher');
      const id = `s3-launcher-${UUID.uuid4()}`;
      const content = new S3Launcher({
        model: items,
        cwd,
        commands,
        translator,
        trans,
        place: `s3://${contents.localPath(cwd)}/`,
        callback: (opened: Widget) => {
          if (Array.from(shell.widgets('main')).includes(opened)) {
            shell.add(opened, 'main', { ref: id });
            main.dispose();
          }
        }
      });
      content.title.icon = launcherIcon;
      content.title.label = trans.__('Launcher');
      const main = new MainAreaWidget({ content });
      main.id = id;
      shell.add(main, 'main');
      shell.activateById(id);
      return main;
    };

    commands.addCommand(CommandIDs.newLauncher, {
      label: trans.__('New Launcher in S3 Folder'),
      caption: () =>
        refusal() ?? trans.__('New notebook or file in this place'),
      icon: addIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: folderArgs(trans),
      isEnabled: args =>
        launcher instanceof LauncherModel &&
        (typeof args.cwd === 'string' ||
          (!!panel.browser && refusal() === null)),
      execute: async args => {
        if (!(launcher instanceof LauncherModel)) {
          return null;
        }
        const { path } = (await panel.ready()).model;
        return open(launcher, typeof args.cwd === 'string' ? args.cwd : path);
      }
    });
    palette?.addItem({
      command: CommandIDs.newLauncher,
      category: trans.__('S3')
    });
  }
};
