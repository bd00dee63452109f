// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../../names';
import { commandFor } from '../copycommand';
import { IOwnPanel } from '../parts';

/**
 * JupyterLab's commands for the file browser that last had the focus.
 */
const CORE = {
  copy: 'filebrowser:copy',
  cut: 'filebrowser:cut',
  paste: 'filebrowser:paste'
};

/**
 * Pastes in one file browser what was copied in the other.
 *
 * Each JupyterLab listing has its own clipboard. What was copied last, in
 * either of them, is pasted. Entries that were cut are copied too, so that
 * nothing is deleted after an incomplete copy.
 */
export const pastesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:pastes',
  description: 'Pastes between the S3 panel and the workspace.',
  autoStart: true,
  requires: [IOwnPanel, IFileBrowserFactory],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
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
      const { forgetClipboard } = await import('../../internals/clipboard');
      factory.tracker
        .filter(other => other !== browser)
        .forEach(other => forgetClipboard(other));
    };

    /** Paste, and return whether there was anything from another browser. */
    const paste = (
      driveName: string,
      target: string,
      trans?: TranslationBundle
    ): boolean => {
      if (!copied?.paths.length || copied.driveName === driveName) {
        return false;
      }
      const command = commandFor(driveName, [copied.driveName]);
      if (command) {
        void commands.execute(command, { paths: copied.paths, target });
      } else if (trans) {
        void import('../../workspace/drops').then(({ refuseDrives }) =>
          refuseDrives(trans)
        );
      }
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
      s3.pasteFromElsewhere = () => paste(s3.drive.name, s3.path, s3.trans);
    });
  }
};

/**
 * The entries that were copied last.
 */
interface ICopied {
  readonly driveName: string;
  /** Global paths. */
  readonly paths: string[];
}
