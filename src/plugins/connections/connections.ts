// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { bucketIcon } from '../../icons';
import { CommandIDs, PluginIDs, TRANSLATION_DOMAIN } from '../../names';
import { NO_ARGS } from '../commandargs';
import { IOwnDrive, IOwnPanel } from '../parts';
import type { IAccessWatch } from './accesswatch';

/**
 * Shows how long the access to S3 lasts, and renews it. What it does is loaded
 * once JupyterLab has started.
 */
export const connectionsPlugin: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.connections,
  description: 'Shows how long the access to S3 lasts, and renews it.',
  autoStart: true,
  requires: [IOwnDrive, IOwnPanel],
  optional: [ISettingRegistry, ITranslator, IStatusBar, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    drive: IOwnDrive,
    panel: IOwnPanel,
    settings: ISettingRegistry | null,
    translator: ITranslator | null,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    let watch: IAccessWatch | null = null;
    const get = async () => {
      const { watchAccess } = await import(
        /* webpackChunkName: "access" */ './accesswatch'
      );
      const parts = { app, drive, panel, settings, statusBar, trans };
      return (watch ??= watchAccess(parts));
    };
    const add = (
      command: string,
      label: string,
      run: (watch: IAccessWatch, connection?: unknown) => Promise<unknown>
    ) => {
      app.commands.addCommand(command, {
        label,
        icon: bucketIcon,
        describedBy: NO_ARGS,
        execute: async args => run(await get(), args.connection)
      });
      palette?.addItem({ command, category: trans.__('S3') });
    };
    add(CommandIDs.connections, trans.__('S3 Connections'), to => to.show());
    add(CommandIDs.renew, trans.__('Renew Access to S3…'), (to, name) =>
      to.renew(name)
    );
    // Where it cannot be loaded, the panel says so.
    void app.restored.then(get).catch(() => undefined);
  }
};
