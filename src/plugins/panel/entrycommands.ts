// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import {
  copyIcon,
  cutIcon,
  deleteIcon,
  editIcon,
  pasteIcon
} from '@jupyterlab/ui-components';

import type { S3FileBrowser } from '../../browser/browser';
import type { GuardedAction } from '../../browser/model/types';
import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { NO_ARGS } from '../commandargs';
import { IOwnPanel } from '../parts';

/**
 * Adds the commands of the context menu that change entries.
 *
 * They do the same as JupyterLab's own, but are disabled where they cannot
 * work, and the delete command does not promise a trash.
 */
export const entriesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:entries',
  description: 'Adds the menu commands that change entries of the S3 panel.',
  autoStart: true,
  requires: [IOwnPanel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const add = (
      id: string,
      label: string,
      icon: LabIcon,
      action: GuardedAction,
      execute: (browser: S3FileBrowser) => unknown
    ) => {
      const reason = () =>
        panel.browser?.targets.refusalOfSelected(action) ?? null;
      app.commands.addCommand(id, {
        label,
        caption: () => reason() ?? label,
        icon: icon.bindprops({ stylesheet: 'menuItem' }),
        describedBy: NO_ARGS,
        isEnabled: () => !!panel.browser && reason() === null,
        execute: async () => execute(await panel.ready())
      });
    };
    const { cut, del, duplicate, paste, rename } = CommandIDs;
    add(rename, trans.__('Rename'), editIcon, 'rename', browser =>
      browser.rename()
    );
    // Whether it is for good, the dialog says, which asks the bucket.
    add(del, trans.__('Delete…'), deleteIcon, 'delete', browser =>
      browser.delete()
    );
    add(cut, trans.__('Cut'), cutIcon, 'cut', browser => browser.cut());
    add(paste, trans.__('Paste'), pasteIcon, 'write', browser =>
      browser.paste()
    );
    add(duplicate, trans.__('Duplicate'), copyIcon, 'write', browser =>
      browser.duplicate()
    );
  }
};
