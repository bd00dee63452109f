// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3Location } from '../../s3/location';
import { refusal } from '../messages/messages';
import type { IGone, IDriveContext } from '../context';

/**
 * The error that ends a save without a message: its document was closed, or the
 * person decides later.
 *
 * It has the name of JupyterLab's own error for a save that the person has
 * cancelled (`docregistry/src/context.ts`, `_raiseConflict`): neither `Context`
 * nor the autosave shows it, and the document stays unsaved.
 */
export class SaveDropped extends Error {
  constructor() {
    super('The save was dropped');
    this.name = 'ModalCancelError';
  }
}

/**
 * Check that the person wants to create the object of an open document again,
 * after a save has found that it is gone.
 *
 * @throws `SaveDropped`, or `DriveError` 410 when nobody can be asked.
 */
export async function requireWanted(
  context: IDriveContext,
  location: S3Location,
  gone: IGone
): Promise<void> {
  const documents = await context.documents();
  if (!documents) {
    const { trans } = context;
    throw refusal(
      410,
      'Vanished',
      trans.__(
        '%1 is not there any more: it was deleted, moved or renamed. Nothing was written. Save your work under another name.',
        location.uri
      ),
      location
    );
  }
  if (!(await documents.mayCreate(location.path, gone))) {
    throw new SaveDropped();
  }
}

/**
 * End a save that has waited while its object was deleted or moved here: it
 * would create the object again. A document that has moved is saved at its new
 * path.
 */
export async function dropLate(
  context: IDriveContext,
  gone: IGone
): Promise<never> {
  if (gone.to) {
    (await context.documents())?.saveAgain(gone.to);
  }
  throw new SaveDropped();
}
