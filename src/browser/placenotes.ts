// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3BrowserModel } from './model';
import type { INote } from './notes';
import { problemState } from './states';

/**
 * What a person should know about a place whose entries are shown.
 *
 * @param problem - What was thrown when the place, or the buckets, were last
 * listed; `null` when nothing was.
 */
export function notesOf(model: S3BrowserModel, problem: unknown): INote[] {
  const { trans } = model;
  const notes: INote[] = [];
  if (problem) {
    const { message, title } = problemState(problem, model.isRoot, trans);
    const isStale = model.problem !== null;
    notes.push({
      kind: isStale ? 'stale' : 'root-problem',
      text: isStale
        ? trans.__(
            '%1. This is the list of %2.',
            title,
            model.listedAt?.toLocaleTimeString() ?? ''
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
 * Who may read what is in the folder that is shown, where that is not its owner
 * alone: worth a line in an empty folder too.
 */
export function publicityNote(model: S3BrowserModel): INote | null {
  // Notes that say the same are not drawn again: the folder is found by then.
  const share = () => model.onShare?.(`${model.path}/`);
  return model.isUnknown
    ? null
    : model.publicity.noteOf(model.localPath, model.onShare ? share : null);
}
