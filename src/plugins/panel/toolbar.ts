// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  createToolbarFactory,
  IToolbarWidgetRegistry,
  setToolbar
} from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { PluginIDs } from '../../names';
import { IOwnPanel } from '../parts';

/**
 * The name of the toolbar in the settings.
 */
const FACTORY = 'S3Browser';

/**
 * Creates the panel's toolbar from the settings.
 */
export const toolbarPlugin: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.toolbar,
  description: 'Fills the toolbar of the S3 panel.',
  autoStart: true,
  requires: [IOwnPanel, ISettingRegistry, IToolbarWidgetRegistry],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    settings: ISettingRegistry,
    registry: IToolbarWidgetRegistry,
    translator: ITranslator | null
  ): void => {
    const fill = createToolbarFactory(
      registry,
      settings,
      FACTORY,
      PluginIDs.toolbar,
      translator ?? nullTranslator
    );
    panel.loaded.connect((_, browser) => setToolbar(browser, fill));
  }
};
