// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocument } from './documents';
import { languageOf } from './documents';
import type { IDropPoint } from './droppoints';
import type { Language } from '../write/types';
import { consolePlace } from './console';
import { editorPlace } from './editor';
import { notebookPlace } from './notebook';
import type { IInsertionTarget, InsertionObstacle } from './types';

/**
 * Find the insertion target in a document.
 *
 * @param point - A drop position; `null` for the cursor or the active cell.
 */
export function placeIn(
  document: IDocument,
  point: IDropPoint | null
): IInsertionTarget | InsertionObstacle {
  if (document.panel.isDisposed) {
    return 'none-open';
  }
  switch (document.kind) {
    case 'notebook':
      return notebookPlace(document.panel, point);
    case 'console':
      return consolePlace(document.panel);
    case 'editor':
      return editorPlace(document.panel, point);
  }
}

/**
 * How a document runs a snippet: `plain`, or with an IPython magic that passes
 * the cell to a shell.
 *
 * @param runs - The language of the snippet.
 *
 * @returns `null` if the document cannot run it.
 */
export function mannerOf(
  document: IDocument,
  place: IInsertionTarget,
  runs: Language
): 'plain' | 'magic' | null {
  const language = languageOf(document);
  if (language === runs) {
    return 'plain';
  }
  if (document.kind === 'editor') {
    return language === null ? 'plain' : null;
  }
  return language === 'python' && runs === 'shell' && place.isWhole
    ? 'magic'
    : null;
}
