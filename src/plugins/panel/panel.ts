// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { bucketIcon } from '../../icons';
import { S3Panel } from '../../browser/panel';
import { PANEL_ID, PluginIDs, TRANSLATION_DOMAIN } from '../../names';
import { IOwnDrive, IOwnPanel, IOwnBookmarks, IOwnTasks } from '../parts';

/**
 * Adds the panel to the left area. Its content is loaded when it is first
 * shown.
 */
export const browserPlugin: JupyterFrontEndPlugin<IOwnPanel> = {
  id: PluginIDs.browser,
  description: 'Adds the panel that shows the S3 drive.',
  autoStart: true,
  provides: IOwnPanel,
  requires: [
    IOwnDrive,
    IOwnBookmarks,
    IOwnTasks,
    IDocumentManager,
    IFileBrowserFactory
  ],
  optional: [ITranslator, ILayoutRestorer, IStateDB, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    drive: IOwnDrive,
    places: IOwnBookmarks,
    tasks: IOwnTasks,
    manager: IDocumentManager,
    factory: IFileBrowserFactory,
    maybeTranslator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    settings: ISettingRegistry | null
  ): IOwnPanel => {
    const translator = maybeTranslator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const load = async (name: string) => {
      const [{ makeBrowser }, known, loaded] = await Promise.all([
        import('../../browser/factory'),
        places.get(),
        drive.load(name)
      ]);
      const browser = await makeBrowser({
        connection: loaded.connection,
        drive: loaded.drive,
        manager,
        panel,
        places: known,
        settings,
        state,
        tasks,
        translator
      });
      // JupyterLab's commands act on the file browser that last had the focus.
      void factory.tracker.add(browser);
      return browser;
    };
    const panel = new S3Panel(load, trans, app);
    panel.id = PANEL_ID;
    panel.title.icon = bucketIcon;
    panel.title.caption = trans.__('S3 buckets');
    panel.title.dataset = { jpTabLabel: trans.__('S3 buckets') };
    restorer?.add(panel, PANEL_ID);
    app.shell.add(panel, 'left', { rank: 102, type: 'S3 buckets' });
    return panel;
  }
};
