// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { CommandIDs, IS3Panel } from '../tokens';

/**
 * Leads from what the panel says of a public place to the dialog in which that
 * is changed.
 */
export const publicNotesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:public-notes',
  description: 'Opens the share dialog from the notes of the S3 panel.',
  autoStart: true,
  requires: [IS3Panel],
  activate: (app: JupyterFrontEnd, panel: IS3Panel): void => {
    const { commands } = app;
    panel.loaded.connect((_, { s3 }) => {
      if (commands.hasCommand(CommandIDs.share)) {
        s3.onShare = path => void commands.execute(CommandIDs.share, { path });
      }
    });
  }
};
