// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { pathArgs } from '../commandargs';
import { IOwnDrive, IOwnPanel } from '../parts';
import { Subject } from '../subject';

/**
 * Adds the command that shows incomplete multipart uploads and removes their
 * parts.
 */
export const incompletePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:incomplete-uploads',
  description: 'Shows and removes incomplete uploads.',
  autoStart: true,
  requires: [IOwnDrive, IOwnPanel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    drive: IOwnDrive,
    panel: IOwnPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const command = CommandIDs.incompleteUploads;
    const subject = new Subject(app, panel);
    app.commands.addCommand(command, {
      label: trans.__('Incomplete Uploads to S3…'),
      caption: trans.__(
        'Show uploads that were begun here and never completed, and remove what is left of them'
      ),
      describedBy: pathArgs(trans),
      isEnabled: args => subject.isAny(args),
      execute: async args => {
        const [location] = await subject.locations(args);
        if (!location) {
          return [];
        }
        const [{ connection, drive: loaded }, { showIncomplete }] =
          await Promise.all([
            drive.load(location.connection),
            import('../../transfers/uploads/incomplete')
          ]);
        const removed = await showIncomplete({
          connection,
          location: location.asFolder(),
          own: () => loaded.uploads.own,
          trans
        });
        return removed.map(({ key, uploadId }) => ({
          path: `${loaded.name}:${location.withKey(key).path}`,
          uploadId
        }));
      }
    });
    palette?.addItem({ command, category: trans.__('S3') });
  }
};
