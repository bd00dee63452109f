// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';

import { FormDialog } from '../dialogs/formdialog';
import { basename } from '../s3/path';
import { SnippetModel } from './model';
import { SnippetView } from './view';

/**
 * Show what can be done with a place, in all languages and libraries.
 *
 * @returns What is to be inserted; `null` where nothing is.
 */
export async function showSnippets(
  options: SnippetModel.IOptions
): Promise<SnippetModel['chosen']> {
  const { place, trans } = options;
  const model = new SnippetModel(options);
  let chosen: SnippetModel['chosen'] = null;
  const dialog = new FormDialog<unknown>({
    title: trans.__('Snippets for "%1"', basename(place.key) || place.bucket),
    body: new SnippetView(
      model,
      () => {
        chosen = model.chosen;
        dialog.resolve();
      },
      trans
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })]
  });
  dialog.addClass('jp-S3SnippetDialog');
  void model.look();
  await dialog.launch();
  return chosen;
}
