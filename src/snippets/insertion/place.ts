// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISurroundings } from '../code';
import type { IDocument } from '../documents';
import { languageOf } from '../documents';
import type { IDropPoint } from '../droppoints';
import type { Language } from '../write/types';
import { consolePlace } from './console';
import { editorPlace } from './editor';
import { notebookPlace } from './notebook';

/**
 * Why nothing can be inserted into a document.
 */
export type Obstacle =
  'none-open' | 'read-only' | 'prose' | 'busy' | 'language';

/**
 * A place in a document that takes code.
 */
export interface IPlace {
  /** The code around it, of the document's language. */
  readonly around: ISurroundings;
  /** Whether a magic of the kernel can stand above the code. */
  readonly isWhole: boolean;
  /** Put the code there, as one step that can be undone. */
  insert(code: string): void;
}

/**
 * Find the place where a snippet goes.
 *
 * @param point - Where it is dropped; `null`: where the person works.
 */
export function placeIn(
  document: IDocument,
  point: IDropPoint | null
): IPlace | Obstacle {
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
 * How a snippet is run in a document: `plain`, or by a magic of IPython which
 * gives the cell to a shell.
 *
 * @param runs - The language of the snippet.
 *
 * @returns `null` where the document cannot run it.
 */
export function mannerOf(
  document: IDocument,
  place: IPlace,
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
