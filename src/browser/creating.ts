// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { refuse, showProblem } from '../dialogs/problems';
import type { S3FileBrowser } from './browser';
import { refusalOf } from './guards';

/**
 * Create an entry in the place that is shown and let the person name it.
 *
 * JupyterLab's own calls it an error when the entry is not among those shown,
 * which happens when it is filtered out.
 *
 * @throws When nothing was created; the person was told.
 */
export async function createEntry(
  browser: S3FileBrowser,
  options: Contents.ICreateOptions
): Promise<Contents.IModel> {
  const { s3 } = browser;
  const { manager, path, trans } = s3;
  const reason = refusalOf('new', s3, []);
  if (reason) {
    await refuse(trans.__('Not possible here'), reason, trans);
    throw new Error(reason);
  }
  let created: Contents.IModel;
  try {
    created = await manager.newUntitled({ ...options, path });
  } catch (error) {
    void showProblem(trans.__('Nothing was created'), error, trans);
    throw error;
  }
  try {
    await browser.selectItemByName(created.name);
    await browser.rename();
  } catch {
    const sentence = trans.__(
      '"%1" was created. It is not among the entries shown: clear the search to see it.',
      created.name
    );
    await refuse(trans.__('Created'), sentence, trans);
  }
  return created;
}
