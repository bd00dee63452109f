// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';

import { CommandIDs, DRIVE_NAME, TRANSLATION_DOMAIN } from '../tokens';

/**
 * The type of what is dragged between JupyterLab's file browsers.
 */
const CONTENTS_MIME = 'application/x-jupyter-icontents';

/**
 * Copies what is dropped between the S3 panel and the file browser of the
 * workspace.
 *
 * JupyterLab throws on such drops inside its event handler, so that nothing
 * happens and nobody is told. They are stopped before they reach it.
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
    const { commands, serviceManager } = app;
    const { contents } = serviceManager;
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
        const node = drop.target as Node | null;
        const browser = factory.tracker.find(browser =>
          browser.node.contains(node)
        );
        if (!browser || !drop.mimeData.hasData(CONTENTS_MIME)) {
          return;
        }
        const paths = drop.mimeData.getData(CONTENTS_MIME) as string[];
        const drives = paths.map(path => contents.driveName(path));
        const { driveName } = browser.model;
        if (isForeign(driveName, drives)) {
          drop.preventDefault();
          drop.stopPropagation();
          drop.dropAction = 'none';
          browser.node
            .querySelectorAll('.jp-mod-dropTarget')
            .forEach(row => row.classList.remove('jp-mod-dropTarget'));
          const target = targetOf(browser, drop);
          const command = commandFor(driveName, drives);
          void (command
            ? commands.execute(command, { paths, target })
            : explain());
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

/**
 * The command that copies there; `null` for drives that the server does not
 * know.
 */
export function commandFor(target: string, sources: string[]): string | null {
  if (target === DRIVE_NAME && sources.every(source => source === '')) {
    return CommandIDs.copyToS3;
  }
  if (target === '' && sources.every(source => source === DRIVE_NAME)) {
    return CommandIDs.copyToWorkspace;
  }
  return null;
}

/**
 * The folder that something is dropped on: a row, a crumb, else the one shown.
 */
function targetOf(browser: FileBrowser, drop: Drag.Event): string {
  const { driveName, path } = browser.model;
  const crumb = (drop.target as Element | null)?.closest<HTMLElement>(
    '.jp-BreadCrumbs-item, .jp-BreadCrumbs-home'
  );
  if (crumb) {
    const local = (crumb.dataset.path ?? '').replace(/^\//, '');
    return driveName ? `${driveName}:${local}` : local;
  }
  const row = browser.modelForClick(drop);
  return row?.type === 'directory' ? row.path : path;
}
