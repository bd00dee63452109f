// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISurroundings } from './surroundings';

/**
 * Why nothing can be inserted into a document.
 */
export type InsertionObstacle =
  'none-open' | 'read-only' | 'prose' | 'busy' | 'language';

/**
 * A position in a document that accepts code.
 */
export interface IInsertionTarget {
  /** The surrounding code, in the document's language. */
  readonly around: ISurroundings;
  /** Whether a kernel's magic is possible above the code. */
  readonly isWhole: boolean;
  /** Insert the code as one undoable step. */
  insert(code: string): void;
}
