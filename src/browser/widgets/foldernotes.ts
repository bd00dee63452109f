// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3BrowserModel } from '../model/browsermodel';
import type { INote } from '../model/types';
import { problemState } from './states';

/**
 * The notes about a folder whose entries are shown.
 *
 * @param problem - The error of the last listing of the folder, or of the
 * buckets; `null` when there was none.
 */
export function notesOf(model: S3BrowserModel, problem: unknown): INote[] {
  const { trans } = model;
  const notes: INote[] = [];
  if (problem) {
    const { message, title } = problemState(problem, model.isRoot, trans);
    const isStale = model.navigation.problem !== null;
    notes.push({
      kind: isStale ? 'stale' : 'root-problem',
      text: isStale
        ? trans.__(
            '%1. This is the list of %2.',
            title,
            model.navigation.listedAt?.toLocaleTimeString() ?? ''
          )
        : trans.__('%1. Bookmarks and recent locations are shown.', title),
      title: message,
      action: {
        label: trans.__('Try Again'),
        run: () => void model.relist()
      }
    });
  }
  if (!model.isRoot && model.isWritable === false) {
    notes.push({
      kind: 'read-only',
      text: trans.__('You can read here, not write.')
    });
  }
  const note = publicityNote(model);
  return note ? [...notes, note] : notes;
}

/**
 * The note about who may read the current folder, if not only its owner. Also
 * shown for an empty folder.
 */
export function publicityNote(model: S3BrowserModel): INote | null {
  // The path is read on click, as notes with the same text are not rendered
  // again.
  const share = (localPath: string) =>
    model.onShare?.(`${model.driveName}:${localPath}`);
  return model.navigation.isUnknown
    ? null
    : model.publicity.noteOf(model.localPath, model.onShare ? share : null);
}
