// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { TRANSLATION_DOMAIN } from '../../names';
import { commandFor } from '../copycommand';
import { onFirstBrowser } from '../firstbrowser';

/**
 * Copies entries dropped between the S3 panel and the workspace's file browser.
 */
export const dropsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:drops',
  description: 'Copies what is dropped between the S3 panel and the workspace.',
  autoStart: true,
  requires: [IFileBrowserFactory],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    factory: IFileBrowserFactory,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    onFirstBrowser(factory, async () => {
      const { copyDrops } = await import('../../workspace/drops');
      copyDrops(app, factory, trans, commandFor);
    });
  }
};
