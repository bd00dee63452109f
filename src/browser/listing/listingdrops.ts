// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';

import { showProblem } from '../../dialogs/errordialog';
import { CONTENTS_MIME } from '../../drags';
import { readDropped } from '../../transfers/uploads/chosenfiles';
import type { S3BrowserModel } from '../model/browsermodel';

/**
 * What is dropped on the listing.
 */
export class ListingDrops {
  constructor(model: S3BrowserModel) {
    this._model = model;
  }

  /**
   * Move or copy dropped entries.
   *
   * @param target - The entry they were dropped on, if any. If it is not a
   * folder, they go to the current one.
   */
  bring(event: Drag.Event, target: Contents.IModel | undefined): void {
    const { mimeData, proposedAction } = event;
    if (proposedAction === 'none' || !mimeData.hasData(CONTENTS_MIME)) {
      event.dropAction = 'none';
      return;
    }
    const { actions, path } = this._model;
    const dir = target?.type === 'directory' ? target.path : path;
    const paths = mimeData.getData(CONTENTS_MIME) as string[];
    event.dropAction = event.ctrlKey ? 'copy' : proposedAction;
    void actions.bring(paths, dir, event.dropAction === 'copy');
  }

  /**
   * Upload files dropped from the desktop, folders with all their contents.
   */
  upload(dataTransfer: DataTransfer): void {
    const { actions, allowFileUploads } = this._model;
    if (allowFileUploads && !actions.isRefused('upload', [])) {
      void this._upload(dataTransfer);
    }
  }

  private async _upload(dataTransfer: DataTransfer): Promise<void> {
    const { localPath, transfers, trans } = this._model;
    try {
      const { items, ...more } = await readDropped(dataTransfer, localPath);
      await transfers.run(items, more);
    } catch (error) {
      await showProblem(trans.__('Upload failed'), error, trans);
    }
  }

  private readonly _model: S3BrowserModel;
}
