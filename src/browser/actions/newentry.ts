// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { refuse, showProblem } from '../../dialogs/errordialog';
import { Declined } from '../../drive/exposure/consent';
import { refusalOf } from '../model/guards';
import type { S3BrowserModel } from '../model/browsermodel';

/**
 * Create an entry in the current folder and let the person name it.
 *
 * JupyterLab's own method throws when the entry is not shown, which happens
 * when it is filtered out.
 *
 * @param nameIt - Lets the person name the new entry in the listing.
 *
 * @throws When nothing was created. The error was already shown.
 */
export async function createEntry(
  model: S3BrowserModel,
  nameIt: (name: string) => Promise<void>,
  options: Contents.ICreateOptions
): Promise<Contents.IModel> {
  const { manager, path, trans } = model;
  const reason = refusalOf('new', model, []);
  if (reason) {
    await refuse(trans.__('Not possible here'), reason, trans);
    throw new Error(reason);
  }
  let created: Contents.IModel;
  try {
    created = await manager.newUntitled({ ...options, path });
  } catch (error) {
    if (!(error instanceof Declined)) {
      void showProblem(trans.__('Nothing was created'), error, trans);
    }
    throw error;
  }
  try {
    await nameIt(created.name);
  } catch {
    const sentence = trans.__(
      '"%1" was created. It is not among the entries shown: clear the search to see it.',
      created.name
    );
    await refuse(trans.__('Created'), sentence, trans);
  }
  return created;
}
