// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs, IS3Drive, IS3Panel, TRANSLATION_DOMAIN } from '../tokens';
import { pathArgs } from './arguments';

/**
 * Adds the command that shows uploads which were never completed, and removes
 * what is left of them.
 */
export const incompletePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:incomplete-uploads',
  description: 'Shows and removes incomplete uploads.',
  autoStart: true,
  requires: [IS3Drive, IS3Panel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    drive: IS3Drive,
    panel: IS3Panel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const command = CommandIDs.incompleteUploads;
    app.commands.addCommand(command, {
      label: trans.__('Incomplete Uploads to S3…'),
      caption: trans.__(
        'Show uploads that were begun here and never completed, and remove what is left of them'
      ),
      describedBy: pathArgs(trans),
      isEnabled: args =>
        typeof args.path === 'string' ||
        (panel.browser?.targets.locations(args).length ?? 0) > 0,
      execute: async args => {
        const [browser, { connection }, { showIncomplete }, paths] =
          await Promise.all([
            panel.ready(),
            drive.load(),
            import('../transfers/incomplete'),
            import('../s3/path')
          ]);
        const [place] = browser.targets.locations(args);
        if (!place) {
          return [];
        }
        const removed = await showIncomplete({
          connection,
          place: paths.asFolder(place),
          own: () => drive.uploads?.own ?? [],
          trans
        });
        return removed.map(({ bucket, key, uploadId }) => ({
          path: `${drive.name}:${paths.toPath(bucket, key)}`,
          uploadId
        }));
      }
    });
    palette?.addItem({ command, category: trans.__('S3') });
  }
};
