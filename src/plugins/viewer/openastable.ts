// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { spreadsheetIcon } from '@jupyterlab/ui-components';

import { showProblem } from '../../dialogs/errordialog';
import { refusal } from '../../drive/messages/messages';
import { DRIVE_NAME, TABLE_FACTORY } from '../../names';
import type { S3Location } from '../../s3/location';
import { OPEN_AS_TABLE } from '../../viewer/toolbar/tablecommandids';
import { pathArgs } from '../commandargs';
import type { IOwnPanel } from '../parts';
import { Subject } from '../subject';

/**
 * Add the command that shows the Parquet files in a folder as one table. A double
 * click on a folder goes into it.
 */
export function addOpenAsTable(
  app: JupyterFrontEnd,
  panel: IOwnPanel,
  palette: ICommandPalette | null,
  trans: TranslationBundle
): void {
  const { commands } = app;
  const subject = new Subject(app, panel);
  commands.addCommand(OPEN_AS_TABLE, {
    label: trans.__('Open as Table'),
    caption: trans.__('Show the Parquet files in this folder as one table'),
    icon: spreadsheetIcon.bindprops({ stylesheet: 'menuItem' }),
    describedBy: pathArgs(trans),
    isEnabled: args => subject.isOne(args),
    execute: async args => {
      const [location] = await subject.locations(args);
      if (location) {
        await open(app, location, trans);
      }
    }
  });
  palette?.addItem({ command: OPEN_AS_TABLE, category: trans.__('S3') });
}

async function open(
  { commands, serviceManager }: JupyterFrontEnd,
  location: S3Location,
  trans: TranslationBundle
): Promise<void> {
  const path = `${DRIVE_NAME}:${location.entryPath}`;
  try {
    const { contents } = serviceManager;
    const { type } = await contents.get(path, { content: false });
    if (location.isFolder && type !== 'directory') {
      // Documents are named by their paths, which are the same for both.
      throw refusal(
        400,
        'NameTaken',
        trans.__(
          'A file has the same name as this folder, which cannot be shown as a table. Rename one of them with another S3 client.'
        ),
        location
      );
    }
    await commands.execute('docmanager:open', { path, factory: TABLE_FACTORY });
  } catch (reason) {
    await showProblem(trans.__('Cannot be shown'), reason, trans);
  }
}
