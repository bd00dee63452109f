// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { CommandIDs } from '../../names';
import { IOwnPanel } from '../parts';

/**
 * Connects the panel's notes about public locations to the share dialog.
 */
export const publicNotesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:public-notes',
  description: 'Opens the share dialog from the notes of the S3 panel.',
  autoStart: true,
  requires: [IOwnPanel],
  activate: (app: JupyterFrontEnd, panel: IOwnPanel): void => {
    const { commands } = app;
    panel.loaded.connect((_, { s3 }) => {
      if (commands.hasCommand(CommandIDs.share)) {
        s3.onShare = path => void commands.execute(CommandIDs.share, { path });
      }
    });
  }
};
