// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';

/**
 * How long a command or a button counts as the reason for a save (ms).
 */
const RECENT_MS = 5000;

/**
 * JupyterLab's commands that save.
 */
const SAVES = /^docmanager:save/;

/**
 * Distinguishes saves that a person asked for from autosaves, as the calls of a save do
 * not differ. A person saves with a command, or with a button of a dialog, for
 * example when a tab with unsaved changes is closed.
 */
export class AskedSaves {
  constructor(commands: CommandRegistry) {
    commands.commandExecuted.connect((_, { id }) => {
      if (SAVES.test(id)) {
        this._at = Date.now();
      }
    });
    Dialog.tracker.widgetAdded.connect((_, dialog) => {
      dialog.disposed.connect(() => {
        this._at = Date.now();
      });
    });
  }

  /** Whether a save that comes now was asked for by the person. */
  get isWanted(): boolean {
    return Date.now() - this._at < RECENT_MS;
  }

  /** The person has decided: a save that comes now was not asked for. */
  clear(): void {
    this._at = -Infinity;
  }

  private _at = -Infinity;
}
