// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { TRANSLATION_DOMAIN } from '../../names';
import { onFirstBrowser } from '../firstbrowser';
import { IOwnSnippets } from '../parts';

/**
 * Inserts snippets for entries dragged from the S3 panel into a document.
 */
export const snippetDropsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:snippet-drops',
  description: 'Inserts the snippets of what is dragged from the S3 panel.',
  autoStart: true,
  requires: [IOwnSnippets, IFileBrowserFactory],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    snippets: IOwnSnippets,
    factory: IFileBrowserFactory,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    onFirstBrowser(factory, async () => {
      const { insertDrops } = await import('../../snippets/drops');
      const { contents } = app.serviceManager;
      const { documents } = snippets;
      insertDrops(contents, documents, name => snippets.get(name), trans);
    });
  }
};
