// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor } from '@jupyterlab/fileeditor';

import type { IDropPoint } from './droppoints';
import { fitted } from './fitting';
import { asOneStep } from './undo';
import type { IInsertionTarget, InsertionObstacle } from './types';

/**
 * The insertion target in a text file: the cursor, or a drop position.
 */
export function editorPlace(
  { content, context }: IDocumentWidget<FileEditor>,
  point: IDropPoint | null
): IInsertionTarget | InsertionObstacle {
  const { editor, model } = content;
  if (
    editor.getOption('readOnly') === true ||
    context.contentsModel?.writable === false
  ) {
    return 'read-only';
  }
  if (/markdown|^text\/x-ipythongfm/.test(model.mimeType)) {
    return 'prose';
  }
  const position = point
    ? editor.getPositionForCoordinate({
        left: point.clientX,
        right: point.clientX,
        top: point.clientY,
        bottom: point.clientY
      })
    : editor.getCursorPosition();
  const before = model.sharedModel.getSource();
  const offset = position ? editor.getOffsetAt(position) : before.length;
  return {
    isWhole: false,
    around: { before: [before.slice(0, offset)], all: [before] },
    insert: code => {
      const source = model.sharedModel.getSource();
      // The text was edited meanwhile: use the current cursor.
      const at =
        source === before
          ? offset
          : editor.getOffsetAt(editor.getCursorPosition());
      const text = fitted(source, at, code);
      asOneStep(model.sharedModel, () =>
        model.sharedModel.updateSource(at, at, text)
      );
      const end = editor.getPositionAt(at + text.length);
      if (end) {
        editor.setCursorPosition(end);
      }
      editor.focus();
    }
  };
}
