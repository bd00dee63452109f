// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { showUntilClosed } from '../../dialogs/formdialog';
import type { Highlighter } from '../../dialogs/highlighting';
import { basename } from '../../s3/keys';
import type { S3Location } from '../../s3/location';
import { ShareModel, type FindReader, type Publisher } from './model';
import type { Sharing } from '../sharing';
import { ShareView } from './view';
import '../../../style/sharing.css';

/**
 * Show the share dialog of a location: who can read it, and what can be
 * changed.
 *
 * @param findReader - Inspects a file for how to read it; `null`: its name is
 * used.
 * @param highlight - Highlights code; `null`: it stays plain.
 *
 * @returns When the dialog is closed.
 */
export async function showShare(
  location: S3Location,
  sharing: Sharing,
  publish: Publisher,
  findReader: FindReader | null,
  highlight: Highlighter | null,
  trans: TranslationBundle
): Promise<void> {
  const model = new ShareModel(sharing, publish, findReader, trans);
  const name = basename(location.key) || location.bucket;
  const view = new ShareView(model, highlight, trans);
  void model.open(location);
  await showUntilClosed(
    trans.__('Share "%1"', name),
    view,
    trans,
    'jp-S3ShareDialog'
  );
}
