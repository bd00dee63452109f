// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { fileUploadIcon } from '@jupyterlab/ui-components';

import { CommandIDs, IS3Panel, TRANSLATION_DOMAIN } from '../tokens';

/**
 * Adds the command that uploads files.
 */
export const uploadPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:upload',
  description: 'Adds the command that uploads files to S3.',
  autoStart: true,
  requires: [IS3Panel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, serviceManager } = app;
    const refusal = () => panel.browser?.targets.refusal('upload') ?? null;

    commands.addCommand(CommandIDs.upload, {
      label: trans.__('Upload Files to S3…'),
      caption: () => refusal() ?? trans.__('Upload files to this place'),
      icon: fileUploadIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            path: {
              type: 'string',
              description: trans.__(
                'The folder in the drive (s3:bucket/prefix); by default that of the panel.'
              )
            },
            files: {
              type: 'array',
              description: trans.__(
                'The files (File objects); asked for when they are absent.'
              )
            }
          }
        }
      },
      isEnabled: args =>
        typeof args.path === 'string' ||
        (panel.browser?.model.allowFileUploads === true && refusal() === null),
      execute: async args => {
        const given: unknown = args.files;
        const files = Array.isArray(given)
          ? given.filter((file): file is File => file instanceof File)
          : await Private.choose();
        const browser = await panel.ready();
        const dir =
          typeof args.path === 'string'
            ? serviceManager.contents.localPath(args.path)
            : undefined;
        return browser.uploadFiles(files, dir);
      }
    });

    panel.loaded.connect((_, browser) => {
      browser.requested.connect((_, action) => {
        if (action === 'upload') {
          void commands.execute(CommandIDs.upload);
        }
      });
    });
    palette?.addItem({ command: CommandIDs.upload, category: trans.__('S3') });
  }
};

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Let the person choose files; none when the dialog is cancelled.
   */
  export function choose(): Promise<File[]> {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    return new Promise(resolve => {
      input.onchange = () => resolve(Array.from(input.files ?? []));
      input.oncancel = () => resolve([]);
      input.click();
    });
  }
}
