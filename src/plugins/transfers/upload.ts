// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { fileUploadIcon, folderIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { filesArgs, pathArgs } from '../commandargs';
import { IOwnPanel } from '../parts';
import { pathsIn, Subject } from '../subject';

/**
 * Adds the commands that upload files and folders.
 */
export const uploadPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:upload',
  description: 'Adds the commands that upload files and folders to S3.',
  autoStart: true,
  requires: [IOwnPanel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const refusal = () => panel.browser?.targets.refusal('upload') ?? null;
    const isEnabled = (args: ReadonlyPartialJSONObject) =>
      pathsIn(args) !== null ||
      (panel.browser?.model.allowFileUploads === true && refusal() === null);
    const subject = new Subject(app, panel);
    const dirOf = (args: ReadonlyPartialJSONObject) => subject.named(args)?.[0];

    commands.addCommand(CommandIDs.upload, {
      label: trans.__('Upload Files to S3…'),
      caption: () => refusal() ?? trans.__('Upload files to this place'),
      icon: fileUploadIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: filesArgs(trans),
      isEnabled,
      execute: async args => {
        const given: unknown = args.files;
        const files = Array.isArray(given)
          ? given.filter((file): file is File => file instanceof File)
          : await Private.choose('files');
        return (await panel.ready()).uploadFiles(files, dirOf(args));
      }
    });

    commands.addCommand(CommandIDs.uploadFolder, {
      label: trans.__('Upload Folder to S3…'),
      caption: () =>
        refusal() ?? trans.__('Upload a folder with all that is in it'),
      icon: folderIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathArgs(trans),
      isEnabled,
      execute: async args => {
        const files = await Private.choose('folder');
        return (await panel.ready()).uploadFiles(files, dirOf(args));
      }
    });

    panel.loaded.connect((_, browser) => {
      browser.requested.connect((_, action) => {
        if (action === 'upload') {
          void commands.execute(CommandIDs.upload);
        }
      });
    });
    const category = trans.__('S3');
    palette?.addItem({ command: CommandIDs.upload, category });
    palette?.addItem({ command: CommandIDs.uploadFolder, category });
  }
};

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Let the person choose files, or a folder with all its files; empty if the
   * dialog is cancelled.
   */
  export function choose(what: 'files' | 'folder'): Promise<File[]> {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = what === 'files';
    input.webkitdirectory = what === 'folder';
    return new Promise(resolve => {
      input.onchange = () => resolve(Array.from(input.files ?? []));
      input.oncancel = () => resolve([]);
      input.click();
    });
  }
}
