// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Change a text in one step of its undo history. What is typed within half a
 * second of it would otherwise be undone with it.
 *
 * @param text - JupyterLab's shared model of the text, which has a Yjs undo
 * manager wherever it has a history.
 */
export function asOneStep(text: object, change: () => void): void {
  const { undoManager } = text as {
    readonly undoManager?: { stopCapturing(): void } | null;
  };
  undoManager?.stopCapturing();
  change();
  undoManager?.stopCapturing();
}
