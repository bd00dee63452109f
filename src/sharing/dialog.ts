// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { FormDialog } from '../dialogs/formdialog';
import type { Highlighter } from '../dialogs/highlighting';
import { basename, type IS3Location } from '../s3/path';
import { ShareModel, type FindReader, type Publisher } from './model';
import type { Sharing } from './sharing';
import { ShareView } from './view';

/**
 * Show who can read a place, with all that can be done about it.
 *
 * @param findReader - Looks into a file; `null`: its name has to do.
 * @param highlight - Colours the text to hand over; `null`: it stays plain.
 *
 * @returns When the dialog is closed.
 */
export async function showShare(
  place: IS3Location,
  sharing: Sharing,
  publish: Publisher,
  findReader: FindReader | null,
  highlight: Highlighter | null,
  trans: TranslationBundle
): Promise<void> {
  const model = new ShareModel(sharing, publish, findReader, trans);
  const name = basename(place.key) || place.bucket;
  const dialog = new FormDialog<unknown>({
    title: trans.__('Share "%1"', name),
    body: new ShareView(model, highlight, trans),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
  dialog.addClass('jp-S3ShareDialog');
  void model.open(place);
  await dialog.launch();
}
