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

import { bucketIcon } from '../browser/icons';
import { S3Panel } from '../browser/panel';
import {
  IS3Drive,
  IS3Panel,
  IS3Places,
  ITransfers,
  PANEL_ID,
  PluginIDs,
  TRANSLATION_DOMAIN
} from '../tokens';

/**
 * Adds the panel to the left area; what is in it is loaded when it is shown.
 */
export const browserPlugin: JupyterFrontEndPlugin<IS3Panel> = {
  id: PluginIDs.browser,
  description: 'Adds the panel that shows the S3 drive.',
  autoStart: true,
  provides: IS3Panel,
  requires: [
    IS3Drive,
    IS3Places,
    ITransfers,
    IDocumentManager,
    IFileBrowserFactory
  ],
  optional: [ITranslator, ILayoutRestorer, IStateDB, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    drive: IS3Drive,
    places: IS3Places,
    tasks: ITransfers,
    manager: IDocumentManager,
    factory: IFileBrowserFactory,
    maybeTranslator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    settings: ISettingRegistry | null
  ): IS3Panel => {
    const translator = maybeTranslator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const load = async () => {
      const [{ makeBrowser }, known] = await Promise.all([
        import('../browser/make'),
        places.get()
      ]);
      const browser = await makeBrowser({
        drive,
        manager,
        places: known,
        settings,
        state,
        tasks,
        translator
      });
      // JupyterLab's commands act on the file browser that had the focus last.
      void factory.tracker.add(browser);
      return browser;
    };
    const panel = new S3Panel(load, trans);
    panel.id = PANEL_ID;
    panel.title.icon = bucketIcon;
    panel.title.caption = trans.__('S3 buckets');
    panel.title.dataset = { jpTabLabel: trans.__('S3 buckets') };
    restorer?.add(panel, PANEL_ID);
    app.shell.add(panel, 'left', { rank: 102, type: 'S3 buckets' });
    return panel;
  }
};
