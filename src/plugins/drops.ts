// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';

import { DRIVE_NAME, TRANSLATION_DOMAIN } from '../tokens';

/**
 * The type of what is dragged between JupyterLab's file browsers.
 */
const CONTENTS_MIME = 'application/x-jupyter-icontents';

/**
 * Answers drops between the S3 panel and other file browsers.
 *
 * JupyterLab throws on them inside its event handler, so that nothing happens
 * and nobody is told. They are stopped before they reach it.
 */
export const dropsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:drops',
  description: 'Explains drops between the S3 panel and other file browsers.',
  autoStart: true,
  requires: [IFileBrowserFactory],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    factory: IFileBrowserFactory,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { contents } = app.serviceManager;
    const explain = async () => {
      const [{ refuse }, { crossDriveError }] = await Promise.all([
        import('../dialogs/problems'),
        import('../browser/manager')
      ]);
      const { message } = crossDriveError(trans);
      await refuse(trans.__('Not possible this way'), message, trans);
    };
    document.addEventListener(
      'lm-drop',
      event => {
        const drop = event as Drag.Event;
        const target = drop.target as Node | null;
        const browser = factory.tracker.find(({ node }) =>
          node.contains(target)
        );
        if (!browser || !drop.mimeData.hasData(CONTENTS_MIME)) {
          return;
        }
        const paths = drop.mimeData.getData(CONTENTS_MIME) as string[];
        const drives = paths.map(path => contents.driveName(path));
        if (isForeign(browser.model.driveName, drives)) {
          drop.preventDefault();
          drop.stopPropagation();
          drop.dropAction = 'none';
          void explain();
        }
      },
      true
    );
  }
};

/**
 * Whether something is dragged between our drive and another one.
 */
export function isForeign(target: string, sources: string[]): boolean {
  return sources.some(
    source => source !== target && [source, target].includes(DRIVE_NAME)
  );
}
