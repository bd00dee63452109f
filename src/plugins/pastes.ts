// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';

import { CommandIDs, DRIVE_NAME, IS3Panel } from '../tokens';

/**
 * JupyterLab's commands on the file browser that had the focus last.
 */
const CORE = {
  copy: 'filebrowser:copy',
  cut: 'filebrowser:cut',
  paste: 'filebrowser:paste'
};

/**
 * Pastes in one file browser what was copied in the other.
 *
 * JupyterLab's listings have a clipboard each. What was copied last, wherever,
 * is what a person means; nothing is moved between the two, as nothing is to
 * be deleted by a copy that broke off.
 */
export const pastesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:pastes',
  description: 'Pastes between the S3 panel and the workspace.',
  autoStart: true,
  requires: [IS3Panel, IFileBrowserFactory],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    factory: IFileBrowserFactory
  ): void => {
    const { commands } = app;
    let copied: ICopied | null = null;

    const take = async () => {
      const browser = factory.tracker.currentWidget;
      if (!browser) {
        return;
      }
      const { driveName } = browser.model;
      const paths = Array.from(browser.selectedItems(), ({ path }) => path);
      copied = { driveName, paths };
      const { forgetClipboard } = await import('../browser/internalsclipboard');
      factory.tracker
        .filter(other => other !== browser)
        .forEach(other => forgetClipboard(other));
    };

    /** Whether something of the other browser was pasted. */
    const paste = (driveName: string, target: string): boolean => {
      const command = copied && commandFor(driveName, copied.driveName);
      if (!command || !copied?.paths.length) {
        return false;
      }
      void commands.execute(command, { paths: copied.paths, target });
      return true;
    };

    commands.commandExecuted.connect((_, { id }) => {
      if ([CORE.copy, CORE.cut, CommandIDs.cut].includes(id)) {
        void take();
      } else if (id === CORE.paste) {
        const model = factory.tracker.currentWidget?.model;
        if (model?.driveName === '') {
          paste('', model.path);
        }
      }
    });
    panel.loaded.connect((_, { s3 }) => {
      s3.pasteFromElsewhere = () => paste(DRIVE_NAME, s3.path);
    });
  }
};

/**
 * What was copied last.
 */
interface ICopied {
  readonly driveName: string;
  /** Global paths. */
  readonly paths: string[];
}

function commandFor(target: string, source: string): string | null {
  if (target === DRIVE_NAME && source === '') {
    return CommandIDs.copyToS3;
  }
  return target === '' && source === DRIVE_NAME
    ? CommandIDs.copyToWorkspace
    : null;
}
